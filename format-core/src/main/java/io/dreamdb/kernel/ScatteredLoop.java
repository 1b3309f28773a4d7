package io.dreamdb.kernel;

/**
 * Loops over rows at any indices of an array, whose results go to {@code out[outOffset ..]}.
 * Callers have checked all ranges and filled {@code offsets} up to whole fours by rows of the
 * block. Thread-safe.
 */
interface ScatteredLoop {

  /** The dot product of the query and each row. */
  void dot(QueryVector query, float[] block, int[] offsets, int count, float[] out, int outOffset);

  /** The squared Euclidean distance of the query and each row. */
  void squaredL2(
      QueryVector query, float[] block, int[] offsets, int count, float[] out, int outOffset);

  /** The cosine distance of the query, which is not zero, and each row. */
  void cosine(
      QueryVector query, float[] block, int[] offsets, int count, float[] out, int outOffset);
}
