package io.dreamdb.index;

import io.dreamdb.kernel.Panels;
import io.dreamdb.kernel.Smallest;
import io.dreamdb.kernel.VectorArithmetic;
import java.util.List;

/**
 * Finds the nearest of many centres for many points by comparing them in few directions: those in
 * which the centres differ most. What a vector has beside these directions counts by its length, so
 * that Cauchy and Schwarz give a bound; only centres that it does not exclude are compared whole.
 * What comes out is what comparing all of them gives, bit for bit. Immutable.
 */
final class ScoreBounds {

  /** Directions, and the length of the rest. */
  private static final int SHORT = 64;

  private static final int LEAST_CENTRES = 2_048;
  private static final long MAX_FLOATS = 1L << 26;

  /** Points whose bounds are computed together. */
  private static final int POINTS = 8;

  /** So many times the centres that are wanted are compared first, which makes the limit small. */
  private static final int FIRST = 4;

  /** Comparing a centre whole takes as long as so many bounds. */
  private static final int WHOLE = 10;

  private final float[] centres; // [count × dimension]
  private final float[] halfNorms; // [count]
  private final float largest; // of the half norms
  private final int dimension;
  private final double slack;
  private final Panels directions;
  private final Panels shortened; // [count × SHORT]

  private ScoreBounds(float[] centres, int dimension) {
    this.centres = centres;
    this.dimension = dimension;
    this.halfNorms = new float[centres.length / dimension];
    // A rest's square is made longer by so much of the vector's. By Cauchy and Schwarz again this
    // adds so much of the product of both lengths to a bound: more than what rounding may add up
    // to, of which the most is that of the directions, 63 sums of dimension products each.
    this.slack = 48 * 0x1p-24 * dimension;
    this.directions =
        Panels.of(
            Directions.of(centres, halfNorms.length, dimension, SHORT - 1), SHORT - 1, dimension);
    float[] all = new float[halfNorms.length * SHORT];
    shorten(0, halfNorms.length, centres, all, halfNorms);
    this.shortened = Panels.of(all, halfNorms.length, SHORT);
    float most = 0;
    for (int j = 0; j < halfNorms.length; j++) {
      halfNorms[j] *= 0.5f;
      most = Math.max(most, halfNorms[j]);
    }
    this.largest = most;
  }

  /** Whether there are so many centres of so many dimensions that this is faster. */
  static boolean suit(int count, int dimension) {
    return count >= LEAST_CENTRES
        && dimension >= 3 * SHORT
        && (long) count * dimension <= MAX_FLOATS;
  }

  /** Of all centres of these, in their order. */
  static ScoreBounds of(List<Nearest> blocks, int dimension) {
    if (blocks.size() == 1) {
      return new ScoreBounds(blocks.get(0).centers(), dimension);
    }
    int count = blocks.stream().mapToInt(Nearest::count).sum();
    float[] centres = new float[count * dimension];
    int at = 0;
    for (Nearest block : blocks) {
      System.arraycopy(block.centers(), 0, centres, at, block.count() * dimension);
      at += block.count() * dimension;
    }
    return new ScoreBounds(centres, dimension);
  }

  /** What vectors have in the directions, and the length of the rest; and squared norms. */
  private void shorten(int first, int count, float[] vectors, float[] out, float[] norms) {
    float[] along = new float[count * (SHORT - 1)];
    directions.dots(vectors, first * dimension, count, along);
    VectorArithmetic.squaredNorms(dimension, vectors, first * dimension, count, norms);
    for (int p = 0; p < count; p++) {
      double rest = norms[p] * (1 + slack);
      for (int d = 0; d < SHORT - 1; d++) {
        float value = along[p * (SHORT - 1) + d];
        out[p * SHORT + d] = value;
        rest -= (double) value * value;
      }
      out[p * SHORT + SHORT - 1] = (float) Math.sqrt(Math.max(0, rest));
    }
  }

  /**
   * Finds the nearest centres of the first points, until it is clear that bounds exclude too few.
   *
   * @param nearest takes them, empty so far
   * @return of how many points they were found
   */
  int search(float[] points, int count, Nearest.Few[] nearest) {
    Work work = new Work();
    long whole = 0;
    int done = 0;
    for (; done + POINTS <= count; done += POINTS) {
      if (whole * WHOLE > (long) done * halfNorms.length) {
        break;
      }
      whole += work.search(points, done, nearest);
    }
    return done;
  }

  /** What one call needs. Not for use by several threads. */
  private final class Work {

    private final float[] norms = new float[POINTS];
    private final float[] points = new float[POINTS * SHORT];
    private final float[] dots = new float[POINTS * halfNorms.length];
    private final float[] bounds = new float[halfNorms.length];
    private final int[] chosen = new int[halfNorms.length];
    private final int[] compared = new int[halfNorms.length + Chains.WIDTH];
    private final float[] scores = new float[Chains.WIDTH];

    /** Returns how many centres were compared whole. */
    int search(float[] vectors, int first, Nearest.Few[] nearest) {
      shorten(first, POINTS, vectors, points, norms);
      shortened.dots(points, 0, POINTS, dots);
      int whole = 0;
      for (int p = 0; p < POINTS; p++) {
        int at = p * halfNorms.length;
        for (int j = 0; j < halfNorms.length; j++) {
          bounds[j] = halfNorms[j] - dots[at + j];
        }
        whole += search(vectors, (first + p) * dimension, nearest[first + p]);
      }
      return whole;
    }

    private int search(float[] vectors, int at, Nearest.Few few) {
      int first = Smallest.select(bounds, halfNorms.length, FIRST * few.capacity(), chosen);
      System.arraycopy(chosen, 0, compared, 0, first);
      compare(vectors, at, first, few);
      int more = more(few.bound(), first);
      compare(vectors, at, more, few);
      return first + more;
    }

    /** The centres that were not compared yet and may be near enough. */
    private int more(float score, int first) {
      float limit = score + 0x1p-21f * (Math.abs(score) + largest);
      int count = 0;
      int next = 0;
      for (int j = 0; j < bounds.length; j++) {
        if (next < first && chosen[next] == j) {
          next++;
        } else if (!(bounds[j] > limit)) {
          compared[count++] = j;
        }
      }
      return count;
    }

    private void compare(float[] vectors, int at, int count, Nearest.Few few) {
      for (int i = 0; i < Chains.WIDTH && count > 0; i++) {
        compared[count + i] = compared[count - 1];
      }
      for (int from = 0; from < count; from += Chains.WIDTH) {
        Chains.dots(vectors, at, centres, compared, from, dimension, scores);
        for (int i = 0; i < Math.min(Chains.WIDTH, count - from); i++) {
          int centre = compared[from + i];
          scores[i] = halfNorms[centre] - scores[i];
          few.addAll(scores, i, 1, centre);
        }
      }
    }
  }
}
