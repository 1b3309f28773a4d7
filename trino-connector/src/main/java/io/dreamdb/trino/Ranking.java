package io.dreamdb.trino;

import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.Snapshot;
import io.trino.spi.block.Block;
import java.util.Optional;

/** A choice of rows in an order, made where a task runs. */
interface Ranking {

  /** The rows. */
  Ranked rank(Snapshot snapshot);

  /**
   * Rows in their order.
   *
   * @param anchors their keys
   * @param by the column that they are ranked by
   * @param values of that column
   * @param statistics what the search took by which they were found, if there was one
   */
  record Ranked(
      long[] anchors, DreamColumn by, Block values, Optional<SearchResult.Statistics> statistics) {}
}
