package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;
import org.jspecify.annotations.Nullable;

/**
 * A rotated query p rounded to few bits: p<sub>i</sub> ≈ δ · u<sub>i</sub>, as bit planes that a
 * scan of codes counts by. Immutable.
 *
 * <p>With |p| = sqrt((double) the squared norm of the package's arithmetic), δ = (float) (step ·
 * |p| / sqrt(D)), evaluated in double from the left; u<sub>i</sub> is the quotient p<sub>i</sub> /
 * δ, rounded to binary32, rounded to the nearest integer (ties to even) and limited to ±max. With 3
 * bits the step is 0.65 and max 3, with 4 bits 0.36 and 7. With 8 bits δ is the largest magnitude
 * divided by 127 in binary32, and max 127. Where δ is zero, all u<sub>i</sub> are.
 */
public final class QueryPlanes {

  private final int bits;
  private final int words;
  private final float delta;
  private final Rounded rounded;
  private final long[] planes;
  private volatile long @Nullable [] wide; // computed on first need

  private QueryPlanes(int bits, int words, float delta, Rounded rounded, long[] planes) {
    this.bits = bits;
    this.words = words;
    this.delta = delta;
    this.rounded = rounded;
    this.planes = planes;
  }

  /**
   * Rounds a query.
   *
   * @param p [D], D a multiple of 64
   * @param bits 3 or 4, or 8 for an estimate that is off by the code's own error only
   * @throws InvalidInput if the length, the bits or an element cannot be used
   */
  public static QueryPlanes of(float[] p, int bits) {
    int words = words(p);
    int max = (1 << (bits - 1)) - 1;
    float delta =
        switch (bits) {
          case 3 -> Rounded.byNorm(p, 0.65);
          case 4 -> Rounded.byNorm(p, 0.36);
          case 8 -> Rounded.byMaximum(p, max);
          default -> throw new InvalidInput("a query of " + bits + " bits, expected 3, 4 or 8");
        };
    int[] values = new int[p.length];
    Rounded rounded = Rounded.of(p, delta, max, values);
    long[] planes = new long[bits * words];
    KernelChoice.ROUNDING.now().planes(values, bits, planes);
    return new QueryPlanes(bits, words, delta, rounded, planes);
  }

  /** Bits of u: its sign and the magnitude's. */
  public int bits() {
    return bits;
  }

  /** D / 64. */
  public int words() {
    return words;
  }

  /** δ. */
  public float delta() {
    return delta;
  }

  /** Σ u<sub>i</sub>. */
  public int sum() {
    return rounded.sum();
  }

  /** Σ |u<sub>i</sub>|. */
  public int magnitude() {
    return rounded.magnitude();
  }

  /** At least the norm of p − δu, exactly. */
  public double error() {
    return rounded.error();
  }

  /**
   * {@code bits} words for each word of a code: the signs, set where u is negative, then the
   * magnitude's bits from the lowest. Not to be written. Public for {@code kernel.jdk25} alone.
   */
  public long[] planes() {
    return planes;
  }

  /**
   * The same in vectors of four times the same word, plane by plane, and then one plane of zeros,
   * for loops that would have to repeat a word each time. Not to be written.
   */
  public long[] wide() {
    long[] known = wide;
    if (known == null) {
      known = new long[4 * words * (bits + 1)];
      for (int plane = 0; plane < bits; plane++) {
        for (int word = 0; word < words; word++) {
          long bitsOfWord = planes[word * bits + plane];
          for (int i = 0; i < 4; i++) {
            known[4 * (plane * words + word) + i] = bitsOfWord;
          }
        }
      }
      wide = known;
    }
    return known;
  }

  static int words(float[] p) {
    if (p.length == 0 || p.length % 64 != 0) {
      throw new InvalidInput(
          "a rotated query has " + p.length + " elements, expected a multiple of 64");
    }
    return p.length / 64;
  }
}
