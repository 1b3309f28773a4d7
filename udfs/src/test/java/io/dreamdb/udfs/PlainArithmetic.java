package io.dreamdb.udfs;

import java.util.function.IntToDoubleFunction;

/** The twin of {@link SparkArithmetic}: its text as plain loops. */
final class PlainArithmetic {

  private PlainArithmetic() {}

  static float dot(float[] a, float[] b) {
    return sum(a.length, i -> a[i] * b[i]);
  }

  static float squaredL2(float[] a, float[] b) {
    return sum(a.length, i -> (a[i] - b[i]) * (a[i] - b[i]));
  }

  static float l1Norm(float[] a) {
    return sum(a.length, i -> Math.abs(a[i]));
  }

  static float l1Distance(float[] a, float[] b) {
    return sum(a.length, i -> Math.abs(a[i] - b[i]));
  }

  /** Each term is a float; it passes through the double unchanged. */
  private static float sum(int length, IntToDoubleFunction term) {
    int whole = length / 8 * 8;
    float total = 0;
    for (int start = 0; start < whole; start += 8) {
      float block = (float) term.applyAsDouble(start);
      for (int i = start + 1; i < start + 8; i++) {
        block += (float) term.applyAsDouble(i);
      }
      total += block;
    }
    for (int i = whole; i < length; i++) {
      total += (float) term.applyAsDouble(i);
    }
    return total;
  }
}
