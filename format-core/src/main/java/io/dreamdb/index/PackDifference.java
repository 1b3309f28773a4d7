package io.dreamdb.index;

import org.jspecify.annotations.Nullable;

/**
 * A pack in which two tracks differ; births in references do not count.
 *
 * @param left the pack in the first track; null where that has none with this key
 * @param right the pack in the second track; null where that has none with this key
 */
public record PackDifference(@Nullable PackEntry left, @Nullable PackEntry right) {}
