package io.dreamdb.kernel;

import java.nio.ByteBuffer;

/**
 * Loops over rows outside the heap. The buffer holds exactly the rows, little-endian, from 0 to its
 * capacity, at any alignment; results go to {@code out[outOffset ..]}. Callers have checked all
 * ranges. Public for {@code kernel.jdk25} alone. Thread-safe.
 */
public interface NativeKernel {

  /** The dot product of the query and each row. */
  void dot(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset);

  /** The squared Euclidean distance of the query and each row. */
  void squaredL2(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset);

  /** The cosine distance of the query, which is not zero, and each row. */
  void cosine(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset);

  /** The dot product of each row with itself. */
  void squaredNorms(int dimension, ByteBuffer block, int rows, float[] out, int outOffset);
}
