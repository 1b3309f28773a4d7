package io.dreamdb.udfs;

import java.util.Objects;

/**
 * The arithmetic of Spark 4.2's vector functions, bit for bit, over ranges of arrays.
 *
 * <p>All sums are in f32 without fused multiply-add. Elements are taken in blocks of eight: the
 * eight terms of a block are added from left to right, and their sum is added to the total; the
 * {@code length mod 8} elements behind the last whole block are added to the total one by one.
 * Equal to Spark in every bit but the payload of a NaN, which the JVM leaves open.
 *
 * <p>The loops are unrolled and not SIMD: a block's chain of additions fills a whole lane, and the
 * processor overlaps the chains of several blocks by itself.
 *
 * <p>Nothing is NULL here; {@link VectorFunctions} has the rules of SQL. Stateless.
 */
public final class SparkArithmetic {

  private static final int BLOCK = 8;

  private SparkArithmetic() {}

  /**
   * The sum of the products, {@code +0} for no elements.
   *
   * @throws IndexOutOfBoundsException if an array does not hold its range
   */
  public static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
    Objects.checkFromIndexSize(aOffset, length, a.length);
    Objects.checkFromIndexSize(bOffset, length, b.length);
    float sum = 0;
    int i = 0;
    for (int end = length - length % BLOCK; i < end; i += BLOCK) {
      int p = aOffset + i;
      int q = bOffset + i;
      sum +=
          a[p] * b[q]
              + a[p + 1] * b[q + 1]
              + a[p + 2] * b[q + 2]
              + a[p + 3] * b[q + 3]
              + a[p + 4] * b[q + 4]
              + a[p + 5] * b[q + 5]
              + a[p + 6] * b[q + 6]
              + a[p + 7] * b[q + 7];
    }
    for (; i < length; i++) {
      sum += a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }

  /**
   * The sum of the squares, {@code +0} for no elements.
   *
   * @throws IndexOutOfBoundsException if the array does not hold its range
   */
  public static float squaredNorm(float[] a, int offset, int length) {
    return dot(a, offset, a, offset, length);
  }

  /**
   * The sum of the squared differences, {@code +0} for no elements.
   *
   * @throws IndexOutOfBoundsException if an array does not hold its range
   */
  public static float squaredL2(float[] a, int aOffset, float[] b, int bOffset, int length) {
    Objects.checkFromIndexSize(aOffset, length, a.length);
    Objects.checkFromIndexSize(bOffset, length, b.length);
    float sum = 0;
    int i = 0;
    for (int end = length - length % BLOCK; i < end; i += BLOCK) {
      int p = aOffset + i;
      int q = bOffset + i;
      float d0 = a[p] - b[q];
      float d1 = a[p + 1] - b[q + 1];
      float d2 = a[p + 2] - b[q + 2];
      float d3 = a[p + 3] - b[q + 3];
      float d4 = a[p + 4] - b[q + 4];
      float d5 = a[p + 5] - b[q + 5];
      float d6 = a[p + 6] - b[q + 6];
      float d7 = a[p + 7] - b[q + 7];
      sum += d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4 + d5 * d5 + d6 * d6 + d7 * d7;
    }
    for (; i < length; i++) {
      float d = a[aOffset + i] - b[bOffset + i];
      sum += d * d;
    }
    return sum;
  }

  /**
   * The Euclidean distance: the f32 root of {@link #squaredL2}.
   *
   * @throws IndexOutOfBoundsException if an array does not hold its range
   */
  public static float l2Distance(float[] a, int aOffset, float[] b, int bOffset, int length) {
    return (float) Math.sqrt(squaredL2(a, aOffset, b, bOffset, length));
  }

  /**
   * The f32 quotient of the dot product and the root of the f32 product of the squared norms. The
   * caller asks {@link #cosineIsNull} first; a query's norm need be computed only once.
   */
  public static float cosineSimilarity(float dot, float squaredNormA, float squaredNormB) {
    return dot / (float) Math.sqrt(squaredNormA * squaredNormB);
  }

  /**
   * Whether the similarity is NULL: the root of the f32 product of the squared norms is below the
   * smallest normal float. That is so exactly if the product is zero, by a zero vector or by
   * underflow; a NaN is not NULL.
   */
  public static boolean cosineIsNull(float squaredNormA, float squaredNormB) {
    return (float) Math.sqrt(squaredNormA * squaredNormB) < Float.MIN_NORMAL;
  }

  /** The sum of the absolute values, {@code +0} for no elements. */
  static float l1Norm(float[] a, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, a.length);
    float sum = 0;
    int i = 0;
    for (int end = length - length % BLOCK; i < end; i += BLOCK) {
      int p = offset + i;
      sum +=
          Math.abs(a[p])
              + Math.abs(a[p + 1])
              + Math.abs(a[p + 2])
              + Math.abs(a[p + 3])
              + Math.abs(a[p + 4])
              + Math.abs(a[p + 5])
              + Math.abs(a[p + 6])
              + Math.abs(a[p + 7]);
    }
    for (; i < length; i++) {
      sum += Math.abs(a[offset + i]);
    }
    return sum;
  }

  /**
   * The sum of the absolute differences, {@code +0} for no elements; Spark has no such function.
   */
  static float l1Distance(float[] a, int aOffset, float[] b, int bOffset, int length) {
    Objects.checkFromIndexSize(aOffset, length, a.length);
    Objects.checkFromIndexSize(bOffset, length, b.length);
    float sum = 0;
    int i = 0;
    for (int end = length - length % BLOCK; i < end; i += BLOCK) {
      int p = aOffset + i;
      int q = bOffset + i;
      sum +=
          Math.abs(a[p] - b[q])
              + Math.abs(a[p + 1] - b[q + 1])
              + Math.abs(a[p + 2] - b[q + 2])
              + Math.abs(a[p + 3] - b[q + 3])
              + Math.abs(a[p + 4] - b[q + 4])
              + Math.abs(a[p + 5] - b[q + 5])
              + Math.abs(a[p + 6] - b[q + 6])
              + Math.abs(a[p + 7] - b[q + 7]);
    }
    for (; i < length; i++) {
      sum += Math.abs(a[aOffset + i] - b[bOffset + i]);
    }
    return sum;
  }

  /** The f32 root of {@link #squaredNorm}. */
  static float l2Norm(float[] a, int offset, int length) {
    return (float) Math.sqrt(squaredNorm(a, offset, length));
  }

  /** The largest absolute value, {@code +0} for no elements; a NaN is passed over. */
  static float maximumNorm(float[] a, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, a.length);
    float most = 0;
    for (int i = offset; i < offset + length; i++) {
      float magnitude = Math.abs(a[i]);
      if (magnitude > most) {
        most = magnitude;
      }
    }
    return most;
  }
}
