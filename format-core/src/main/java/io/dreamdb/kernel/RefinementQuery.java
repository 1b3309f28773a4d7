package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;

/**
 * A rotated query p rounded for refinement codes: p<sub>i</sub> ≈ δ · w<sub>i</sub>, δ the largest
 * magnitude divided by 127 in binary32, w<sub>i</sub> as of {@link QueryPlanes} with 8 bits.
 * Immutable.
 */
public final class RefinementQuery {

  private static final int MAX = 127;

  private final float delta;
  private final Rounded rounded;
  private final int[] values;
  private final short[] bytePairs;
  private final short[] nibbles;

  private RefinementQuery(float delta, Rounded rounded, int[] values) {
    this.delta = delta;
    this.rounded = rounded;
    this.values = values;
    this.bytePairs = new short[values.length];
    this.nibbles = new short[values.length];
    for (int group = 0; group < values.length; group += 64) {
      for (int j = 0; j < 16; j++) {
        bytePairs[group + j] = (short) values[group + 2 * j];
        bytePairs[group + 16 + j] = (short) values[group + 2 * j + 1];
        bytePairs[group + 32 + j] = (short) values[group + 32 + 2 * j];
        bytePairs[group + 48 + j] = (short) values[group + 33 + 2 * j];
        nibbles[group + j] = (short) values[group + 2 * j];
        nibbles[group + 16 + j] = (short) values[group + 32 + 2 * j];
        nibbles[group + 32 + j] = (short) values[group + 2 * j + 1];
        nibbles[group + 48 + j] = (short) values[group + 33 + 2 * j];
      }
    }
  }

  /**
   * Rounds a query.
   *
   * @param p [D], D a multiple of 64
   * @throws InvalidInput if the length or an element cannot be used
   */
  public static RefinementQuery of(float[] p) {
    QueryPlanes.words(p);
    float delta = Rounded.byMaximum(p, MAX);
    int[] values = new int[p.length];
    Rounded rounded = Rounded.of(p, delta, MAX, values);
    return new RefinementQuery(delta, rounded, values);
  }

  /** D. */
  public int dimension() {
    return values.length;
  }

  /** δ. */
  public float delta() {
    return delta;
  }

  /** Σ w<sub>i</sub>. */
  public int sum() {
    return rounded.sum();
  }

  /** At least the norm of p − δw, exactly. */
  public double error() {
    return rounded.error();
  }

  /** w. Not to be written. */
  int[] values() {
    return values;
  }

  /**
   * For each group of 64 the elements 0, 2, … 30; 1, 3, … 31; 32, 34, … 62; 33, … 63: the bytes of
   * a code as low and high halves of 16-bit lanes. Not to be written. Public for {@code
   * kernel.jdk25} alone.
   */
  public short[] bytePairs() {
    return bytePairs;
  }

  /**
   * For each group of 64 the elements 0, 2, … 30; 32, 34, … 62; 1, 3, … 31; 33, … 63: the four-bit
   * codes in 16-bit lanes from the lowest. Not to be written. Public for {@code kernel.jdk25}
   * alone.
   */
  public short[] nibbles() {
    return nibbles;
  }
}
