package io.dreamdb.track;

import io.dreamdb.object.ObjectRef;
import org.jspecify.annotations.Nullable;

/**
 * A rows track after a change.
 *
 * @param track the track
 * @param ref where it is stored; null if it has no entries, as then a manifest has no rows track
 */
public record StoredTrack(RowsTrack track, @Nullable ObjectRef ref) {}
