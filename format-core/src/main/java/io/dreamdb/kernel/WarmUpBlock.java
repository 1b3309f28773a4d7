package io.dreamdb.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One call of each loop that takes every branch real data takes: with and without a ragged last
 * stride, a vector below one stride, a zero row, values above and below a bound. A branch left out
 * here would be compiled as impossible, and the first data to take it would throw the code away.
 */
final class WarmUpBlock {

  private static final int[] DIMENSIONS = {256, 250, 7};
  private static final int ROWS = 16;
  private static final float[] BLOCK = block();
  private static final ByteBuffer NATIVE = nativeCopy(BLOCK);
  private static final QueryVector[] QUERIES = queries();

  private WarmUpBlock() {}

  static void dot(ArrayKernel kernel) {
    float[] out = new float[ROWS];
    for (QueryVector query : QUERIES) {
      kernel.dot(query, BLOCK, 0, ROWS, out, 0);
    }
  }

  static void squaredL2(ArrayKernel kernel) {
    float[] out = new float[ROWS];
    for (QueryVector query : QUERIES) {
      kernel.squaredL2(query, BLOCK, 0, ROWS, out, 0);
    }
  }

  static void cosine(ArrayKernel kernel) {
    float[] out = new float[ROWS];
    for (QueryVector query : QUERIES) {
      kernel.cosine(query, BLOCK, 0, ROWS, out, 0);
    }
  }

  static void squaredNorms(ArrayKernel kernel) {
    float[] out = new float[ROWS];
    for (int dimension : DIMENSIONS) {
      kernel.squaredNorms(dimension, BLOCK, 0, ROWS, out, 0);
    }
  }

  static void skipAbove(ArrayKernel kernel) {
    int at = 0;
    for (int step = 0; step < 4; step++) {
      at = kernel.skipAbove(BLOCK, at, BLOCK.length - 7, -2) + 1;
    }
  }

  static void dot(NativeKernel kernel) {
    float[] out = new float[ROWS];
    for (QueryVector query : QUERIES) {
      kernel.dot(query, rows(query.dimension()), ROWS, out, 0);
    }
  }

  static void squaredL2(NativeKernel kernel) {
    float[] out = new float[ROWS];
    for (QueryVector query : QUERIES) {
      kernel.squaredL2(query, rows(query.dimension()), ROWS, out, 0);
    }
  }

  static void cosine(NativeKernel kernel) {
    float[] out = new float[ROWS];
    for (QueryVector query : QUERIES) {
      kernel.cosine(query, rows(query.dimension()), ROWS, out, 0);
    }
  }

  static void squaredNorms(NativeKernel kernel) {
    float[] out = new float[ROWS];
    for (int dimension : DIMENSIONS) {
      kernel.squaredNorms(dimension, rows(dimension), ROWS, out, 0);
    }
  }

  private static ByteBuffer rows(int dimension) {
    return NATIVE.slice(0, ROWS * dimension * Float.BYTES);
  }

  /** Rows of values in [-1, 1), the first half of the first row zero, and one value of -3. */
  private static float[] block() {
    float[] block = new float[ROWS * DIMENSIONS[0]];
    for (int i = DIMENSIONS[0] / 2; i < block.length; i++) {
      block[i] = i * 37 % 256 / 128f - 1;
    }
    block[block.length / 2] = -3;
    return block;
  }

  private static ByteBuffer nativeCopy(float[] block) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(block.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(block);
    return bytes;
  }

  private static QueryVector[] queries() {
    QueryVector[] queries = new QueryVector[DIMENSIONS.length];
    for (int i = 0; i < queries.length; i++) {
      float[] query = new float[DIMENSIONS[i]];
      System.arraycopy(BLOCK, 512, query, 0, query.length);
      queries[i] = QueryVector.view(query);
    }
    return queries;
  }
}
