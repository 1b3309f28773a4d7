package io.dreamdb.hash;

import static io.dreamdb.hash.Blake3.HASH_BYTES;
import static io.dreamdb.hash.ChainingValues.GROUP_BYTES;

import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * BLAKE3-256 of a stream, with the tree above its groups.
 *
 * <p>It holds 64 KiB of the input and 32 bytes for each 16 KiB that passed. {@link #digest} and
 * {@link #outboard} speak of the bytes fed so far, change nothing and may be followed by more
 * bytes. Pieces of 64 KiB and more are hashed where they stand and reach the speed of {@link
 * Blake3#hash(byte[])}. Not thread-safe.
 */
public final class Blake3Hasher {

  private static final int HELD_BYTES = 4 * GROUP_BYTES;

  // Bytes are held back until others follow: only then is it known that their group is not the
  // last, which may be the root.
  private final byte[] held = new byte[HELD_BYTES];
  private int heldBytes;
  private byte[] values = new byte[8 * HASH_BYTES];
  private int groups;

  /** How many bytes were fed so far. */
  public long lengthBytes() {
    return (long) groups * GROUP_BYTES + heldBytes;
  }

  /** Feeds all the bytes. */
  public Blake3Hasher update(byte[] bytes) {
    return update(bytes, 0, bytes.length);
  }

  /**
   * Feeds {@code length} bytes from {@code offset} on.
   *
   * @throws IndexOutOfBoundsException if the range is not inside the array
   */
  public Blake3Hasher update(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int at = 0;
    if (heldBytes > 0) {
      at = Math.min(length, HELD_BYTES - heldBytes);
      System.arraycopy(bytes, offset, held, heldBytes, at);
      heldBytes += at;
      if (at == length) {
        return this;
      }
      releaseHeld();
    }
    if (length - at > HELD_BYTES) {
      int whole = (length - at - 1) / GROUP_BYTES * GROUP_BYTES;
      append(bytes, offset + at, whole);
      at += whole;
    }
    System.arraycopy(bytes, offset + at, held, 0, length - at);
    heldBytes = length - at;
    return this;
  }

  /**
   * Feeds the bytes between the buffer's position and its limit; the position moves to the limit.
   * The buffer may be on the heap, direct, mapped or read-only.
   */
  public Blake3Hasher update(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      int offset = buffer.arrayOffset() + buffer.position();
      update(buffer.array(), offset, buffer.remaining());
      buffer.position(buffer.limit());
      return this;
    }
    while (buffer.hasRemaining()) {
      if (heldBytes == HELD_BYTES) {
        releaseHeld();
      }
      int some = Math.min(buffer.remaining(), HELD_BYTES - heldBytes);
      buffer.get(held, heldBytes, some);
      heldBytes += some;
    }
    return this;
  }

  /**
   * Takes other bytes in the place of the first ones.
   *
   * @param first the whole first group, or all bytes if there are fewer
   * @throws InvalidInput if they are not as many
   */
  public Blake3Hasher replaceFirst(byte[] first) {
    if (first.length != Math.min(GROUP_BYTES, lengthBytes())) {
      throw new InvalidInput(
          first.length + " bytes in the place of the first group of " + lengthBytes());
    }
    if (groups == 0) {
      System.arraycopy(first, 0, held, 0, first.length);
    } else {
      ChainingValues.ofGroups(first, 0, GROUP_BYTES, 0, values, 0);
    }
    return this;
  }

  /** The hash of the bytes so far. */
  public byte[] digest() {
    if (lengthBytes() <= GROUP_BYTES) {
      return ChainingValues.rootOfGroup(held, 0, heldBytes);
    }
    byte[] all = groupValues();
    return ChainingValues.root(all, all.length / HASH_BYTES);
  }

  /** The tree above the groups of the bytes so far, laid out as the package comment says. */
  public byte[] outboard() {
    return lengthBytes() <= GROUP_BYTES ? new byte[0] : Blake3Tree.outboardOf(groupValues());
  }

  private byte[] groupValues() {
    int heldGroups = (heldBytes + GROUP_BYTES - 1) / GROUP_BYTES;
    byte[] all = Arrays.copyOf(values, (groups + heldGroups) * HASH_BYTES);
    if (heldBytes > 0) {
      ChainingValues.ofGroups(held, 0, heldBytes, groups, all, groups * HASH_BYTES);
    }
    return all;
  }

  private void releaseHeld() {
    append(held, 0, HELD_BYTES);
    heldBytes = 0;
  }

  private void append(byte[] bytes, int offset, int length) {
    int count = length / GROUP_BYTES;
    int needed = Math.multiplyExact(groups + count, HASH_BYTES);
    if (needed > values.length) {
      values = Arrays.copyOf(values, Math.max(needed, values.length + values.length / 2));
    }
    ChainingValues.ofGroups(bytes, offset, length, groups, values, groups * HASH_BYTES);
    groups += count;
  }
}
