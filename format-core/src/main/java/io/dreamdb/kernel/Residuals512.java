package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loop over a residual, in vectors of 512 bits. */
final class Residuals512 implements ResidualLoop {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;

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
    FloatVector squares = FloatVector.zero(SPECIES);
    FloatVector magnitudes = squares;
    FloatVector centers = squares;
    long word = 0;
    for (int i = 0; i < dimension; i += 16) {
      FloatVector r = load(residual, residualOffset + i);
      FloatVector c = load(center, centerOffset + i);
      VectorMask<Float> positive = r.compare(VectorOperators.GE, 0);
      squares = r.fma(r, squares);
      magnitudes = magnitudes.add(r.abs());
      centers = centers.add(c.neg().blend(c, positive));
      word |= positive.toLong() << i;
      if ((i & 48) == 48) {
        bits[bitsOffset + (i >> 6)] = word;
        word = 0;
      }
    }
    float[] lanes = new float[16];
    squares.intoArray(lanes, 0);
    out[0] = ScalarKernel.tree(lanes);
    magnitudes.intoArray(lanes, 0);
    out[1] = ScalarKernel.tree(lanes);
    centers.intoArray(lanes, 0);
    out[2] = ScalarKernel.tree(lanes);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(SPECIES, values, at);
  }
}
