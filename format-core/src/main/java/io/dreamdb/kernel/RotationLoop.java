package io.dreamdb.kernel;

/** The loop of {@link Rotation}. Callers have checked all ranges. */
interface RotationLoop {

  /**
   * One round, in place: signs, the transform of each block, and the reflection.
   *
   * @param length of the vector, a multiple of 64
   * @param blockLength 2<sup>p</sup>, at least 64; the length divided by it is 1, 3, 5 or 7
   * @param signs 1 or -1 for each element, from index {@code signsAt}
   */
  void round(float[] x, int at, int length, int blockLength, float[] signs, int signsAt);

  /** 2<sup>−p/2</sup>, by which each element is multiplied after the transform. */
  static float factor(int blockLength) {
    return (float) Math.pow(2, -Integer.numberOfTrailingZeros(blockLength) / 2.0);
  }
}
