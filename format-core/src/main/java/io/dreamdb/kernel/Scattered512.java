package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Four scattered rows at a time, so that the processor waits for all of them at once, in vectors of
 * 512 bits. Rows that are no whole strides of 16 are left to other code.
 */
final class Scattered512 implements ScatteredLoop {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;

  private final ScatteredLoop rest;

  /** Loops that leave to the other ones what they do not do. */
  Scattered512(ScatteredLoop rest) {
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
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    for (int i = 0; i < q.length; i += 16) {
      FloatVector q0 = load(q, i);
      a0 = load(block, at0 + i).fma(q0, a0);
      a1 = load(block, at1 + i).fma(q0, a1);
      a2 = load(block, at2 + i).fma(q0, a2);
      a3 = load(block, at3 + i).fma(q0, a3);
    }
    a0.intoArray(lanes, 0);
    a1.intoArray(lanes, 16);
    a2.intoArray(lanes, 32);
    a3.intoArray(lanes, 48);
  }

  private static void squaredL2(float[] q, float[] block, int[] offsets, int first, float[] lanes) {
    int at0 = offsets[first];
    int at1 = offsets[first + 1];
    int at2 = offsets[first + 2];
    int at3 = offsets[first + 3];
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    for (int i = 0; i < q.length; i += 16) {
      FloatVector q0 = load(q, i);
      FloatVector d0 = q0.sub(load(block, at0 + i));
      a0 = d0.fma(d0, a0);
      FloatVector d1 = q0.sub(load(block, at1 + i));
      a1 = d1.fma(d1, a1);
      FloatVector d2 = q0.sub(load(block, at2 + i));
      a2 = d2.fma(d2, a2);
      FloatVector d3 = q0.sub(load(block, at3 + i));
      a3 = d3.fma(d3, a3);
    }
    a0.intoArray(lanes, 0);
    a1.intoArray(lanes, 16);
    a2.intoArray(lanes, 32);
    a3.intoArray(lanes, 48);
  }

  private static void squaredNorm(
      int dimension, float[] block, int[] offsets, int first, float[] lanes) {
    int at0 = offsets[first];
    int at1 = offsets[first + 1];
    int at2 = offsets[first + 2];
    int at3 = offsets[first + 3];
    FloatVector a0 = FloatVector.zero(SPECIES);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    for (int i = 0; i < dimension; i += 16) {
      FloatVector x0 = load(block, at0 + i);
      a0 = x0.fma(x0, a0);
      FloatVector x1 = load(block, at1 + i);
      a1 = x1.fma(x1, a1);
      FloatVector x2 = load(block, at2 + i);
      a2 = x2.fma(x2, a2);
      FloatVector x3 = load(block, at3 + i);
      a3 = x3.fma(x3, a3);
    }
    a0.intoArray(lanes, 0);
    a1.intoArray(lanes, 16);
    a2.intoArray(lanes, 32);
    a3.intoArray(lanes, 48);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(SPECIES, values, at);
  }
}
