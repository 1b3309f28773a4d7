package io.dreamdb.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One call of each loop of the index that takes every branch real data takes, as {@link
 * WarmUpBlock} does for distances.
 */
final class IndexWarmUp {

  private static final int LENGTH = 384;
  private static final int BLOCKS = 36;
  private static final float[] VALUES = values(BLOCKS * LENGTH);
  private static final ByteBuffer CODES = codes();
  private static final QueryVector VECTOR = QueryVector.view(values(LENGTH));
  private static final QueryPlanes[] QUERIES = queries();
  private static final RefinementQuery REFINED = RefinementQuery.of(values(LENGTH));

  private IndexWarmUp() {}

  static void rounding(RoundingLoop loop) {
    float[] p = values(LENGTH);
    int[] values = new int[LENGTH];
    int[] sums = new int[2];
    loop.round(p, loop.largest(p) / 100, 90, values, sums);
    for (int bits : new int[] {8, 4, 3}) {
      loop.planes(values, bits, new long[bits * LENGTH / 64]);
    }
  }

  static void rotation(RotationLoop loop) {
    float[] x = values(LENGTH);
    float[] signs = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      signs[i] = i % 3 == 0 ? -1 : 1;
    }
    loop.round(x, 0, LENGTH, LENGTH / 3, signs, 0);
    loop.round(x, 0, 256, 256, signs, 0);
    loop.round(x, 0, 64, 64, signs, 0);
  }

  static void residuals(ResidualLoop loop) {
    loop.encode(VALUES, 0, VALUES, LENGTH, LENGTH, new long[LENGTH / 64], 0, new float[3]);
  }

  static void panels(PanelLoop loop) {
    float[] tile = new float[PanelLoop.POINTS * Panels.WIDTH];
    loop.dots(VALUES, 0, PanelLoop.POINTS, VALUES, 0, LENGTH, tile);
    loop.dots(VALUES, 0, PanelLoop.POINTS, VALUES, 0, LENGTH, tile);
  }

  static void selection(SelectionLoop loop) {
    loop.select(VALUES, 4_003, 30, new int[4_003]);
  }

  static void codes(CodeLoop loop) {
    float[] out = new float[8 * BLOCKS];
    for (QueryPlanes query : QUERIES) {
      loop.estimate(query, CODES, 0, BLOCKS, 1, out, 0);
    }
  }

  static void refinement(RefinementLoop loop) {
    int[] out = new int[BLOCKS];
    int[] offsets = new int[BLOCKS];
    for (int bits = 4; bits <= 8; bits += 4) {
      loop.dots(REFINED, bits, CODES, 0, BLOCKS, out, 0);
      loop.dotsAt(REFINED, bits, CODES, offsets, BLOCKS, out, 0);
    }
  }

  private static QueryPlanes[] queries() {
    float[] p = values(LENGTH);
    QueryPlanes often = QueryPlanes.of(p, 3);
    return new QueryPlanes[] {QueryPlanes.of(p, 8), QueryPlanes.of(p, 4), often, often, often};
  }

  static void scattered(ScatteredLoop loop) {
    float[] out = new float[BLOCKS];
    int[] offsets = new int[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      offsets[i] = (BLOCKS - 1 - i) * LENGTH;
    }
    loop.squaredL2(VECTOR, VALUES, offsets, BLOCKS, out, 0);
    loop.dot(VECTOR, VALUES, offsets, BLOCKS, out, 0);
    loop.cosine(VECTOR, VALUES, offsets, BLOCKS, out, 0);
  }

  static void scattered(NativeScatteredLoop loop) {
    float[] out = new float[8];
    int[] offsets = {1, 3, 0, 2, 4, 3, 3, 1};
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] *= LENGTH * Float.BYTES;
    }
    for (int times = 0; times < 4; times++) {
      loop.squaredL2(VECTOR, CODES, offsets, offsets.length, out, 0);
      loop.dot(VECTOR, CODES, offsets, offsets.length, out, 0);
      loop.cosine(VECTOR, CODES, offsets, offsets.length, out, 0);
    }
  }

  /** Values in [-1, 1). */
  private static float[] values(int length) {
    float[] values = new float[length];
    int bits = 42;
    for (int i = 0; i < length; i++) {
      bits = bits * 1_664_525 + 1_013_904_223;
      values[i] = (bits >> 8) / (float) (1 << 23);
    }
    return values;
  }

  private static ByteBuffer codes() {
    int lengthBytes = BLOCKS * CodeKernel.blockBytes(LENGTH / 64);
    ByteBuffer codes = ByteBuffer.allocateDirect(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
    codes.asFloatBuffer().put(values(lengthBytes / Float.BYTES));
    return codes;
  }
}
