package io.dreamdb.index;

import java.nio.ByteBuffer;

/**
 * Makes refinement codes of 4 or 8 bits: of several steps the one whose code has the smallest angle
 * to the residual. Not for use by several threads.
 */
final class RefinementEncoder {

  /** Steps as parts of the standard deviation: around the best one of normal numbers. */
  private static final double[] STEPS_OF_4 = {0.29, 0.335, 0.385};

  private static final double[] STEPS_OF_8 = {0.026, 0.031};

  private final int refine;
  private final int code;
  private final boolean inner;
  private final double[] steps;
  private final int levels;
  private final double middle;
  private byte[] best;
  private byte[] tried;

  RefinementEncoder(int refine, int code, boolean inner) {
    this.refine = refine;
    this.code = code;
    this.inner = inner;
    this.steps = refine == 8 ? STEPS_OF_8 : STEPS_OF_4;
    this.levels = 1 << refine;
    this.middle = (levels - 1) / 2.0;
    this.best = new byte[code];
    this.tried = new byte[code];
  }

  /**
   * Puts numbers and code.
   *
   * @param squared Σ r² of the residual
   * @param at where the entry begins
   * @param refinement where its refinement code begins, from there
   */
  void encode(
      float[] residual,
      float[] center,
      int centerOffset,
      float squared,
      ByteBuffer out,
      int at,
      int refinement) {
    choose(residual, squared);
    double along = 0;
    double withCenter = 0;
    for (int i = 0; i < code; i++) {
      double v = (best[i] & 0xff) - middle;
      along += residual[i] * v;
      withCenter += center[centerOffset + i] * v;
    }
    Factors factors = Factors.of(inner, squared, along, withCenter);
    double error = 0;
    for (int i = 0; i < code; i++) {
      double difference = residual[i] - factors.factor() * ((best[i] & 0xff) - middle);
      error += difference * difference;
    }
    out.putFloat(at + CodeLayout.REFINEMENT_ADD, factors.add());
    out.putFloat(at + CodeLayout.REFINEMENT_SCALE, factors.scale());
    float proven = Factors.rootUp(error * (1 + 0x1p-30));
    out.putFloat(at + CodeLayout.REFINEMENT_ERROR, factors.error(proven));
    put(out, at + refinement);
  }

  private void choose(float[] residual, float squared) {
    float largest = 0;
    for (int i = 0; i < code; i++) {
      largest = Math.max(largest, Math.abs(residual[i]));
    }
    double greatest = attempt(residual, 2.0 * largest / levels);
    swap();
    double deviation = Math.sqrt((double) squared / code);
    for (double step : steps) {
      double cosine = attempt(residual, step * deviation);
      if (cosine > greatest) {
        greatest = cosine;
        swap();
      }
    }
  }

  private void swap() {
    byte[] other = best;
    best = tried;
    tried = other;
  }

  /** Rounds to multiples of a step; returns the squared cosine to the residual, up to a factor. */
  private double attempt(float[] residual, double step) {
    float inverse = step > 0 ? (float) Math.min(1 / step, Float.MAX_VALUE) : 0;
    int half = levels / 2;
    double along = 0;
    long squares = 0;
    for (int i = 0; i < code; i++) {
      // Above zero before the cast, which then rounds down.
      float scaled = residual[i] * inverse + half;
      int u = (int) Math.max(0f, Math.min(levels - 1f, scaled));
      tried[i] = (byte) u;
      int twice = 2 * u - levels + 1;
      along += residual[i] * twice;
      squares += twice * twice;
    }
    return along <= 0 ? 0 : along * along / squares;
  }

  private void put(ByteBuffer out, int at) {
    if (refine == 8) {
      out.put(at, best);
      return;
    }
    for (int group = 0; group < code; group += Long.SIZE) {
      for (int j = 0; j < 32; j++) {
        int pair = best[group + j] | best[group + j + 32] << 4;
        out.put(at + group / 2 + j, (byte) pair);
      }
    }
  }
}
