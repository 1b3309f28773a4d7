package io.dreamdb.dataset.spi;

import io.dreamdb.Metric;

/**
 * An engine's own distance or similarity function with one argument fixed: what {@code ORDER BY
 * f(column, query)} computes for a row. Safe for many threads.
 */
public interface RowScorer {

  /**
   * The metric of which the function is an increasing (distance) or decreasing (similarity) form.
   */
  Metric metric();

  /** Whether larger values are nearer. */
  boolean isSimilarity();

  /**
   * The engine's value for a row, to the bit; a {@code float} is widened.
   *
   * @param vector as many finite values as the query; not zero if the metric is cosine
   */
  double score(float[] vector);

  /**
   * A bound g on the rounding error of {@link #score} for vectors of that dimension, as far as
   * numbers do not fall below the normal range of {@code float}: relative to the exact value for
   * L2, relative to the product of both norms for the inner product, absolute for cosine.
   */
  double errorBound(int dimension);

  /**
   * A bound on the distance between the function's own query and the request's, where the engine
   * has it in a wider type.
   */
  default double queryError() {
    return 0;
  }
}
