package io.dreamdb.kernel;

import java.nio.ByteBuffer;

/**
 * Loops over rows at any offsets of a buffer of little-endian floats, whose results go to {@code
 * out[outOffset ..]}. Callers have checked all ranges and filled {@code offsets} up to whole fours
 * by rows of the block. Public for {@code kernel.jdk25} alone. Thread-safe.
 */
public interface NativeScatteredLoop {

  /** The dot product of the query and each row. */
  void dot(
      QueryVector query, ByteBuffer block, int[] offsets, int count, float[] out, int outOffset);

  /** The squared Euclidean distance of the query and each row. */
  void squaredL2(
      QueryVector query, ByteBuffer block, int[] offsets, int count, float[] out, int outOffset);

  /** The cosine distance of the query, which is not zero, and each row. */
  void cosine(
      QueryVector query, ByteBuffer block, int[] offsets, int count, float[] out, int outOffset);
}
