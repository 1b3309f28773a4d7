package io.dreamdb.index;

/**
 * The cells that a search begins with: the nearest ones, as far as they are near enough.
 *
 * @param most how many at most, at least 1
 * @param slack how much larger than the nearest cell's |q̂ − ĉ|², or −q·ĉ, another one's may be, at
 *     least 0; +∞ where their number alone matters
 */
public record Probes(int most, float slack) {

  /** Checks the ranges. */
  public Probes {
    if (most < 1 || !(slack >= 0)) {
      throw new IllegalArgumentException(most + " probes, slack " + slack);
    }
  }

  /** So many, however far they are. */
  public static Probes of(int count) {
    return new Probes(count, Float.POSITIVE_INFINITY);
  }

  /** Whether a cell is near enough, given the nearest one's |q̂ − ĉ|² or −q·ĉ and its own. */
  boolean reach(float nearest, float cell) {
    return cell <= nearest + slack;
  }

  /** Whether the distance of a cell may matter. */
  boolean isBounded() {
    return slack < Float.POSITIVE_INFINITY;
  }
}
