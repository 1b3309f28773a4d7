package io.dreamdb.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Copies scattered rows to one place, tile by tile, and has an array kernel work on them. */
final class TiledRows implements ScatteredLoop, NativeScatteredLoop {

  private static final int TILE = 4;

  private final ArrayKernel arrays;

  TiledRows(ArrayKernel arrays) {
    this.arrays = arrays;
  }

  @Override
  public void dot(
      QueryVector query, float[] block, int[] offsets, int count, float[] out, int outOffset) {
    float[] tile = new float[Math.min(TILE, count) * query.dimension()];
    for (int i = 0; i < count; i += TILE) {
      int rows = copy(block, offsets, i, count, query.dimension(), tile);
      arrays.dot(query, tile, 0, rows, out, outOffset + i);
    }
  }

  @Override
  public void squaredL2(
      QueryVector query, float[] block, int[] offsets, int count, float[] out, int outOffset) {
    float[] tile = new float[Math.min(TILE, count) * query.dimension()];
    for (int i = 0; i < count; i += TILE) {
      int rows = copy(block, offsets, i, count, query.dimension(), tile);
      arrays.squaredL2(query, tile, 0, rows, out, outOffset + i);
    }
  }

  @Override
  public void cosine(
      QueryVector query, float[] block, int[] offsets, int count, float[] out, int outOffset) {
    float[] tile = new float[Math.min(TILE, count) * query.dimension()];
    for (int i = 0; i < count; i += TILE) {
      int rows = copy(block, offsets, i, count, query.dimension(), tile);
      arrays.cosine(query, tile, 0, rows, out, outOffset + i);
    }
  }

  @Override
  public void dot(
      QueryVector query, ByteBuffer block, int[] offsets, int count, float[] out, int outOffset) {
    float[] tile = new float[Math.min(TILE, count) * query.dimension()];
    for (int i = 0; i < count; i += TILE) {
      int rows = copy(block, offsets, i, count, query.dimension(), tile);
      arrays.dot(query, tile, 0, rows, out, outOffset + i);
    }
  }

  @Override
  public void squaredL2(
      QueryVector query, ByteBuffer block, int[] offsets, int count, float[] out, int outOffset) {
    float[] tile = new float[Math.min(TILE, count) * query.dimension()];
    for (int i = 0; i < count; i += TILE) {
      int rows = copy(block, offsets, i, count, query.dimension(), tile);
      arrays.squaredL2(query, tile, 0, rows, out, outOffset + i);
    }
  }

  @Override
  public void cosine(
      QueryVector query, ByteBuffer block, int[] offsets, int count, float[] out, int outOffset) {
    float[] tile = new float[Math.min(TILE, count) * query.dimension()];
    for (int i = 0; i < count; i += TILE) {
      int rows = copy(block, offsets, i, count, query.dimension(), tile);
      arrays.cosine(query, tile, 0, rows, out, outOffset + i);
    }
  }

  private static int copy(
      float[] block, int[] offsets, int first, int count, int dimension, float[] tile) {
    int rows = Math.min(TILE, count - first);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(block, offsets[first + i], tile, i * dimension, dimension);
    }
    return rows;
  }

  private static int copy(
      ByteBuffer block, int[] offsets, int first, int count, int dimension, float[] tile) {
    int rows = Math.min(TILE, count - first);
    ByteBuffer bytes = block.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows; i++) {
      bytes.position(offsets[first + i]);
      bytes.asFloatBuffer().get(tile, i * dimension, dimension);
    }
    return rows;
  }
}
