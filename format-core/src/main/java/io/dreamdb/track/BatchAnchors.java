package io.dreamdb.track;

import java.util.Arrays;
import java.util.Locale;

/**
 * The anchors of a batch's rows, for both directions: the row at an offset (select) and the offset
 * of a row (rank). Immutable.
 */
public final class BatchAnchors {

  private final long[] firsts; // of each maximal run, ascending
  private final int[] offsets; // of each run's first row; then the number of rows

  private BatchAnchors(long[] firsts, int[] offsets) {
    this.firsts = firsts;
    this.offsets = offsets;
  }

  /** Neighbouring anchors from {@code first} on. */
  public static BatchAnchors run(long first, int rows) {
    return new BatchAnchors(new long[] {first}, new int[] {0, rows});
  }

  /** These anchors. */
  public static BatchAnchors of(AnchorRuns runs) {
    long[] firsts = new long[16];
    int[] offsets = new int[17];
    int count = 0;
    AnchorRuns.Ranges ranges = runs.ranges();
    while (ranges.advance()) {
      if (count == firsts.length) {
        firsts = Arrays.copyOf(firsts, 2 * count);
        offsets = Arrays.copyOf(offsets, 2 * count + 1);
      }
      firsts[count] = ranges.first();
      offsets[count + 1] = offsets[count] + (int) ranges.count();
      count++;
    }
    return new BatchAnchors(Arrays.copyOf(firsts, count), Arrays.copyOf(offsets, count + 1));
  }

  /** Number of rows. */
  public int rows() {
    return offsets[firsts.length];
  }

  /** Number of runs of neighbours. */
  public int runs() {
    return firsts.length;
  }

  /** The first anchor of a run. */
  public long runFirst(int run) {
    return firsts[run];
  }

  /** The offset of a run's first row; for the number of runs, the number of rows. */
  public int runOffset(int run) {
    return offsets[run];
  }

  /** The anchor of the row at an offset. */
  public long anchor(int offset) {
    if (firsts.length == 1) {
      return firsts[0] + offset;
    }
    int at = Arrays.binarySearch(offsets, 0, firsts.length, offset);
    int run = at >= 0 ? at : -at - 2;
    return firsts[run] + (offset - offsets[run]);
  }

  /** Writes the anchors of the rows from {@code offset} on. */
  public void copyTo(int offset, int count, long[] anchors) {
    if (count == 0) {
      return;
    }
    int at = Arrays.binarySearch(offsets, 0, firsts.length, offset);
    int run = at >= 0 ? at : -at - 2;
    for (int i = 0; i < count; i++) {
      if (offset + i == offsets[run + 1]) {
        run++;
      }
      anchors[i] = firsts[run] + (offset + i - offsets[run]);
    }
  }

  /** The offset of the row with that anchor; −1 if there is none. */
  public int offset(long anchor) {
    int run = runOf(anchor);
    if (run < 0) {
      return -1;
    }
    long offset = offsets[run] + (anchor - firsts[run]);
    return offset < offsets[run + 1] ? (int) offset : -1;
  }

  /**
   * The offset of the row with that anchor.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int requireOffset(long anchor) {
    int offset = offset(anchor);
    if (offset < 0) {
      throw new IllegalArgumentException("a batch without a row of anchor " + anchor);
    }
    return offset;
  }

  /** How many rows have a smaller anchor. */
  public int rank(long anchor) {
    int run = runOf(anchor);
    return run < 0 ? 0 : (int) Math.min(offsets[run + 1], offsets[run] + (anchor - firsts[run]));
  }

  /** The last run that does not begin above an anchor; −1 if all do. */
  private int runOf(long anchor) {
    int at = Arrays.binarySearch(firsts, anchor);
    return at >= 0 ? at : -at - 2;
  }

  /** Throws unless these are anchors of a batch that owns {@code length} from {@code first} on. */
  BatchAnchors requireWithin(long first, long length, int rows) {
    int last = firsts.length - 1;
    long end = firsts[last] + (offsets[last + 1] - offsets[last]);
    if (rows() != rows || firsts[0] < first || end - first > length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d anchors from %d to %d for %d rows of a batch that owns %d from %d on",
              rows(),
              firsts[0],
              end - 1,
              rows,
              length,
              first));
    }
    return this;
  }
}
