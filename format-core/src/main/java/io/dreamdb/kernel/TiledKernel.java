package io.dreamdb.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies rows outside the heap to the heap, tile by tile, and has an array kernel work on them. For
 * JVMs and machines without the loops of {@code kernel.jdk25}, and for buffers on the heap.
 */
final class TiledKernel implements NativeKernel {

  private static final int TILE_FLOATS = 8192; // 32 KiB: stays in the first-level cache

  private final ArrayKernel arrays;

  TiledKernel(ArrayKernel arrays) {
    this.arrays = arrays;
  }

  @Override
  public void dot(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset) {
    forEachTile(
        query.dimension(),
        block,
        rows,
        (tile, first, count) -> arrays.dot(query, tile, 0, count, out, outOffset + first));
  }

  @Override
  public void squaredL2(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset) {
    forEachTile(
        query.dimension(),
        block,
        rows,
        (tile, first, count) -> arrays.squaredL2(query, tile, 0, count, out, outOffset + first));
  }

  @Override
  public void cosine(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset) {
    forEachTile(
        query.dimension(),
        block,
        rows,
        (tile, first, count) -> arrays.cosine(query, tile, 0, count, out, outOffset + first));
  }

  @Override
  public void squaredNorms(int dimension, ByteBuffer block, int rows, float[] out, int outOffset) {
    forEachTile(
        dimension,
        block,
        rows,
        (tile, first, count) ->
            arrays.squaredNorms(dimension, tile, 0, count, out, outOffset + first));
  }

  private static void forEachTile(int dimension, ByteBuffer block, int rows, Work work) {
    int tileRows = Math.min(rows, Math.max(1, TILE_FLOATS / dimension));
    float[] tile = new float[tileRows * dimension];
    ByteBuffer bytes = block.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int first = 0; first < rows; first += tileRows) {
      int count = Math.min(tileRows, rows - first);
      bytes.position(first * dimension * 4);
      bytes.asFloatBuffer().get(tile, 0, count * dimension);
      work.on(tile, first, count);
    }
  }

  private interface Work {
    void on(float[] tile, int first, int count);
  }
}
