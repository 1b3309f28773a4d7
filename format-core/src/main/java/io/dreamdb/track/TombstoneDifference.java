package io.dreamdb.track;

import org.jspecify.annotations.Nullable;

/**
 * A tombstone record in which two tracks differ; births in references do not count.
 *
 * @param left the record in the first track; null where that has none with its key
 * @param right the record in the second track; null where that has none with its key
 */
public record TombstoneDifference(
    @Nullable TombstoneRecord left, @Nullable TombstoneRecord right) {}
