package io.dreamdb.spark;

import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.Snapshot;
import java.io.Serializable;
import java.util.Optional;

/** A choice of rows in an order, made where a task runs. */
interface Ranking extends Serializable {

  /** The rows. */
  Ranked rank(Snapshot snapshot);

  /** What it chooses, for plans. */
  String description();

  /**
   * Rows in their order.
   *
   * @param anchors their keys
   * @param distances what the column {@code _distance} shows of each
   * @param statistics what the search took by which they were found, if there was one
   */
  record Ranked(long[] anchors, float[] distances, Optional<SearchResult.Statistics> statistics) {}
}
