package io.dreamdb.kernel;

/**
 * Loops over rows in an array: row {@code r} is {@code block[offset + r * dimension ..]}, and its
 * result goes to {@code out[outOffset + r]}. Callers have checked all ranges. Thread-safe.
 */
interface ArrayKernel {

  /** The dot product of the query and each row. */
  void dot(QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset);

  /** The squared Euclidean distance of the query and each row. */
  void squaredL2(
      QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset);

  /** The cosine distance of the query, which is not zero, and each row. */
  void cosine(QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset);

  /** The dot product of each row with itself. */
  void squaredNorms(int dimension, float[] block, int offset, int rows, float[] out, int outOffset);

  /**
   * An index in {@code from..to} before which no value from {@code from} on is at most the bound;
   * {@code to} if there is none. A kernel may stop up to 63 values early.
   */
  int skipAbove(float[] values, int from, int to, float bound);
}
