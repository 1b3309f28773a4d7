package io.dreamdb.cbor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** A byte string. Its bytes are its own: they are copied on the way in. */
public final class CborBytes implements CborValue {

  /** The byte string without bytes. */
  public static final CborBytes EMPTY = new CborBytes(new byte[0]);

  private final byte[] bytes;

  private CborBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A byte string that holds a copy of the array. */
  public static CborBytes copyOf(byte[] bytes) {
    return owning(bytes.clone());
  }

  /** A byte string that holds a copy of the buffer's remaining bytes; the buffer is not moved. */
  public static CborBytes copyOf(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    return owning(copy);
  }

  /** The caller gives the array away. */
  static CborBytes owning(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new CborBytes(bytes);
  }

  /** How many bytes there are. */
  public int length() {
    return bytes.length;
  }

  /** The bytes themselves, not a copy: read-only, big endian, from position 0 to the limit. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** A copy of the bytes that the caller owns. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /**
   * Copies all bytes into the target from the offset on.
   *
   * @throws IndexOutOfBoundsException if they do not fit
   */
  public void copyInto(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /** For the writer, which only reads. */
  byte[] borrowed() {
    return bytes;
  }

  @Override
  public String describe() {
    return "byte string of " + bytes.length + " bytes";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CborBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "h'" + HexFormat.of().formatHex(bytes) + "'";
  }
}
