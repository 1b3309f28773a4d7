package io.dreamdb.kernel;

import java.nio.ByteBuffer;

/** The twin in plain Java, over any buffer. */
final class ScalarRefinement implements RefinementLoop {

  @Override
  public void dots(
      RefinementQuery query,
      int bits,
      ByteBuffer codes,
      int offsetBytes,
      int count,
      int[] out,
      int outOffset) {
    byte[] code = new byte[RefinementKernel.codeBytes(query.dimension(), bits)];
    for (int i = 0; i < count; i++) {
      codes.get(offsetBytes + i * code.length, code);
      out[outOffset + i] = dot(query.values(), bits, code);
    }
  }

  @Override
  public void dotsAt(
      RefinementQuery query,
      int bits,
      ByteBuffer codes,
      int[] offsetsBytes,
      int count,
      int[] out,
      int outOffset) {
    byte[] code = new byte[RefinementKernel.codeBytes(query.dimension(), bits)];
    for (int i = 0; i < count; i++) {
      codes.get(offsetsBytes[i], code);
      out[outOffset + i] = dot(query.values(), bits, code);
    }
  }

  private static int dot(int[] w, int bits, byte[] code) {
    return bits == 4 ? dotOfHalves(w, code) : dot(w, code);
  }

  private static int dot(int[] w, byte[] code) {
    int sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += w[i] * (code[i] & 0xFF);
    }
    return sum;
  }

  private static int dotOfHalves(int[] w, byte[] code) {
    int sum = 0;
    for (int group = 0; group < w.length; group += 64) {
      for (int j = 0; j < 32; j++) {
        int both = code[group / 2 + j];
        sum += w[group + j] * (both & 15) + w[group + 32 + j] * (both >> 4 & 15);
      }
    }
    return sum;
  }
}
