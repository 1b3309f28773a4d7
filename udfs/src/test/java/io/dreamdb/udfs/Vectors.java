package io.dreamdb.udfs;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Vectors for tests: ordinary ones, and what floats have at their edges. */
final class Vectors {

  static final int[] LENGTHS = {0, 1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 383, 384, 385, 768};

  private static final float[] EDGES = {
    0f,
    -0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -0.75f * Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1f,
    -1f,
    1e-23f,
    1e19f
  };

  /** Each makes one element; they range from embeddings to every bit pattern there is. */
  static final List<Function<Random, Float>> KINDS =
      List.of(
          random -> (float) random.nextGaussian(),
          random -> random.nextFloat() * 1e-22f,
          random -> (random.nextFloat() - 0.5f) * 1e19f,
          random -> (float) random.nextGaussian() * (float) Math.pow(2, random.nextInt(80) - 40),
          random -> random.nextFloat() * 1e-39f,
          random -> random.nextInt(9) == 0 ? EDGES[random.nextInt(EDGES.length)] : 1f,
          random -> EDGES[random.nextInt(3)] + EDGES[random.nextInt(EDGES.length)],
          random -> Float.intBitsToFloat(random.nextInt()));

  private Vectors() {}

  static float[] of(Function<Random, Float> kind, int length, Random random) {
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = kind.apply(random);
    }
    return vector;
  }

  /** The same numbers behind others, so that an offset that is forgotten shows. */
  static VectorView shifted(float[] vector, int offset) {
    float[] wide = new float[vector.length + offset + 3];
    Arrays.fill(wide, 12345f);
    System.arraycopy(vector, 0, wide, offset, vector.length);
    return VectorView.of(wide, offset, vector.length, false);
  }
}
