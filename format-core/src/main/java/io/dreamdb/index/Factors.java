package io.dreamdb.index;

/**
 * The numbers by which a search estimates a distance from a code ({@code index.md}, section 6).
 *
 * @param scale what the product of code and query is multiplied by
 * @param add what is added
 * @param factor b, of which {@code scale} is the rounded form: the residual is estimated by b · v
 * @param overflow whether they are beyond binary32, so that nothing is proven of the estimate
 */
record Factors(float scale, float add, double factor, boolean overflow) {

  /**
   * Of a residual r and its code v, under the inner product or another metric.
   *
   * @param squared Σ r²
   * @param along Σ r·v
   * @param withCenter Σ v·c
   */
  static Factors of(boolean inner, double squared, double along, double withCenter) {
    double exact = along > 0 ? squared / along : 0;
    float scale = (float) (inner ? exact : 2 * exact);
    double factor = inner ? scale : 0.5 * scale;
    double add = inner ? 0 : squared + 2 * factor * withCenter;
    boolean overflow = !(Math.abs(add) <= Float.MAX_VALUE && scale <= Float.MAX_VALUE);
    if (overflow) {
      return new Factors(0, 0, 0, true);
    }
    return new Factors(0 - scale, (float) add, factor, false);
  }

  /** The proven error, or, where nothing is proven, the largest number. */
  float error(float proven) {
    return overflow ? Float.MAX_VALUE : proven;
  }

  /** A square root, rounded up; of what rounding made negative, 0. */
  static float rootUp(double square) {
    double root = Math.sqrt(Math.max(0, square)) * (1 + 0x1p-50);
    float rounded = (float) root;
    return Math.min(Float.MAX_VALUE, rounded < root ? Math.nextUp(rounded) : rounded);
  }
}
