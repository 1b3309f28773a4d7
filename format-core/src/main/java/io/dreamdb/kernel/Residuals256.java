package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loop over a residual, in vectors of 256 bits. */
final class Residuals256 implements ResidualLoop {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  @Override
  public void encode(
      float[] residual,
      int residualOffset,
      float[] center,
      int centerOffset,
      int dimension,
      long[] bits,
      int bitsOffset,
      float[] out) {
    FloatVector squares0 = FloatVector.zero(SPECIES);
    FloatVector magnitudes0 = squares0;
    FloatVector centers0 = squares0;
    FloatVector squares1 = FloatVector.zero(SPECIES);
    FloatVector magnitudes1 = squares1;
    FloatVector centers1 = squares1;
    long word = 0;
    for (int i = 0; i < dimension; i += 16) {
      FloatVector r0 = load(residual, residualOffset + i);
      FloatVector c0 = load(center, centerOffset + i);
      VectorMask<Float> positive0 = r0.compare(VectorOperators.GE, 0);
      squares0 = r0.fma(r0, squares0);
      magnitudes0 = magnitudes0.add(r0.abs());
      centers0 = centers0.add(c0.neg().blend(c0, positive0));
      word |= positive0.toLong() << i;
      FloatVector r1 = load(residual, residualOffset + i + 8);
      FloatVector c1 = load(center, centerOffset + i + 8);
      VectorMask<Float> positive1 = r1.compare(VectorOperators.GE, 0);
      squares1 = r1.fma(r1, squares1);
      magnitudes1 = magnitudes1.add(r1.abs());
      centers1 = centers1.add(c1.neg().blend(c1, positive1));
      word |= positive1.toLong() << (i + 8);
      if ((i & 48) == 48) {
        bits[bitsOffset + (i >> 6)] = word;
        word = 0;
      }
    }
    float[] lanes = new float[16];
    squares0.intoArray(lanes, 0);
    squares1.intoArray(lanes, 8);
    out[0] = ScalarKernel.tree(lanes);
    magnitudes0.intoArray(lanes, 0);
    magnitudes1.intoArray(lanes, 8);
    out[1] = ScalarKernel.tree(lanes);
    centers0.intoArray(lanes, 0);
    centers1.intoArray(lanes, 8);
    out[2] = ScalarKernel.tree(lanes);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(SPECIES, values, at);
  }
}
