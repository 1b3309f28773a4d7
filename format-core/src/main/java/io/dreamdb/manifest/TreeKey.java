package io.dreamdb.manifest;

import io.dreamdb.LimitExceeded;
import java.util.Arrays;
import java.util.HexFormat;

/** The key of a tree's entry: 1 to 512 bytes, ordered as unsigned bytes, shorter first. */
public final class TreeKey implements Comparable<TreeKey> {

  static final int MAX_LENGTH_BYTES = 512;

  private final byte[] bytes;

  private TreeKey(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX_LENGTH_BYTES) {
      throw new LimitExceeded(
          "A tree's key has 1 to " + MAX_LENGTH_BYTES + " bytes, not " + bytes.length);
    }
    this.bytes = bytes;
  }

  /** The key with a copy of these bytes. */
  public static TreeKey of(byte[] bytes) {
    return new TreeKey(bytes.clone());
  }

  /** The eight bytes of {@code value}, big-endian: keys then are ordered as unsigned numbers. */
  public static TreeKey ofLong(long value) {
    byte[] bytes = new byte[Long.BYTES];
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[i] = (byte) (value >>> 56 - 8 * i);
    }
    return new TreeKey(bytes);
  }

  /** The number whose key this is; the inverse of {@link #ofLong}. */
  public long toLong() {
    if (bytes.length != Long.BYTES) {
      throw new IllegalStateException("key " + this + " has " + bytes.length + " bytes, not 8");
    }
    long value = 0;
    for (byte b : bytes) {
      value = value << 8 | b & 0xff;
    }
    return value;
  }

  /** The bytes, the caller's own. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  int lengthBytes() {
    return bytes.length;
  }

  /** The bytes of {@code level} and this key, of which the rank is the hash. */
  byte[] withLevel(int level) {
    byte[] prefixed = new byte[bytes.length + 1];
    prefixed[0] = (byte) level;
    System.arraycopy(bytes, 0, prefixed, 1, bytes.length);
    return prefixed;
  }

  @Override
  public int compareTo(TreeKey other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreeKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
