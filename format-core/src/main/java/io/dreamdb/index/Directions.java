package io.dreamdb.index;

import io.dreamdb.kernel.Panels;
import java.util.SplittableRandom;

/**
 * The directions in which vectors differ most, about: principal components by a few steps of
 * simultaneous iteration. They are orthonormal, how good they are changes only how long it takes
 * who uses them.
 */
final class Directions {

  private static final int MAX_VECTORS = 1_024;
  private static final int STEPS = 4;
  private static final long SEED = 1;

  private final float[] vectors; // [count × dimension], a part of those that were given
  private final int count;
  private final int dimension;
  private final int wanted;

  private Directions(float[] vectors, int count, int dimension, int wanted) {
    this.vectors = vectors;
    this.count = count;
    this.dimension = dimension;
    this.wanted = wanted;
  }

  /**
   * Finds directions.
   *
   * @param vectors count × dimension, around 0
   * @param wanted at most as many as dimensions
   * @return [wanted × dimension]
   */
  static float[] of(float[] vectors, int count, int dimension, int wanted) {
    int some = Math.min(count, MAX_VECTORS);
    float[] chosen = new float[some * dimension];
    for (int i = 0; i < some; i++) {
      int from = (int) ((long) i * count / some) * dimension;
      System.arraycopy(vectors, from, chosen, i * dimension, dimension);
    }
    return new Directions(chosen, some, dimension, wanted).find();
  }

  private float[] find() {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] basis = new float[wanted * dimension];
    fill(basis, 0, basis.length, random);
    orthonormalize(basis, random);
    float[] along = new float[count * wanted];
    for (int step = 0; step < STEPS; step++) {
      Panels.of(basis, wanted, dimension).dots(vectors, 0, count, along);
      float[] next = new float[basis.length];
      for (int p = 0; p < count; p++) {
        for (int d = 0; d < wanted; d++) {
          add(along[p * wanted + d], vectors, p * dimension, next, d * dimension, dimension);
        }
      }
      orthonormalize(next, random);
      basis = next;
    }
    return basis;
  }

  /** Gram and Schmidt, twice each; a vector that depends on others becomes a random one. */
  private void orthonormalize(float[] basis, SplittableRandom random) {
    for (int d = 0; d < wanted; d++) {
      int at = d * dimension;
      while (!normalize(basis, at) || !standOut(basis, d)) {
        fill(basis, at, at + dimension, random);
      }
    }
  }

  /** Removes what it has in the directions before; false if hardly anything is left. */
  private boolean standOut(float[] basis, int d) {
    int at = d * dimension;
    for (int round = 0; round < 2; round++) {
      for (int e = 0; e < d; e++) {
        float along = (float) -dot(basis, at, e * dimension);
        add(along, basis, e * dimension, basis, at, dimension);
      }
      double left = dot(basis, at, at);
      if (!(left > 1e-6) || !normalize(basis, at)) {
        return false;
      }
    }
    return true;
  }

  private boolean normalize(float[] basis, int at) {
    double length = Math.sqrt(dot(basis, at, at));
    if (!(length > Float.MIN_NORMAL && length < Float.MAX_VALUE)) {
      return false;
    }
    for (int i = at; i < at + dimension; i++) {
      basis[i] = (float) (basis[i] / length);
    }
    return true;
  }

  private double dot(float[] basis, int a, int b) {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      sum += (double) basis[a + i] * basis[b + i];
    }
    return sum;
  }

  private static void add(
      float factor, float[] from, int fromAt, float[] to, int toAt, int dimension) {
    for (int i = 0; i < dimension; i++) {
      to[toAt + i] += factor * from[fromAt + i];
    }
  }

  private static void fill(float[] basis, int from, int to, SplittableRandom random) {
    for (int i = from; i < to; i++) {
      basis[i] = (float) random.nextGaussian();
    }
  }
}
