package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops that round a query, in vectors of 512 bits. */
final class Rounding512 implements RoundingLoop {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;

  // Added to a number below 2^22, it rounds it to an integer, which then stands in the low bits.
  private static final float ROUND = 0x1.8p23f;
  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

  @Override
  public float round(float[] p, float delta, int max, int[] values, int[] sums) {
    if (delta == 0) {
      return new ScalarRounding().round(p, delta, max, values, sums);
    }
    float[] lanes = new float[16];
    FloatVector squares = FloatVector.zero(FLOATS);
    IntVector sum = IntVector.zero(INTS);
    IntVector magnitude = sum;
    for (int i = 0; i < p.length; i += 16) {
      FloatVector x = FloatVector.fromArray(FLOATS, p, i);
      IntVector u = rounded(x, delta, max);
      FloatVector d = rest(x, u, delta);
      u.intoArray(values, i);
      squares = d.fma(d, squares);
      sum = sum.add(u);
      magnitude = magnitude.add(u.abs());
    }
    squares.intoArray(lanes, 0);
    sums[0] = sum.reduceLanes(VectorOperators.ADD);
    sums[1] = magnitude.reduceLanes(VectorOperators.ADD);
    return ScalarKernel.tree(lanes);
  }

  private static IntVector rounded(FloatVector x, float delta, int max) {
    return x.div(delta).add(ROUND).reinterpretAsInts().sub(ROUND_BITS).min(max).max(-max);
  }

  private static FloatVector rest(FloatVector x, IntVector u, float delta) {
    FloatVector value = (FloatVector) u.convert(VectorOperators.I2F, 0);
    return value.fma(FloatVector.broadcast(FLOATS, -delta), x);
  }

  @Override
  public float largest(float[] p) {
    IntVector largest = IntVector.zero(INTS);
    for (int i = 0; i < p.length; i += 16) {
      IntVector bits = FloatVector.fromArray(FLOATS, p, i).reinterpretAsInts();
      largest = largest.max(bits.and(Integer.MAX_VALUE));
    }
    return Float.intBitsToFloat(largest.reduceLanes(VectorOperators.MAX));
  }

  @Override
  public void planes(int[] values, int bits, long[] planes) {
    if (bits == 3) {
      planes3(values, planes);
      return;
    }
    for (int word = 0; word < values.length / 64; word++) {
      for (int part = 0; part < 64; part += 16) {
        IntVector u = IntVector.fromArray(INTS, values, 64 * word + part);
        planes[word * bits] |= u.lt(0).toLong() << part;
        IntVector magnitude = u.abs();
        for (int k = 1; k < bits; k++) {
          long plane = magnitude.and(1 << (k - 1)).compare(VectorOperators.GT, 0).toLong();
          planes[word * bits + k] |= plane << part;
        }
      }
    }
  }

  /** By and and compare: C2 of JDK 17 gives wrong masks for a shift and the sign. */
  private static void planes3(int[] values, long[] planes) {
    for (int word = 0; word < values.length / 64; word++) {
      long signs = 0;
      long ones = 0;
      long twos = 0;
      for (int part = 0; part < 64; part += 16) {
        IntVector u = IntVector.fromArray(INTS, values, 64 * word + part);
        IntVector magnitude = u.abs();
        signs |= u.lt(0).toLong() << part;
        ones |= magnitude.and(1).compare(VectorOperators.GT, 0).toLong() << part;
        twos |= magnitude.and(2).compare(VectorOperators.GT, 0).toLong() << part;
      }
      planes[3 * word] = signs;
      planes[3 * word + 1] = ones;
      planes[3 * word + 2] = twos;
    }
  }
}
