package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;

/**
 * What is known of a vector p after p<sub>i</sub> ≈ δ · u<sub>i</sub>.
 *
 * @param sum Σ u<sub>i</sub>
 * @param magnitude Σ |u<sub>i</sub>|
 * @param error at least the norm of p − δu, exactly
 */
record Rounded(int sum, int magnitude, double error) {

  private static final double UNIT = 0x1p-24; // half the distance of binary32 numbers from 1
  private static final double TINY = 0x1p-149;

  /** The δ that is a multiple of the root of the mean square. */
  static float byNorm(float[] p, double step) {
    double norm = Math.sqrt((double) VectorArithmetic.dot(p, p));
    return checked((float) (step * norm / Math.sqrt(p.length)));
  }

  /** The δ at which the largest magnitude becomes {@code max}. */
  static float byMaximum(float[] p, int max) {
    return checked(KernelChoice.ROUNDING.now().largest(p) / max);
  }

  /** Rounds each element. */
  static Rounded of(float[] p, float delta, int max, int[] values) {
    int[] sums = new int[2];
    float squares = KernelChoice.ROUNDING.now().round(p, delta, max, values, sums);
    return new Rounded(sums[0], sums[1], error(squares, p.length));
  }

  /**
   * An upper bound of the norm of d, given the sum of the squares of its elements, each rounded to
   * binary32 before, in the package's arithmetic. An element is off by a factor of 1 ± UNIT or, if
   * subnormal, by TINY / 2; a sum of n squares takes n / 16 fused additions and 4 more in a chain,
   * each off by a factor of 1 ± UNIT of a part that is not negative, or by TINY / 2. So
   *
   * <p>norm ≤ sqrt((squares + n · TINY) · (1 + k · UNIT)) · (1 + UNIT) + sqrt(n) · TINY
   *
   * <p>with k = 2 (n / 16 + 5), which is more than the roundings, whose product it bounds. The last
   * factor is for the roundings of this formula in double.
   */
  static double error(float squares, int n) {
    double k = 2 * (n / 16.0 + 5);
    double rounded = (squares + n * TINY) * (1 + k * UNIT);
    return (Math.sqrt(rounded) * (1 + 2 * UNIT) + Math.sqrt(n) * TINY) * (1 + 0x1p-48);
  }

  private static float checked(float delta) {
    if (!(delta < Float.POSITIVE_INFINITY)) {
      throw new InvalidInput("the rotated query holds a NaN or is too large");
    }
    return delta;
  }
}
