package io.dreamdb.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** What the tests of the index's loops feed them. */
final class IndexLoops {

  static final int[] BITS = {3, 4, 8};

  private IndexLoops() {}

  static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Blocks of random codes at an offset, their columns between -1 and 1 or at the edges. */
  static ByteBuffer codes(Random random, int words, int blocks, int offset, boolean direct) {
    int lengthBytes = offset + blocks * CodeKernel.blockBytes(words);
    ByteBuffer codes =
        direct ? ByteBuffer.allocateDirect(lengthBytes) : ByteBuffer.allocate(lengthBytes);
    byte[] bytes = new byte[lengthBytes];
    random.nextBytes(bytes);
    codes.put(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int b = 0; b < blocks; b++) {
      int columns = offset + b * CodeKernel.blockBytes(words) + 64 * words;
      float[] values = Kernels.values(random, 16);
      for (int i = 0; i < 16; i++) {
        codes.putFloat(columns + 4 * i, values[i]);
      }
    }
    return codes.order(ByteOrder.BIG_ENDIAN);
  }
}
