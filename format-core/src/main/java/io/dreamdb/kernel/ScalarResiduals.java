package io.dreamdb.kernel;

/** The twin in plain Java. */
final class ScalarResiduals implements ResidualLoop {

  @Override
  public void encode(
      float[] residual,
      int residualOffset,
      float[] center,
      int centerOffset,
      int dimension,
      long[] bits,
      int bitsOffset,
      float[] out) {
    float[] squares = new float[16];
    float[] magnitudes = new float[16];
    float[] centers = new float[16];
    for (int at = 0; at < dimension; at += 64) {
      long word = 0;
      for (int i = 0; i < 64; i++) {
        int lane = i & 15;
        float r = residual[residualOffset + at + i];
        float c = center[centerOffset + at + i];
        squares[lane] = Math.fma(r, r, squares[lane]);
        magnitudes[lane] += Math.abs(r);
        if (r >= 0) {
          word |= 1L << i;
          centers[lane] += c;
        } else {
          centers[lane] -= c;
        }
      }
      bits[bitsOffset + at / 64] = word;
    }
    out[0] = ScalarKernel.tree(squares);
    out[1] = ScalarKernel.tree(magnitudes);
    out[2] = ScalarKernel.tree(centers);
  }
}
