package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Sums over vectors in the arithmetic that the package comment fixes. Thread-safe. */
public final class VectorArithmetic {

  private VectorArithmetic() {}

  /**
   * The dot product.
   *
   * @throws InvalidInput if the lengths differ
   */
  public static float dot(float[] a, float[] b) {
    checkPair(a, b);
    float[] out = new float[1];
    KernelChoice.ARRAYS.dot(QueryVector.view(a), b, 0, 1, out, 0);
    return out[0];
  }

  /**
   * The square of the Euclidean distance.
   *
   * @throws InvalidInput if the lengths differ
   */
  public static float squaredL2(float[] a, float[] b) {
    checkPair(a, b);
    float[] out = new float[1];
    KernelChoice.ARRAYS.squaredL2(QueryVector.view(a), b, 0, 1, out, 0);
    return out[0];
  }

  /**
   * The squared norm of each row: its dot product with itself.
   *
   * @param block rows × dimension, row 0 at {@code offset}
   * @param out takes the norms, from index 0
   * @throws IndexOutOfBoundsException if the block or {@code out} does not hold the rows
   */
  public static void squaredNorms(int dimension, float[] block, int offset, int rows, float[] out) {
    VectorCheck.dimension(dimension);
    Objects.checkFromIndexSize(offset, (long) rows * dimension, block.length);
    Objects.checkFromIndexSize(0, rows, out.length);
    KernelChoice.ARRAYS.squaredNorms(dimension, block, offset, rows, out, 0);
  }

  /**
   * The same over memory outside the heap.
   *
   * @param block rows × dimension × 4 bytes, little-endian whatever its order says; its position
   *     and limit do not matter
   * @param offsetBytes index in the buffer of row 0, of any alignment
   * @throws IndexOutOfBoundsException if the block or {@code out} does not hold the rows
   */
  public static void squaredNorms(
      int dimension, ByteBuffer block, int offsetBytes, int rows, float[] out) {
    VectorCheck.dimension(dimension);
    Objects.checkFromIndexSize(0, rows, out.length);
    ByteBuffer exact = rows(dimension, block, offsetBytes, rows);
    KernelChoice.NATIVES.squaredNorms(dimension, exact, rows, out, 0);
  }

  /** Exactly these rows of the block. */
  static ByteBuffer rows(int dimension, ByteBuffer block, int offsetBytes, int rows) {
    long lengthBytes = (long) rows * dimension * Float.BYTES;
    Objects.checkFromIndexSize(offsetBytes, lengthBytes, block.capacity());
    return block.duplicate().clear().slice(offsetBytes, (int) lengthBytes);
  }

  private static void checkPair(float[] a, float[] b) {
    VectorCheck.dimension(a.length);
    if (a.length != b.length) {
      throw new InvalidInput(
          "the vectors have " + a.length + " and " + b.length + " elements, expected the same");
    }
  }
}
