package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;
import java.util.Arrays;
import java.util.Objects;

/**
 * The format's random rotation of vectors, in three rounds of signs, a fast Hadamard transform of
 * the m blocks of 2<sup>p</sup> elements and, where m is not 1, a reflection that mixes them.
 * Thread-safe.
 */
public final class Rotation {

  private static final int ROUNDS = 3;

  private final int dimension;
  private final int codeDimension;
  private final int blockLength;
  private final float[] signs; // [3 · D] of 1 and -1

  /**
   * A rotation of vectors of that dimension.
   *
   * @param signs [3 · D / 64]: bit i mod 64 of word t · D / 64 + i / 64 is set if round t negates
   *     element i
   * @throws InvalidInput if there are not that many signs
   */
  public Rotation(int dimension, long[] signs) {
    this.dimension = VectorCheck.dimension(dimension);
    this.codeDimension = codeDimension(dimension);
    this.blockLength = Integer.lowestOneBit(codeDimension);
    if (signs.length != ROUNDS * codeDimension / 64) {
      throw new InvalidInput(
          signs.length + " words of signs, expected " + ROUNDS * codeDimension / 64);
    }
    this.signs = new float[ROUNDS * codeDimension];
    for (int i = 0; i < this.signs.length; i++) {
      this.signs[i] = (signs[i / 64] >>> i & 1) == 0 ? 1 : -1;
    }
  }

  /**
   * D, the number of elements of rotated vectors: the smallest multiple of 64 that is at least the
   * dimension and of the form m · 2<sup>p</sup>, m one of 1, 3, 5, 7.
   */
  public static int codeDimension(int dimension) {
    int code = (VectorCheck.dimension(dimension) + 63) & -64;
    while (oddPart(code) > 7) {
      code += 64;
    }
    return code;
  }

  /** The number of elements of a vector. */
  public int dimension() {
    return dimension;
  }

  /** D, the number of elements of a rotated vector. */
  public int codeDimension() {
    return codeDimension;
  }

  /**
   * Rotates one vector.
   *
   * @param vector [dimension] from {@code offset}
   * @param out takes D elements from {@code outOffset}; another array, or the same place
   * @throws IndexOutOfBoundsException if an array does not hold them
   */
  public void rotate(float[] vector, int offset, float[] out, int outOffset) {
    Objects.checkFromIndexSize(offset, dimension, vector.length);
    Objects.checkFromIndexSize(outOffset, codeDimension, out.length);
    System.arraycopy(vector, offset, out, outOffset, dimension);
    Arrays.fill(out, outOffset + dimension, outOffset + codeDimension, 0);
    RotationLoop loop = KernelChoice.ROTATION.now();
    for (int round = 0; round < ROUNDS; round++) {
      loop.round(out, outOffset, codeDimension, blockLength, signs, round * codeDimension);
    }
  }

  private static int oddPart(int value) {
    return value >> Integer.numberOfTrailingZeros(value);
  }
}
