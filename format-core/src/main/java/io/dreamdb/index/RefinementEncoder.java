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

  /** Numbers of 8 bits, doubled and squared, of which the sum fits an int. */
  private static final int SQUARES = 1 << 14;

  private final int refine;
  private final int code;
  private final boolean inner;
  private final double[] steps;
  private final int levels;
  private final double middle;
  private final int[][] tried; // [steps and one more][code]
  private int[] best;
  private final double[] along = new double[4];

  RefinementEncoder(int refine, int code, boolean inner) {
    this.refine = refine;
    this.code = code;
    this.inner = inner;
    this.steps = refine == 8 ? STEPS_OF_8 : STEPS_OF_4;
    this.levels = 1 << refine;
    this.middle = (levels - 1) / 2.0;
    this.tried = new int[steps.length + 1][code];
    this.best = tried[0];
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
      double v = best[i] - middle;
      along += residual[i] * v;
      withCenter += center[centerOffset + i] * v;
    }
    Factors factors = Factors.of(inner, squared, along, withCenter);
    double error = 0;
    for (int i = 0; i < code; i++) {
      double difference = residual[i] - factors.factor() * (best[i] - middle);
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
    double deviation = Math.sqrt((double) squared / code);
    round(residual, 2.0 * largest / levels, tried[0]);
    for (int i = 0; i < steps.length; i++) {
      round(residual, steps[i] * deviation, tried[i + 1]);
    }
    int last = tried.length - 1;
    along(residual, tried[0], tried[1], tried[Math.min(2, last)], tried[last]);
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < tried.length; i++) {
      greatest = keep(tried[i], i == last ? along[3] : along[i], greatest);
    }
  }

  /** Rounds to multiples of a step. A loop of its own, since the JIT makes vectors of it. */
  private void round(float[] residual, double step, int[] out) {
    float inverse = step > 0 ? (float) Math.min(1 / step, Float.MAX_VALUE) : 0;
    float half = levels / 2;
    float last = levels - 1f;
    for (int i = 0; i < code; i++) {
      // Above zero before the cast, which then rounds down.
      out[i] = (int) Math.max(0f, Math.min(last, residual[i] * inverse + half));
    }
  }

  /** Products of four codes with the residual: as many chains of additions side by side. */
  private void along(float[] residual, int[] first, int[] second, int[] third, int[] fourth) {
    int most = levels - 1;
    double one = 0;
    double two = 0;
    double three = 0;
    double four = 0;
    for (int i = 0; i < code; i++) {
      float r = residual[i];
      one += r * (2 * first[i] - most);
      two += r * (2 * second[i] - most);
      three += r * (2 * third[i] - most);
      four += r * (2 * fourth[i] - most);
    }
    along[0] = one;
    along[1] = two;
    along[2] = three;
    along[3] = four;
  }

  /** Keeps a code of a smaller angle; returns the squared cosine of the best, up to a factor. */
  private double keep(int[] candidate, double along, double greatest) {
    double cosine = along <= 0 ? 0 : along * along / squares(candidate);
    if (cosine > greatest) {
      best = candidate;
      return cosine;
    }
    return greatest;
  }

  /** In pieces whose sum fits an int, of which the JIT makes vectors. */
  private long squares(int[] candidate) {
    int most = levels - 1;
    long squares = 0;
    for (int from = 0; from < code; from += SQUARES) {
      int end = Math.min(code, from + SQUARES);
      int some = 0;
      for (int i = from; i < end; i++) {
        int twice = 2 * candidate[i] - most;
        some += twice * twice;
      }
      squares += some;
    }
    return squares;
  }

  private void put(ByteBuffer out, int at) {
    if (refine == 8) {
      for (int i = 0; i < code; i++) {
        out.put(at + i, (byte) best[i]);
      }
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
