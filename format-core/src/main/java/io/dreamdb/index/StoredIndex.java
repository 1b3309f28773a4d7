package io.dreamdb.index;

import io.dreamdb.object.ObjectRef;

/**
 * An index track after a change.
 *
 * @param track the track
 * @param ref where it is stored
 */
public record StoredIndex(IndexTrack track, ObjectRef ref) {}
