package io.dreamdb.track;

import org.jspecify.annotations.Nullable;

/**
 * A batch in which two tracks differ; births in references do not count.
 *
 * @param firstAnchor its key
 * @param left the batch in the first track; null where that has none with this key
 * @param right the batch in the second track; null where that has none with this key
 */
public record BatchDifference(long firstAnchor, @Nullable Batch left, @Nullable Batch right) {}
