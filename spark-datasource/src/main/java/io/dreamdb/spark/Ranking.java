package io.dreamdb.spark;

import io.dreamdb.dataset.Snapshot;
import java.io.Serializable;

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
   */
  record Ranked(long[] anchors, float[] distances) {}
}
