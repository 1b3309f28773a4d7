package io.dreamdb.benchmarks;

import io.dreamdb.Metric;

/** How near rows are to one query, in double arithmetic and the plainest form there is. */
final class Nearness {

  private final Metric metric;
  private final float[] query;
  private final double queryLength;

  Nearness(Metric metric, float[] query) {
    this.metric = metric;
    this.query = query;
    this.queryLength = Math.sqrt(new Vectors(query, query.length).squaredLength(0));
  }

  /** The distance of a row; the smaller, the nearer. */
  double distance(Vectors rows, int row) {
    return switch (metric) {
      case L2 -> Math.sqrt(rows.squaredDistance(row, query));
      case IP -> -rows.dot(row, query);
      case COSINE -> 1 - rows.dot(row, query) / (queryLength * Math.sqrt(rows.squaredLength(row)));
    };
  }

  double queryLength() {
    return queryLength;
  }
}
