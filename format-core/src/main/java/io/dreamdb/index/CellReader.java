package io.dreamdb.index;

import java.util.function.IntUnaryOperator;

/**
 * Brings the entries of cells to a search, wherever the packs are. One for each search, unless the
 * packs are mapped.
 */
interface CellReader {

  /** How much of a section is read. */
  enum Extent {
    /** Codes and references. */
    ESTIMATES,
    /** All. */
    SECTIONS
  }

  /** Which segments a search has to look at. */
  @FunctionalInterface
  interface Wanted {

    Wanted ALL = (place, cell) -> true;

    /** Whether a search needs a segment of the cell that stands at that place of its order. */
    boolean wants(int place, PackCell cell);
  }

  /**
   * Makes the segments of neighbouring places available, as many as memory is for; those of the
   * call before lose all but their references.
   *
   * @param cells the cell of each place
   * @param from the first place
   * @param to behind the last place
   * @param cost takes what was fetched
   * @return the place behind the last one that is available, above {@code from}
   */
  int load(IntUnaryOperator cells, int from, int to, Wanted wanted, SearchCost cost);

  /** The entries of a cell that is available, pack by pack: at least those that were wanted. */
  CellSegment[] segments(int cell);

  /** Gives memory back; nothing is available until the next load. */
  void release();
}
