package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The rotation in vectors of 512 bits. Within a vector, {@code (a, b)} becomes {@code (a + b, a -
 * b)} as {@code fma(v, ±1, swapped v)}, which rounds once as they do.
 */
final class Rotation512 implements RotationLoop {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;
  private static final int LANES = 16;

  private static final VectorShuffle<Float> SWAP1 = swap(1);
  private static final VectorShuffle<Float> SWAP2 = swap(2);
  private static final VectorShuffle<Float> SWAP4 = swap(4);
  private static final VectorShuffle<Float> SWAP8 = swap(8);

  private static final FloatVector SIGN1 = signs(1);
  private static final FloatVector SIGN2 = signs(2);
  private static final FloatVector SIGN4 = signs(4);
  private static final FloatVector SIGN8 = signs(8);

  @Override
  public void round(float[] x, int at, int length, int blockLength, float[] signs, int signsAt) {
    within(x, at, length, signs, signsAt);
    float factor = RotationLoop.factor(blockLength);
    for (int block = at; block < at + length; block += blockLength) {
      int half = LANES;
      for (; 4 * half <= blockLength; half *= 4) {
        for (int i = block; i < block + blockLength; i += 4 * half) {
          across4(x, i, half);
        }
      }
      if (half < blockLength) {
        across2(x, block, half);
      }
      scale(x, block, blockLength, factor);
    }
    if (length > blockLength) {
      reflect(x, at, length, blockLength);
    }
  }

  /** Signs, and the stages within each vector. */
  private static void within(float[] x, int at, int length, float[] signs, int signsAt) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector v = load(x, at + i).mul(load(signs, signsAt + i));
      v = v.fma(SIGN1, v.rearrange(SWAP1));
      v = v.fma(SIGN2, v.rearrange(SWAP2));
      v = v.fma(SIGN4, v.rearrange(SWAP4));
      v = v.fma(SIGN8, v.rearrange(SWAP8));
      v.intoArray(x, at + i);
    }
  }

  /** Two stages over four neighbouring ranges. */
  private static void across4(float[] x, int at, int half) {
    for (int i = at; i < at + half; i += LANES) {
      FloatVector a = load(x, i);
      FloatVector b = load(x, i + half);
      FloatVector c = load(x, i + 2 * half);
      FloatVector d = load(x, i + 3 * half);
      FloatVector sum0 = a.add(b);
      FloatVector difference0 = a.sub(b);
      FloatVector sum1 = c.add(d);
      FloatVector difference1 = c.sub(d);
      sum0.add(sum1).intoArray(x, i);
      difference0.add(difference1).intoArray(x, i + half);
      sum0.sub(sum1).intoArray(x, i + 2 * half);
      difference0.sub(difference1).intoArray(x, i + 3 * half);
    }
  }

  /** The last stage, over two neighbouring ranges. */
  private static void across2(float[] x, int at, int half) {
    for (int i = at; i < at + half; i += LANES) {
      FloatVector a = load(x, i);
      FloatVector b = load(x, i + half);
      a.add(b).intoArray(x, i);
      a.sub(b).intoArray(x, i + half);
    }
  }

  private static void scale(float[] x, int at, int length, float factor) {
    for (int i = at; i < at + length; i += LANES) {
      load(x, i).mul(factor).intoArray(x, i);
    }
  }

  private static void reflect(float[] x, int at, int length, int blockLength) {
    float factor = (float) (2.0 * blockLength / length);
    for (int j = at; j < at + blockLength; j += LANES) {
      FloatVector sum = load(x, j);
      for (int i = j + blockLength; i < at + length; i += blockLength) {
        sum = sum.add(load(x, i));
      }
      FloatVector mean = sum.mul(factor);
      for (int i = j; i < at + length; i += blockLength) {
        load(x, i).sub(mean).intoArray(x, i);
      }
    }
  }

  private static VectorShuffle<Float> swap(int half) {
    return VectorShuffle.fromOp(SPECIES, lane -> lane ^ half);
  }

  private static FloatVector signs(int half) {
    float[] signs = new float[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      signs[lane] = (lane & half) == 0 ? 1 : -1;
    }
    return load(signs, 0);
  }

  private static FloatVector load(float[] values, int at) {
    return FloatVector.fromArray(SPECIES, values, at);
  }
}
