package io.dreamdb.object;

import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The name of an object: the BLAKE3-256 hash of its bytes, kept as four words.
 *
 * <p>Bytes: {@code 0x1e}, then the 32 bytes of the hash. Text: 53 characters of lower-case base32
 * without padding. Ordered by bytes.
 *
 * @param word0 bytes 1 to 8, big-endian
 * @param word1 bytes 9 to 16
 * @param word2 bytes 17 to 24
 * @param word3 bytes 25 to 32
 */
public record ObjectId(long word0, long word1, long word2, long word3)
    implements Comparable<ObjectId> {

  /** Length of the binary form in bytes. */
  public static final int LENGTH_BYTES = 33;

  /** Length of the text form in characters. */
  public static final int TEXT_LENGTH = 53;

  private static final byte BLAKE3 = 0x1e;

  /** The id of the object whose BLAKE3-256 hash is {@code digest}, 32 bytes. */
  public static ObjectId ofDigest(byte[] digest) {
    if (digest.length != LENGTH_BYTES - 1) {
      throw new InvalidInput("A digest has 32 bytes, not " + digest.length);
    }
    ByteBuffer words = ByteBuffer.wrap(digest).order(ByteOrder.BIG_ENDIAN);
    return new ObjectId(words.getLong(), words.getLong(), words.getLong(), words.getLong());
  }

  /**
   * Reads the binary form.
   *
   * @throws InvalidInput if there are not 33 bytes, or the first is not {@code 0x1e}
   */
  public static ObjectId ofBytes(byte[] bytes) {
    if (bytes.length != LENGTH_BYTES) {
      throw new InvalidInput("An object id has 33 bytes, not " + bytes.length);
    }
    if (bytes[0] != BLAKE3) {
      throw new InvalidInput(
          "An object id begins with 0x1e (BLAKE3), not 0x" + HexFormat.of().toHexDigits(bytes[0]));
    }
    ByteBuffer words = ByteBuffer.wrap(bytes, 1, 32).order(ByteOrder.BIG_ENDIAN);
    return new ObjectId(words.getLong(), words.getLong(), words.getLong(), words.getLong());
  }

  /**
   * Reads the text form.
   *
   * @throws InvalidInput if the text is not 53 characters of {@code a-z2-7}, does not begin with
   *     the code of BLAKE3, or has a last bit that is not zero
   */
  public static ObjectId parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      throw new InvalidInput(
          "An object id has 53 characters, not " + text.length() + ": '" + text + "'");
    }
    return ofBytes(Base32.decode(text));
  }

  /** The binary form, 33 bytes, the caller's own. */
  public byte[] toBytes() {
    byte[] bytes = new byte[LENGTH_BYTES];
    bytes[0] = BLAKE3;
    ByteBuffer.wrap(bytes, 1, 32).putLong(word0).putLong(word1).putLong(word2).putLong(word3);
    return bytes;
  }

  /** The hash, 32 bytes, the caller's own. */
  public byte[] digest() {
    byte[] bytes = new byte[LENGTH_BYTES - 1];
    ByteBuffer.wrap(bytes).putLong(word0).putLong(word1).putLong(word2).putLong(word3);
    return bytes;
  }

  @Override
  public int compareTo(ObjectId other) {
    int order = Long.compareUnsigned(word0, other.word0);
    if (order == 0) {
      order = Long.compareUnsigned(word1, other.word1);
    }
    if (order == 0) {
      order = Long.compareUnsigned(word2, other.word2);
    }
    return order != 0 ? order : Long.compareUnsigned(word3, other.word3);
  }

  /** The bytes of a hash are evenly spread: one word is as good a hash as any. */
  @Override
  public int hashCode() {
    return Long.hashCode(word0);
  }

  /** The text form. */
  @Override
  public String toString() {
    return Base32.encode(toBytes());
  }
}
