package io.dreamdb.index;

import org.jspecify.annotations.Nullable;

/**
 * A run of covered anchors in which two tracks differ.
 *
 * @param left the run in the first track; null where it has none that begins there
 * @param right the run in the second track; null where it has none that begins there
 */
public record CoverageDifference(@Nullable AnchorRun left, @Nullable AnchorRun right) {}
