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

  private final SelectionLoop twin = new ScalarSelection();

  @Override
  public int select(float[] values, int count, int r, int[] out) {
    int runs = 1 + (r - 1) / (SLOTS * 3 / 4);
    if (runs > count / (2 * SLOTS)) {
      return twin.select(values, count, r, out);
    }
    float[] minima = new float[runs * SLOTS];
    for (int run = 0; run < runs; run++) {
      minima(values, run * SLOTS, runs * SLOTS, count, minima, run * SLOTS);
    }
    float bound = ScalarSelection.ranked(minima, runs * SLOTS, r);
    if (bound == Float.POSITIVE_INFINITY) { // fewer than r parts have a number
      return twin.select(values, count, r, out);
    }
    int found = collect(values, count, bound, out);
    float[] few = new float[found];
    for (int i = 0; i < found; i++) {
      few[i] = values[out[i]];
    }
    float last = ScalarSelection.ranked(few, found, r);
    int kept = 0;
    for (int i = 0; i < found; i++) {
      int index = out[i];
      out[kept] = index;
      kept += values[index] <= last ? 1 : 0;
    }
    return kept;
  }

  /** Of {@code SLOTS} values in each stride; a NaN is never smaller. */
  private static void minima(
      float[] values, int from, int stride, int count, float[] minima, int at) {
    FloatVector m0 = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
    FloatVector m1 = m0;
    FloatVector m2 = m0;
    FloatVector m3 = m0;
    FloatVector m4 = m0;
    FloatVector m5 = m0;
    FloatVector m6 = m0;
    FloatVector m7 = m0;
    for (int i = from; i <= count - SLOTS; i += stride) {
      m0 = smaller(load(values, i), m0);
      m1 = smaller(load(values, i + 8), m1);
      m2 = smaller(load(values, i + 16), m2);
      m3 = smaller(load(values, i + 24), m3);
      m4 = smaller(load(values, i + 32), m4);
      m5 = smaller(load(values, i + 40), m5);
      m6 = smaller(load(values, i + 48), m6);
      m7 = smaller(load(values, i + 56), m7);
    }
    m0.intoArray(minima, at);
    m1.intoArray(minima, at + 8);
    m2.intoArray(minima, at + 16);
    m3.intoArray(minima, at + 24);
    m4.intoArray(minima, at + 32);
    m5.intoArray(minima, at + 40);
    m6.intoArray(minima, at + 48);
    m7.intoArray(minima, at + 56);
  }

  private static FloatVector smaller(FloatVector value, FloatVector than) {
    return than.blend(value, value.lt(than));
  }

  private static int collect(float[] values, int count, float bound, int[] out) {
    int found = 0;
    int i = 0;
    for (; i <= count - 4 * LANES; i += 4 * LANES) {
      VectorMask<Float> hit =
          atMost(values, i, bound)
              .or(atMost(values, i + LANES, bound))
              .or(atMost(values, i + 2 * LANES, bound))
              .or(atMost(values, i + 3 * LANES, bound));
      if (hit.anyTrue()) {
        for (int at = i; at < i + 4 * LANES; at += LANES) {
          if (atMost(values, at, bound).anyTrue()) {
            found = collect(values, at, at + LANES, bound, out, found);
          }
        }
      }
    }
    return collect(values, i, count, bound, out, found);
  }

  private static int collect(
      float[] values, int from, int to, float bound, int[] out, int collected) {
    int found = collected;
    for (int i = from; i < to; i++) {
      out[found] = i;
      found += values[i] <= bound ? 1 : 0;
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
