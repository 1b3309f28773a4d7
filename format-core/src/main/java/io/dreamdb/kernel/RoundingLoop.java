package io.dreamdb.kernel;

/** The loops that round a query of whole strides of 64. Callers have checked all ranges. */
interface RoundingLoop {

  /**
   * u = the nearest integer to p / δ, within ±max, of each element; 0 if δ is 0.
   *
   * @param sums takes Σ u and Σ |u|
   * @return the sum of (p − δu)², each difference one fused operation, in the package's arithmetic
   */
  float round(float[] p, float delta, int max, int[] values, int[] sums);

  /** The largest magnitude; a NaN counts as the largest of all. */
  float largest(float[] p);

  /** The planes of {@link QueryPlanes#planes()}. */
  void planes(int[] values, int bits, long[] planes);
}
