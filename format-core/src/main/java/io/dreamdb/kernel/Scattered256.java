package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Four scattered rows at a time, so that the processor waits for all of them at once, in vectors of
 * 256 bits. Rows that are no whole strides of 16 are left to other code.
 */
final class Scattered256 implements ScatteredLoop {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  private final ScatteredLoop rest;

  /** Loops that leave to the other ones what they do not do. */
  Scattered256(ScatteredLoop rest) {
    this.rest = rest;
  }

  @Override
  public void dot(
      QueryVector query, float[] block, int[] offsets, int count, float[] out, int outOffset) {
    if (!fits(query)) {
      rest.dot(query, block, offsets, count, out, outOffset);
      return;
    }
    float[] lanes = new float[64];
    for (int i = 0; i < count; i += 4) {
      dot(query.padded(), block, offsets, i, lanes);
      LaneTree.sum(lanes, Math.min(4, count - i), out, outOffset + i);
    }
  }

  @Override
  public void squaredL2(
      QueryVector query, float[] block, int[] offsets, int count, float[] out, int outOffset) {
    if (!fits(query)) {
      rest.squaredL2(query, block, offsets, count, out, outOffset);
      return;
    }
    float[] lanes = new float[64];
    for (int i = 0; i < count; i += 4) {
      squaredL2(query.padded(), block, offsets, i, lanes);
      LaneTree.sum(lanes, Math.min(4, count - i), out, outOffset + i);
    }
  }

  @Override
  public void cosine(
      QueryVector query, float[] block, int[] offsets, int count, float[] out, int outOffset) {
    if (!fits(query)) {
      rest.cosine(query, block, offsets, count, out, outOffset);
      return;
    }
    float[] dots = new float[64];
    float[] norms = new float[64];
    for (int i = 0; i < count; i += 4) {
      dot(query.padded(), block, offsets, i, dots);
      squaredNorm(query.dimension(), block, offsets, i, norms);
      int some = Math.min(4, count - i);
      LaneTree.cosine(query.squaredNorm(), dots, norms, some, out, outOffset + i);
    }
  }

  private static boolean fits(QueryVector query) {
    return query.dimension() % 16 == 0;
  }

  private static void dot(float[] q, float[] block, int[] offsets, int first, float[] lanes) {
    int at0 = offsets[first];
    int at1 = offsets[first + 1];
    int at2 = offsets[first + 2];
    int at3 = offsets[first + 3];
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector b0 = a0;
    FloatVector a1 = a0;
    FloatVector b1 = a0;
    FloatVector a2 = a0;
    FloatVector b2 = a0;
    FloatVector a3 = a0;
    FloatVector b3 = a0;
    for (int i = 0; i < q.length; i += 16) {
      FloatVector low = load(q, i);
      FloatVector high = load(q, i + 8);
      a0 = load(block, at0 + i).fma(low, a0);
      b0 = load(block, at0 + i + 8).fma(high, b0);
      a1 = load(block, at1 + i).fma(low, a1);
      b1 = load(block, at1 + i + 8).fma(high, b1);
      a2 = load(block, at2 + i).fma(low, a2);
      b2 = load(block, at2 + i + 8).fma(high, b2);
      a3 = load(block, at3 + i).fma(low, a3);
      b3 = load(block, at3 + i + 8).fma(high, b3);
    }
    a0.intoArray(lanes, 0);
    b0.intoArray(lanes, 8);
    a1.intoArray(lanes, 16);
    b1.intoArray(lanes, 24);
    a2.intoArray(lanes, 32);
    b2.intoArray(lanes, 40);
    a3.intoArray(lanes, 48);
    b3.intoArray(lanes, 56);
  }

  private static void squaredL2(float[] q, float[] block, int[] offsets, int first, float[] lanes) {
    int at0 = offsets[first];
    int at1 = offsets[first + 1];
    int at2 = offsets[first + 2];
    int at3 = offsets[first + 3];
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector b0 = a0;
    FloatVector a1 = a0;
    FloatVector b1 = a0;
    FloatVector a2 = a0;
    FloatVector b2 = a0;
    FloatVector a3 = a0;
    FloatVector b3 = a0;
    for (int i = 0; i < q.length; i += 16) {
      FloatVector low = load(q, i);
      FloatVector high = load(q, i + 8);
      FloatVector d0 = low.sub(load(block, at0 + i));
      a0 = d0.fma(d0, a0);
      FloatVector e0 = high.sub(load(block, at0 + i + 8));
      b0 = e0.fma(e0, b0);
      FloatVector d1 = low.sub(load(block, at1 + i));
      a1 = d1.fma(d1, a1);
      FloatVector e1 = high.sub(load(block, at1 + i + 8));
      b1 = e1.fma(e1, b1);
      FloatVector d2 = low.sub(load(block, at2 + i));
      a2 = d2.fma(d2, a2);
      FloatVector e2 = high.sub(load(block, at2 + i + 8));
      b2 = e2.fma(e2, b2);
      FloatVector d3 = low.sub(load(block, at3 + i));
      a3 = d3.fma(d3, a3);
      FloatVector e3 = high.sub(load(block, at3 + i + 8));
      b3 = e3.fma(e3, b3);
    }
    a0.intoArray(lanes, 0);
    b0.intoArray(lanes, 8);
    a1.intoArray(lanes, 16);
    b1.intoArray(lanes, 24);
    a2.intoArray(lanes, 32);
    b2.intoArray(lanes, 40);
    a3.intoArray(lanes, 48);
    b3.intoArray(lanes, 56);
  }

  private static void squaredNorm(
      int dimension, float[] block, int[] offsets, int first, float[] lanes) {
    int at0 = offsets[first];
    int at1 = offsets[first + 1];
    int at2 = offsets[first + 2];
    int at3 = offsets[first + 3];
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector b0 = a0;
    FloatVector a1 = a0;
    FloatVector b1 = a0;
    FloatVector a2 = a0;
    FloatVector b2 = a0;
    FloatVector a3 = a0;
    FloatVector b3 = a0;
    for (int i = 0; i < dimension; i += 16) {
      FloatVector x0 = load(block, at0 + i);
      a0 = x0.fma(x0, a0);
      FloatVector y0 = load(block, at0 + i + 8);
      b0 = y0.fma(y0, b0);
      FloatVector x1 = load(block, at1 + i);
      a1 = x1.fma(x1, a1);
      FloatVector y1 = load(block, at1 + i + 8);
      b1 = y1.fma(y1, b1);
      FloatVector x2 = load(block, at2 + i);
      a2 = x2.fma(x2, a2);
      FloatVector y2 = load(block, at2 + i + 8);
      b2 = y2.fma(y2, b2);
      FloatVector x3 = load(block, at3 + i);
      a3 = x3.fma(x3, a3);
      FloatVector y3 = load(block, at3 + i + 8);
      b3 = y3.fma(y3, b3);
    }
    a0.intoArray(lanes, 0);
    b0.intoArray(lanes, 8);
    a1.intoArray(lanes, 16);
    b1.intoArray(lanes, 24);
    a2.intoArray(lanes, 32);
    b2.intoArray(lanes, 40);
    a3.intoArray(lanes, 48);
    b3.intoArray(lanes, 56);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(SPECIES, values, at);
  }
}
