package io.dreamdb.index;

import io.dreamdb.Metric;
import io.dreamdb.kernel.VectorArithmetic;

/**
 * Vectors as the index sees them ({@code index.md}, section 2): of norm 1 under {@code cosine},
 * then less the mean. Immutable.
 */
final class IndexVectors {

  private final int dimension;
  private final Metric metric;
  private final float[] mean;

  /** The mean is not copied. */
  IndexVectors(Metric metric, float[] mean) {
    this.dimension = mean.length;
    this.metric = metric;
    this.mean = mean;
  }

  int dimension() {
    return dimension;
  }

  /** Turns vectors of the field into index vectors, in place. */
  static void normalize(Metric metric, int dimension, float[] vectors, int count) {
    if (metric != Metric.COSINE) {
      return;
    }
    float[] norms = new float[count];
    VectorArithmetic.squaredNorms(dimension, vectors, 0, count, norms);
    for (int row = 0; row < count; row++) {
      float factor = (float) (1 / Math.sqrt(norms[row]));
      int end = (row + 1) * dimension;
      for (int i = row * dimension; i < end; i++) {
        vectors[i] *= factor;
      }
    }
  }

  /** Turns vectors of the field into index vectors less the mean, in place. */
  void center(float[] vectors, int count) {
    normalize(metric, dimension, vectors, count);
    subtractMean(vectors, count);
  }

  /** Turns index vectors into ones less the mean, in place. */
  void subtractMean(float[] vectors, int count) {
    for (int row = 0; row < count; row++) {
      int at = row * dimension;
      for (int i = 0; i < dimension; i++) {
        vectors[at + i] -= mean[i];
      }
    }
  }
}
