package io.dreamdb.dataset;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Ranges of rows that threads take from one after the other, until none is left. */
final class RowRanges {

  /** Rows of a batch that are one piece of work for one query, a multiple of 64. */
  static final int PIECE_ROWS = 1 << 15;

  private final Iterator<UncoveredRows.Range> ranges;
  private final int pieceRows;
  private UncoveredRows.@Nullable Range rest;

  /**
   * Gives out these ranges.
   *
   * @param pieceRows the most rows of a piece, a multiple of 64
   */
  RowRanges(Iterator<UncoveredRows.Range> ranges, int pieceRows) {
    this.ranges = ranges;
    this.pieceRows = pieceRows;
  }

  /** The next piece; null if there is none. */
  synchronized UncoveredRows.@Nullable Range take() {
    UncoveredRows.Range range = rest;
    if (range == null) {
      if (!ranges.hasNext()) {
        return null;
      }
      range = ranges.next();
    }
    int end = (int) Math.min(range.to(), (range.from() / pieceRows + 1L) * pieceRows);
    rest = end == range.to() ? null : new UncoveredRows.Range(range.batch(), end, range.to());
    return new UncoveredRows.Range(range.batch(), range.from(), end);
  }
}
