package io.dreamdb.index;

/** Sums of vectors in 64-bit fixed point, which do not depend on their order. */
final class FixedPoint {

  /** The exponent that keeps sums below 2⁶². */
  private static final int SUM_BITS = 62;

  private FixedPoint() {}

  /** A power of two by which so many of these numbers can be multiplied and added. */
  static double scale(float[] values, int length, int terms) {
    float largest = Float.MIN_VALUE;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    int magnitude = Math.max(Math.getExponent(largest), Float.MIN_EXPONENT) + 1;
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(terms);
    return Math.scalb(1.0, SUM_BITS - magnitude - bits);
  }

  static void add(float[] vectors, int offset, int dimension, double scale, long[] sums) {
    for (int i = 0; i < dimension; i++) {
      sums[i] += (long) (vectors[offset + i] * scale);
    }
  }

  static void mean(long[] sums, double scale, int count, float[] out, int offset) {
    double divisor = scale * count;
    for (int i = 0; i < sums.length; i++) {
      out[offset + i] = (float) (sums[i] / divisor);
    }
  }
}
