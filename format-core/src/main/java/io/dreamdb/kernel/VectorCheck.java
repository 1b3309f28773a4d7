package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.Metric;
import java.util.Objects;
import java.util.Optional;

/** The check of vectors before they are stored or searched with. Thread-safe. */
public final class VectorCheck {

  /** The largest number of elements of a vector. */
  public static final int MAX_DIMENSION = 65_535;

  /**
   * The largest squared norm of a vector: 2<sup>124</sup>. Below it, no dot product and no squared
   * distance of two vectors overflows.
   */
  public static final float MAX_SQUARED_NORM = 0x1p124f;

  private static final int CHUNK_FLOATS = 65_536;

  private VectorCheck() {}

  /**
   * The dimension, if a vector can have it.
   *
   * @throws InvalidInput below 1
   * @throws LimitExceeded above {@link #MAX_DIMENSION}
   */
  public static int dimension(int dimension) {
    if (dimension < 1) {
      throw new InvalidInput("a vector has " + dimension + " elements, expected at least 1");
    }
    if (dimension > MAX_DIMENSION) {
      throw new LimitExceeded(
          "a vector has " + dimension + " elements, the limit is " + MAX_DIMENSION);
    }
    return dimension;
  }

  /**
   * The first of the rows that may not be stored: with a NaN or an infinity, with a squared norm
   * above {@link #MAX_SQUARED_NORM}, or, for {@link Metric#COSINE}, with a squared norm of zero.
   * That is also the norm of a vector all of whose elements are too small to be squared in f32.
   *
   * @param block rows × dimension, row 0 at {@code offset}
   * @throws IndexOutOfBoundsException if the block does not hold the rows
   */
  public static Optional<VectorFault> firstFault(
      Metric metric, int dimension, float[] block, int offset, int rows) {
    dimension(dimension);
    Objects.checkFromIndexSize(offset, (long) rows * dimension, block.length);
    int chunk = Math.min(rows, Math.max(1, CHUNK_FLOATS / dimension));
    float least = metric == Metric.COSINE ? Float.MIN_VALUE : 0;
    float[] norms = new float[chunk];
    for (int first = 0; first < rows; first += chunk) {
      int count = Math.min(chunk, rows - first);
      KernelChoice.ARRAYS.squaredNorms(
          dimension, block, offset + first * dimension, count, norms, 0);
      for (int r = 0; r < count; r++) {
        if (!(norms[r] >= least && norms[r] <= MAX_SQUARED_NORM)) {
          int at = offset + (first + r) * dimension;
          return Optional.of(
              new VectorFault(first + r, reason(norms[r], block, at, at + dimension)));
        }
      }
    }
    return Optional.empty();
  }

  private static String reason(float norm, float[] block, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(block[i])) {
        return "element " + (i - from) + " is " + block[i] + ", expected a finite number";
      }
    }
    return norm == 0
        ? "its norm is zero in f32, so that it has no cosine with any other"
        : "its squared norm " + norm + " is above the limit 2^124, scale the vectors down";
  }
}
