package io.dreamdb.kernel;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Estimates distances from blocks of 8 one-bit codes, which the format lays out so that one word of
 * 8 codes lies together: for each of D / 64 words eight u64, then eight f32 {@code add}, then eight
 * f32 {@code scale}. Thread-safe.
 */
public final class CodeKernel {

  /** Codes in a block. */
  public static final int BLOCK = 8;

  // So many that a long scan changes over to the SIMD form as soon as that is compiled.
  private static final int CHUNK_BLOCKS = 1024;

  private CodeKernel() {}

  /** Bytes of a block of codes of that many words. */
  public static int blockBytes(int words) {
    return 64 * words + 64;
  }

  /**
   * {@code fma(scale, δ · t, add) + base} of each code, each operation rounded to binary32, where t
   * = Σ s<sub>i</sub>u<sub>i</sub>, s<sub>i</sub> = +1 where the code's bit is set, else −1.
   *
   * @param codes little-endian whatever its order says; its position and limit do not matter. Such
   *     outside the heap, mapped or direct, are read in place on Java 25; others by slower code
   * @param offsetBytes index in the buffer of the first block, of any alignment
   * @param out takes 8 · blocks estimates
   * @throws IndexOutOfBoundsException if the buffer or {@code out} does not hold them
   */
  public static void estimate(
      QueryPlanes query,
      ByteBuffer codes,
      int offsetBytes,
      int blocks,
      float base,
      float[] out,
      int outOffset) {
    int blockBytes = blockBytes(query.words());
    Objects.checkFromIndexSize(offsetBytes, (long) blocks * blockBytes, codes.capacity());
    Objects.checkFromIndexSize(outOffset, (long) BLOCK * blocks, out.length);
    for (int first = 0; first < blocks; first += CHUNK_BLOCKS) {
      int count = Math.min(CHUNK_BLOCKS, blocks - first);
      int at = offsetBytes + first * blockBytes;
      loop(codes).estimate(query, codes, at, count, base, out, outOffset + BLOCK * first);
    }
  }

  private static CodeLoop loop(ByteBuffer codes) {
    return codes.isDirect() ? KernelChoice.CODES.now() : KernelChoice.CODES.twin();
  }
}
