package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import java.util.OptionalInt;

/**
 * What a peer searches, and for what.
 *
 * @param base the rows
 * @param queries what they are searched for
 * @param k how many rows are to be found
 * @param cells for an index that has cells; empty: a row in a hundred
 * @param seed of whatever is random
 */
public record PeerData(
    Metric metric, Vectors base, Vectors queries, int k, OptionalInt cells, long seed) {

  private static final int ROWS_PER_CELL = 100;

  /** The number of cells. */
  public int cellCount() {
    return cells.orElse(Math.max(1, base.rows() / ROWS_PER_CELL));
  }
}
