package io.dreamdb.benchmarks;

import java.util.Arrays;

/** Vectors of one dimension in memory, by row number. Not changed once they are filled. */
public final class Vectors {

  private final float[] values; // [rows × dimension]
  private final int dimension;

  /** Takes the array over. */
  Vectors(float[] values, int dimension) {
    if (dimension < 1 || values.length % dimension != 0) {
      throw new IllegalArgumentException(values.length + " values of dimension " + dimension);
    }
    this.values = values;
    this.dimension = dimension;
  }

  /** How many there are. */
  public int rows() {
    return values.length / dimension;
  }

  /** The elements of each. */
  public int dimension() {
    return dimension;
  }

  /** A copy of one. */
  public float[] row(int row) {
    return rows(row, 1);
  }

  /** A copy of some, one after the other. */
  public float[] rows(int first, int count) {
    return Arrays.copyOfRange(values, first * dimension, (first + count) * dimension);
  }

  float at(int row, int element) {
    return values[row * dimension + element];
  }

  /** The first {@code count} of them. */
  Vectors first(int count) {
    return count == rows() ? this : new Vectors(rows(0, count), dimension);
  }

  double dot(int row, float[] other) {
    double sum = 0;
    for (int i = 0, at = row * dimension; i < dimension; i++, at++) {
      sum += (double) values[at] * other[i];
    }
    return sum;
  }

  double squaredLength(int row) {
    double sum = 0;
    for (int i = 0, at = row * dimension; i < dimension; i++, at++) {
      sum += (double) values[at] * values[at];
    }
    return sum;
  }

  double squaredDistance(int row, float[] other) {
    double sum = 0;
    for (int i = 0, at = row * dimension; i < dimension; i++, at++) {
      double difference = (double) values[at] - other[i];
      sum += difference * difference;
    }
    return sum;
  }
}
