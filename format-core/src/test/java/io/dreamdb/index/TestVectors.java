package io.dreamdb.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Rows of vectors, for tests; some may be NULL. */
record TestVectors(int dimension, float[] values, boolean[] present) {

  static final long FIRST_ANCHOR = 3L << 41;

  static TestVectors of(int dimension, float... values) {
    boolean[] present = new boolean[values.length / dimension];
    Arrays.fill(present, true);
    return new TestVectors(dimension, values, present);
  }

  /** Clusters of unequal sizes and widths, on a common offset. */
  static TestVectors clustered(int rows, int dimension, int clusters, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] centers = new float[clusters * dimension];
    for (int i = 0; i < centers.length; i++) {
      centers[i] = (float) (2 * random.nextGaussian());
    }
    float[] values = new float[rows * dimension];
    for (int row = 0; row < rows; row++) {
      double u = random.nextDouble();
      int cluster = (int) (clusters * u * u);
      for (int i = 0; i < dimension; i++) {
        double width = 0.3 + cluster % 5 * 0.3;
        values[row * dimension + i] =
            (float) (5 + centers[cluster * dimension + i] + width * random.nextGaussian());
      }
    }
    return of(dimension, values);
  }

  /** Independent normal numbers. */
  static TestVectors normal(int rows, int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return of(dimension, values);
  }

  int rows() {
    return present.length;
  }

  TestVectors withNulls(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] some = new boolean[rows()];
    for (int i = 0; i < some.length; i++) {
      some[i] = random.nextInt(5) > 0;
    }
    return new TestVectors(dimension, values, some);
  }

  float[] row(int row) {
    return Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension);
  }

  /** The rows in so many parts of unequal lengths. */
  VectorSource source(int parts) {
    List<VectorSource.Part> list = new ArrayList<>();
    int first = 0;
    for (int p = 0; p < parts; p++) {
      int end =
          p == parts - 1
              ? rows()
              : Math.min(rows(), (p + 1) * (p + 2) * rows() / (parts * (parts + 1)));
      if (end > first) {
        list.add(new Rows(first, end - first));
      }
      first = Math.max(first, end);
    }
    return () -> list;
  }

  private final class Rows implements VectorSource.Part {

    private final int start;
    private final int length;

    Rows(int start, int length) {
      this.start = start;
      this.length = length;
    }

    @Override
    public long anchor(int row) {
      return FIRST_ANCHOR + start + row;
    }

    @Override
    public int rows() {
      return length;
    }

    @Override
    public int read(int first, int count, float[] vectors, int[] rows) {
      int found = 0;
      for (int row = first; row < first + count; row++) {
        if (present[start + row]) {
          System.arraycopy(
              values, (start + row) * dimension, vectors, found * dimension, dimension);
          rows[found++] = row - first;
        }
      }
      return found;
    }
  }
}
