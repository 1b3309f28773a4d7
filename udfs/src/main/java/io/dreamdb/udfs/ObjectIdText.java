package io.dreamdb.udfs;

import io.dreamdb.hash.Blake3;

/**
 * The text form of an object's id: {@code 0x1e} and the BLAKE3-256 hash of its bytes in RFC 4648
 * base32, lower case, without padding. Written out here because the functions build on the hash
 * alone; a test holds it to the object graph's own.
 */
final class ObjectIdText {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BLAKE3 = 0x1e;
  private static final int TEXT_LENGTH = 53;

  private ObjectIdText() {}

  static String of(byte[] bytes, int offset, int length) {
    StringBuilder text = new StringBuilder(TEXT_LENGTH);
    int pending = BLAKE3;
    int bits = 8;
    for (byte b : Blake3.hash(bytes, offset, length)) {
      for (; bits >= 5; bits -= 5) {
        text.append(ALPHABET.charAt((pending >>> (bits - 5)) & 31));
      }
      pending = (pending << 8) | (b & 0xff);
      bits += 8;
    }
    for (; bits >= 5; bits -= 5) {
      text.append(ALPHABET.charAt((pending >>> (bits - 5)) & 31));
    }
    return text.append(ALPHABET.charAt((pending << (5 - bits)) & 31)).toString();
  }
}
