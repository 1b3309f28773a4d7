package io.dreamdb.benchmarks;

import java.util.BitSet;
import java.util.SplittableRandom;

/** Rows that are added to a base, and rows that are deleted from it. */
final class ChangedRows {

  private static final double NOISE = 0.2;
  private static final int SAMPLE_ROWS = 1000;

  private ChangedRows() {}

  /**
   * Rows like those of the base: random ones of them, each element moved by a fifth of what
   * elements deviate from their mean, and brought back to their length.
   */
  static Vectors added(Vectors base, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int dimension = base.dimension();
    double noise = NOISE * deviation(base);
    float[] values = new float[Math.multiplyExact(count, dimension)];
    for (int row = 0; row < count; row++) {
      int model = random.nextInt(base.rows());
      float[] moved = base.row(model);
      for (int i = 0; i < dimension; i++) {
        moved[i] += (float) (noise * random.nextGaussian());
      }
      double length = Math.sqrt(new Vectors(moved, dimension).squaredLength(0));
      double scale = length == 0 ? 1 : Math.sqrt(base.squaredLength(model)) / length;
      for (int i = 0; i < dimension; i++) {
        values[row * dimension + i] = (float) (moved[i] * (scale == 0 ? 1 : scale));
      }
    }
    return new Vectors(values, dimension);
  }

  /** The root of the mean square that an element is away from the mean of its dimension. */
  private static double deviation(Vectors base) {
    int sample = Math.min(SAMPLE_ROWS, base.rows());
    double squares = 0;
    for (int i = 0; i < base.dimension(); i++) {
      double sum = 0;
      double sumOfSquares = 0;
      for (int n = 0; n < sample; n++) {
        double value = base.at((int) ((long) n * base.rows() / sample), i);
        sum += value;
        sumOfSquares += value * value;
      }
      squares += Math.max(0, sumOfSquares / sample - (sum / sample) * (sum / sample));
    }
    return Math.sqrt(squares / base.dimension());
  }

  /** The numbers of {@code count} different rows. */
  static BitSet deleted(int rows, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BitSet deleted = new BitSet(rows);
    while (deleted.cardinality() < count) {
      deleted.set(random.nextInt(rows));
    }
    return deleted;
  }
}
