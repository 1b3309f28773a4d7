package io.dreamdb.index;

import io.dreamdb.manifest.AnchorSource;
import java.util.Locale;

/**
 * Neighbouring anchors of one lane.
 *
 * @param first the first
 * @param count how many, at least one
 */
public record AnchorRun(long first, long count) implements Comparable<AnchorRun> {

  /** Checks that all are anchors of one lane. */
  public AnchorRun {
    if (first < 0 || count < 1 || count - 1 > laneLast(first) - first) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d anchors from %d on: expected 1 or more in one lane", count, first));
    }
  }

  /** The last anchor of the run. */
  public long last() {
    return first + count - 1;
  }

  /** Whether the run has that anchor. */
  public boolean contains(long anchor) {
    return anchor >= first && anchor - first < count;
  }

  /** Whether {@code next} begins where this one ends, in the same lane. */
  boolean joins(AnchorRun next) {
    return areNeighbours(last(), next.first);
  }

  /** Whether two anchors follow each other in one lane. */
  static boolean areNeighbours(long anchor, long next) {
    return anchor < laneLast(anchor) && anchor + 1 == next;
  }

  private static long laneLast(long anchor) {
    return anchor | AnchorSource.SEQUENCES - 1;
  }

  @Override
  public int compareTo(AnchorRun other) {
    return Long.compare(first, other.first);
  }
}
