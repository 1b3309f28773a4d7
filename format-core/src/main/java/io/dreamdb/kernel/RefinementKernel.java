package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Dot products of a rounded query and refinement codes of 4 or 8 bits an element, in the format's
 * layout: groups of 64 elements; with 4 bits, byte j &lt; 32 of a group holds element j in its low
 * half and element j + 32 in its high half. Thread-safe.
 */
public final class RefinementKernel {

  private RefinementKernel() {}

  /** Bytes of a code of D elements. */
  public static int codeBytes(int dimension, int bits) {
    if (bits != 4 && bits != 8) {
      throw new InvalidInput("refinement codes of " + bits + " bits, expected 4 or 8");
    }
    return dimension * bits / 8;
  }

  /**
   * Σ u<sub>i</sub>w<sub>i</sub> of codes that lie one after the other, u without sign.
   *
   * @param codes its position and limit do not matter. Such outside the heap, mapped or direct, are
   *     read in place on Java 25; others by slower code
   * @param out takes {@code count} products
   * @throws IndexOutOfBoundsException if the buffer or {@code out} does not hold them
   */
  public static void dots(
      RefinementQuery query,
      int bits,
      ByteBuffer codes,
      int offsetBytes,
      int count,
      int[] out,
      int outOffset) {
    int codeBytes = codeBytes(query.dimension(), bits);
    Objects.checkFromIndexSize(offsetBytes, (long) count * codeBytes, codes.capacity());
    Objects.checkFromIndexSize(outOffset, count, out.length);
    loop(codes).dots(query, bits, codes, offsetBytes, count, out, outOffset);
  }

  /**
   * The same of codes anywhere, by slower code where the buffer's capacity is no multiple of 4.
   *
   * @param offsetsBytes index in the buffer of each code
   */
  public static void dotsAt(
      RefinementQuery query,
      int bits,
      ByteBuffer codes,
      int[] offsetsBytes,
      int count,
      int[] out,
      int outOffset) {
    int codeBytes = codeBytes(query.dimension(), bits);
    Objects.checkFromIndexSize(0, count, offsetsBytes.length);
    Objects.checkFromIndexSize(outOffset, count, out.length);
    RefinementLoop loop = loop(codes);
    for (int i = 0; i < count; i++) {
      Objects.checkFromIndexSize(offsetsBytes[i], codeBytes, codes.capacity());
    }
    loop.dotsAt(query, bits, codes, offsetsBytes, count, out, outOffset);
  }

  private static RefinementLoop loop(ByteBuffer codes) {
    return codes.isDirect() ? KernelChoice.REFINEMENT.now() : KernelChoice.REFINEMENT.twin();
  }
}
