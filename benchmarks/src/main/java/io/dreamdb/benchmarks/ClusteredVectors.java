package io.dreamdb.benchmarks;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Random vectors in clusters. As with learned embeddings, few directions carry most of the variance
 * (the variance of the r-th falls as r^-1.2) and clusters differ in size and width: cluster c has a
 * share that falls as (c + 8)^-0.7, and its width lies between 0.4 and 0.8 of the distance between
 * centres. Each row depends on the seed and its number alone.
 */
final class ClusteredVectors {

  private static final double VARIANCE_EXPONENT = -1.2;
  private static final double SHARE_EXPONENT = -0.7;
  private static final int SHARE_SHIFT = 8;
  private static final double LEAST_WIDTH = 0.4;
  private static final double MORE_WIDTH = 0.4;
  private static final long SPREAD = 0xD1342543DE82EF95L;

  private final long seed;
  private final int dimension;
  private final float[] deviations; // [dimension]
  private final float[] centres; // [clusters × dimension]
  private final float[] widths; // [clusters]
  private final double[] shares; // [clusters], of this cluster and those before

  ClusteredVectors(long seed, int dimension, int clusters) {
    this.seed = seed;
    this.dimension = dimension;
    SplittableRandom random = new SplittableRandom(seed);
    deviations = deviations(dimension, new Random(random.nextLong()));
    centres = new float[Math.multiplyExact(clusters, dimension)];
    widths = new float[clusters];
    shares = new double[clusters];
    double share = 0;
    for (int cluster = 0; cluster < clusters; cluster++) {
      gaussian(random, 1, centres, cluster * dimension);
      widths[cluster] = (float) (LEAST_WIDTH + MORE_WIDTH * random.nextDouble());
      share += Math.pow(cluster + SHARE_SHIFT, SHARE_EXPONENT);
      shares[cluster] = share;
    }
  }

  private static float[] deviations(int dimension, Random random) {
    float[] deviations = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      deviations[i] = (float) Math.pow(i + 1, VARIANCE_EXPONENT / 2);
      int other = random.nextInt(i + 1);
      float swapped = deviations[other];
      deviations[other] = deviations[i];
      deviations[i] = swapped;
    }
    return deviations;
  }

  /**
   * Makes rows.
   *
   * @param first the number of the first: rows that were made before are made again by theirs
   */
  Vectors rows(long first, int count) {
    float[] values = new float[Math.multiplyExact(count, dimension)];
    IntStream.range(0, count).parallel().forEach(row -> fill(first + row, values, row * dimension));
    return new Vectors(values, dimension);
  }

  private void fill(long number, float[] values, int offset) {
    // Its first output is well mixed, which neighbouring seeds are not.
    long mixed = new SplittableRandom(seed ^ SPREAD * (number + 1)).nextLong();
    SplittableRandom random = new SplittableRandom(mixed);
    int cluster = cluster(random.nextDouble() * shares[shares.length - 1]);
    gaussian(random, widths[cluster], values, offset);
    for (int i = 0; i < dimension; i++) {
      values[offset + i] += centres[cluster * dimension + i];
    }
  }

  private int cluster(double share) {
    int cluster = Arrays.binarySearch(shares, share);
    return Math.min(cluster < 0 ? -cluster - 1 : cluster, shares.length - 1);
  }

  private void gaussian(SplittableRandom random, float width, float[] target, int offset) {
    for (int i = 0; i < dimension; i++) {
      target[offset + i] = (float) (random.nextGaussian() * width * deviations[i]);
    }
  }
}
