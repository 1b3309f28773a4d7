package io.dreamdb.kernel;

/** The twin in plain Java. */
final class ScalarRounding implements RoundingLoop {

  @Override
  public float round(float[] p, float delta, int max, int[] values, int[] sums) {
    float[] lanes = new float[16];
    int sum = 0;
    int magnitude = 0;
    for (int i = 0; i < p.length; i++) {
      int u = delta == 0 ? 0 : (int) Math.rint(p[i] / delta);
      u = Math.max(-max, Math.min(max, u));
      values[i] = u;
      sum += u;
      magnitude += Math.abs(u);
      float rest = Math.fma(-delta, u, p[i]);
      lanes[i & 15] = Math.fma(rest, rest, lanes[i & 15]);
    }
    sums[0] = sum;
    sums[1] = magnitude;
    return ScalarKernel.tree(lanes);
  }

  @Override
  public float largest(float[] p) {
    int largest = 0; // the bits of magnitudes are ordered as they are
    for (float value : p) {
      largest = Math.max(largest, Float.floatToRawIntBits(value) & Integer.MAX_VALUE);
    }
    return Float.intBitsToFloat(largest);
  }

  @Override
  public void planes(int[] values, int bits, long[] planes) {
    for (int i = 0; i < values.length; i++) {
      int u = values[i];
      int planesOfU = u < 0 ? -u << 1 | 1 : u << 1;
      int at = (i >> 6) * bits;
      for (int k = 0; k < bits; k++) {
        planes[at + k] |= (planesOfU >> k & 1L) << i;
      }
    }
  }
}
