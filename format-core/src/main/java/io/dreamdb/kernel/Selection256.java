package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Selection in vectors of 256 bits: the r-th smallest of the minima of interleaved parts, {@code
 * SLOTS} or a multiple of them, bounds the r-th smallest value; the few values within the bound are
 * collected, and the r-th of them is the r-th of all.
 */
final class Selection256 implements SelectionLoop {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final int LANES = 8;
  private static final int SLOTS = 64;

  /** Values that are read at once: what divides {@code SLOTS}. */
  private static final int PART = 4 * LANES;

  private final SelectionLoop twin = new ScalarSelection();

  @Override
  public int select(float[] values, int count, int r, int[] out) {
    int runs = 1 + (r - 1) / (SLOTS * 3 / 4);
    if (runs > count / (2 * SLOTS)) {
      return twin.select(values, count, r, out);
    }
    float[] minima = new float[runs * SLOTS];
    for (int part = 0; part < runs * SLOTS; part += PART) {
      minima(values, part, runs * SLOTS, count, minima);
    }
    float bound = ranked(minima, r);
    if (bound == Float.POSITIVE_INFINITY) { // fewer than r parts have a number
      return twin.select(values, count, r, out);
    }
    int found = collect(values, count, bound, out);
    float[] few = new float[found + LANES - 1 & -LANES];
    for (int i = 0; i < few.length; i++) {
      few[i] = i < found ? values[out[i]] : Float.POSITIVE_INFINITY;
    }
    float last = ranked(few, r);
    int kept = 0;
    for (int i = 0; i < found; i++) {
      int index = out[i];
      out[kept] = index;
      kept += few[i] <= last ? 1 : 0;
    }
    return kept;
  }

  /** Of {@code PART} values in each stride; a NaN is never smaller. */
  private static void minima(float[] values, int from, int stride, int count, float[] minima) {
    FloatVector m0 = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    for (int i = from; i <= count - PART; i += stride) {
      m0 = smaller(load(values, i), m0);
      m1 = smaller(load(values, i + LANES), m1);
      m2 = smaller(load(values, i + 2 * LANES), m2);
      m3 = smaller(load(values, i + 3 * LANES), m3);
    }
    m0.intoArray(minima, from);
    m1.intoArray(minima, from + LANES);
    m2.intoArray(minima, from + 2 * LANES);
    m3.intoArray(minima, from + 3 * LANES);
  }

  private static FloatVector smaller(FloatVector value, FloatVector than) {
    return than.blend(value, value.lt(than));
  }

  /**
   * The r-th smallest of few values, whole vectors without NaN: by halving the range in which it
   * lies, since comparing all of them costs less than branches that nothing predicts.
   */
  private static float ranked(float[] values, int r) {
    float smallest = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      smallest = value < smallest ? value : smallest;
      largest = value > largest ? value : largest;
    }
    int low = SortableBits.of(smallest);
    int high = SortableBits.of(largest);
    while (low < high) {
      int middle = (low & high) + ((low ^ high) >> 1);
      int within = within(values, SortableBits.value(middle));
      if (within == r) {
        return ScalarSelection.greatest(values, SortableBits.value(middle));
      } else if (within < r) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return SortableBits.value(low);
  }

  private static int within(float[] values, float limit) {
    int within = 0;
    for (int i = 0; i < values.length; i += LANES) {
      within += atMost(values, i, limit).trueCount();
    }
    return within;
  }

  /** The places of all values within the bound. */
  private static int collect(float[] values, int count, float bound, int[] out) {
    int found = 0;
    int i = 0;
    for (; i <= count - PART; i += PART) {
      long hits =
          atMost(values, i, bound).toLong()
              | atMost(values, i + LANES, bound).toLong() << LANES
              | atMost(values, i + 2 * LANES, bound).toLong() << 2 * LANES
              | atMost(values, i + 3 * LANES, bound).toLong() << 3 * LANES;
      for (; hits != 0; hits &= hits - 1) {
        out[found++] = i + Long.numberOfTrailingZeros(hits);
      }
    }
    for (; i < count; i++) {
      if (values[i] <= bound) {
        out[found++] = i;
      }
    }
    return found;
  }

  private static VectorMask<Float> atMost(float[] values, int at, float bound) {
    return load(values, at).compare(VectorOperators.LE, bound);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(SPECIES, values, at);
  }
}
