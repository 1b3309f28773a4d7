package io.dreamdb.cbor;

import java.nio.ByteBuffer;

/** Encodes and decodes values in the profile that the package states. */
public final class Cbor {

  /** How many arrays and maps may stand inside one another. */
  public static final int MAX_DEPTH = 32;

  private Cbor() {}

  /**
   * The one encoding of the value, in an array that the caller owns.
   *
   * @throws io.dreamdb.LimitExceeded if the encoding would be longer than an array can be
   */
  public static byte[] encode(CborValue value) {
    return CborWriter.write(value);
  }

  /** How many bytes {@link #encode} gives, found without encoding; linear in the value's size. */
  public static long encodedLength(CborValue value) {
    return EncodedLength.of(value);
  }

  /**
   * The value whose encoding is exactly these bytes. The value keeps no reference to them.
   *
   * @param what names the bytes in a failure, for example the object's key
   * @throws io.dreamdb.CorruptObject if the bytes are not the encoding of a value; the message
   *     holds {@code what} and the offset of the fault
   */
  public static CborValue decode(byte[] bytes, String what) {
    return decode(ByteBuffer.wrap(bytes), what);
  }

  /**
   * The value whose encoding is exactly the buffer's remaining bytes; offsets in failures count
   * from the buffer's position. The buffer, of any kind and byte order, is not moved and not kept.
   *
   * @throws io.dreamdb.CorruptObject as {@link #decode(byte[], String)}
   */
  public static CborValue decode(ByteBuffer bytes, String what) {
    CborReader reader = new CborReader(bytes, what);
    CborValue value = reader.read();
    reader.expectEnd();
    return value;
  }

  /**
   * The value whose encoding begins the buffer's remaining bytes, and its length; what comes after
   * it is not looked at. Otherwise as {@link #decode(ByteBuffer, String)}.
   *
   * @throws io.dreamdb.CorruptObject as {@link #decode(byte[], String)}, also when the buffer ends
   *     before the value does
   */
  public static CborPrefix decodePrefix(ByteBuffer bytes, String what) {
    CborReader reader = new CborReader(bytes, what);
    CborValue value = reader.read();
    return new CborPrefix(value, reader.offset());
  }
}
