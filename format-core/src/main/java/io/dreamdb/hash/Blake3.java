package io.dreamdb.hash;

import java.nio.ByteBuffer;
import java.util.Objects;

/** BLAKE3-256 of bytes at hand. All methods are thread-safe. */
public final class Blake3 {

  /** The length of a hash. */
  public static final int HASH_BYTES = 32;

  private Blake3() {}

  /** The hash of all the bytes. */
  public static byte[] hash(byte[] bytes) {
    return hash(bytes, 0, bytes.length);
  }

  /**
   * The hash of {@code length} bytes from {@code offset} on.
   *
   * @throws IndexOutOfBoundsException if the range is not inside the array
   */
  public static byte[] hash(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length <= ChainingValues.GROUP_BYTES) {
      return ChainingValues.rootOfGroup(bytes, offset, length);
    }
    int groups = (int) new Blake3Tree(length).groups();
    byte[] values = new byte[groups * HASH_BYTES];
    ChainingValues.ofGroups(bytes, offset, length, 0, values, 0);
    return ChainingValues.root(values, groups);
  }

  /**
   * The hash of the bytes between the buffer's position and limit, which stay as they are. The
   * buffer may be on the heap, direct, mapped or read-only.
   */
  public static byte[] hash(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      return hash(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
    }
    return new Blake3Hasher().update(buffer.duplicate()).digest();
  }

  /**
   * Compiles the vector kernel now, which takes one to four seconds of a core, and returns when it
   * is in use or turned out not to be usable. Without this call hashing is scalar at first and
   * turns faster soon after the first 4 MiB. Later calls return at once.
   *
   * @return the name of the kernel in use, for a log
   * @throws InterruptedException if the waiting thread is interrupted; the warm-up goes on
   */
  public static String warmUp() throws InterruptedException {
    Kernels.warmUp();
    return Kernels.current().name();
  }
}
