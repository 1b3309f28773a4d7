package io.dreamdb.kernel;

import java.util.Arrays;

/**
 * The vector that rows are compared with, padded with zeros to whole strides of 16, so that a
 * kernel reads it without a case for its end. For kernels only; thread-safe.
 */
public final class QueryVector {

  private static final float UNKNOWN = -1;

  private final float[] padded; // [dimension, rounded up to 16]
  private final int dimension;

  // Computed on first need. Threads that race compute the same bits.
  private float squaredNorm = UNKNOWN;

  private QueryVector(float[] padded, int dimension) {
    this.padded = padded;
    this.dimension = dimension;
  }

  /** A query that shares the array where its length is whole strides already. */
  static QueryVector view(float[] vector) {
    int length = (vector.length + 15) & -16;
    return new QueryVector(
        length == vector.length ? vector : Arrays.copyOf(vector, length), vector.length);
  }

  /** The elements, then zeros up to a multiple of 16. Not to be written. */
  public float[] padded() {
    return padded;
  }

  /** The number of elements without the padding. */
  public int dimension() {
    return dimension;
  }

  /** The dot product with itself. */
  public float squaredNorm() {
    float known = squaredNorm;
    if (known == UNKNOWN) {
      known = ScalarKernel.dot(padded, padded, 0, dimension, new float[16]);
      squaredNorm = known;
    }
    return known;
  }
}
