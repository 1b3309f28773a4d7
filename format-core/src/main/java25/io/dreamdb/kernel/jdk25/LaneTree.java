package io.dreamdb.kernel.jdk25;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The fixed tree that adds the 16 lanes of each row. It works on lanes in memory, for a group of
 * rows: as vectors inside the loop over rows it would be so much code that HotSpot stops inlining.
 */
final class LaneTree {

  /**
   * Rows whose lanes are written before they are added. So few that the processor reads ahead while
   * it adds: with 64, memory stands idle meanwhile and a scan of 128 dimensions loses a fifth.
   */
  static final int GROUP = 8;

  /** The number of each lane, to make masks from: by a comparison, which needs no allocation. */
  static final float[] NUMBERS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_128;

  private LaneTree() {}

  /** Adds 16 lanes a row; {@code lanes} is overwritten. */
  static void sum(float[] lanes, int rows, float[] out, int outOffset) {
    for (int r = 0; r < rows; r++) {
      int at = 16 * r;
      FloatVector low = load(lanes, at).add(load(lanes, at + 8));
      FloatVector high = load(lanes, at + 4).add(load(lanes, at + 12));
      low.add(high).intoArray(lanes, 4 * r);
    }
    for (int r = 0; r < rows; r++) {
      int at = 4 * r;
      out[outOffset + r] = (lanes[at] + lanes[at + 2]) + (lanes[at + 1] + lanes[at + 3]);
    }
  }

  /** The cosine distances from the lanes of both sums; {@code dots, norms} are overwritten. */
  static void cosine(
      float queryNorm, float[] dots, float[] norms, int rows, float[] out, int outOffset) {
    sum(dots, rows, out, outOffset);
    sum(norms, rows, norms, 0);
    for (int r = 0; r < rows; r++) {
      float norm = norms[r];
      float cosine = (float) (out[outOffset + r] / Math.sqrt((double) queryNorm * norm));
      out[outOffset + r] = norm == 0 ? 1 : 1 - cosine;
    }
  }

  private static FloatVector load(float[] lanes, int at) {
    return FloatVector.fromArray(SPECIES, lanes, at);
  }
}
