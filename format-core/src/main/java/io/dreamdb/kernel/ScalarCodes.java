package io.dreamdb.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The twin in plain Java, over any buffer. */
final class ScalarCodes implements CodeLoop {

  @Override
  public void estimate(
      QueryPlanes query,
      ByteBuffer codes,
      int offsetBytes,
      int blocks,
      float base,
      float[] out,
      int outOffset) {
    ByteBuffer bytes = codes.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
    int words = query.words();
    float delta = query.delta();
    int magnitude = query.magnitude();
    for (int b = 0; b < blocks; b++) {
      int at = offsetBytes + b * CodeKernel.blockBytes(words);
      int columns = at + 64 * words;
      for (int lane = 0; lane < 8; lane++) {
        int t = 2 * agreeing(query, bytes, at + 8 * lane) - magnitude;
        float add = bytes.getFloat(columns + 4 * lane);
        float scale = bytes.getFloat(columns + 32 + 4 * lane);
        out[outOffset + 8 * b + lane] = Math.fma(scale, delta * t, add) + base;
      }
    }
  }

  /** Σ |u| over the elements whose sign the code shares. */
  private static int agreeing(QueryPlanes query, ByteBuffer bytes, int at) {
    long[] planes = query.planes();
    return switch (query.bits()) {
      case 3 -> agreeing3(planes, query.words(), bytes, at);
      case 4 -> agreeing4(planes, query.words(), bytes, at);
      default -> agreeing(planes, query.words(), query.bits(), bytes, at);
    };
  }

  private static int agreeing3(long[] planes, int words, ByteBuffer bytes, int at) {
    int ones = 0;
    int twos = 0;
    for (int i = 0, word = at; i < 3 * words; i += 3, word += 64) {
      long same = bytes.getLong(word) ^ planes[i];
      ones += Long.bitCount(same & planes[i + 1]);
      twos += Long.bitCount(same & planes[i + 2]);
    }
    return ones + 2 * twos;
  }

  private static int agreeing4(long[] planes, int words, ByteBuffer bytes, int at) {
    int ones = 0;
    int twos = 0;
    int fours = 0;
    for (int i = 0, word = at; i < 4 * words; i += 4, word += 64) {
      long same = bytes.getLong(word) ^ planes[i];
      ones += Long.bitCount(same & planes[i + 1]);
      twos += Long.bitCount(same & planes[i + 2]);
      fours += Long.bitCount(same & planes[i + 3]);
    }
    return ones + 2 * twos + 4 * fours;
  }

  private static int agreeing(long[] planes, int words, int bits, ByteBuffer bytes, int at) {
    int sum = 0;
    for (int i = 0, word = at; i < bits * words; i += bits, word += 64) {
      long same = bytes.getLong(word) ^ planes[i];
      for (int k = 1; k < bits; k++) {
        sum += Long.bitCount(same & planes[i + k]) << (k - 1);
      }
    }
    return sum;
  }
}
