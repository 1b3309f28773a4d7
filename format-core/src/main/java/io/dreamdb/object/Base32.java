package io.dreamdb.object;

import io.dreamdb.InvalidInput;

/** RFC 4648 base32, lower case, without padding. */
final class Base32 {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private Base32() {}

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder((bytes.length * 8 + 4) / 5);
    int pending = 0;
    int bits = 0;
    for (byte b : bytes) {
      pending = pending << 8 | b & 0xff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(ALPHABET.charAt(pending >>> bits & 31));
      }
      pending &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt(pending << 5 - bits & 31));
    }
    return text.toString();
  }

  /** Decodes whole bytes; the bits left over at the end must be zero and fewer than five. */
  static byte[] decode(String text) {
    byte[] bytes = new byte[text.length() * 5 / 8];
    int pending = 0;
    int bits = 0;
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      pending = pending << 5 | digit(text, i);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[length++] = (byte) (pending >>> bits);
        pending &= (1 << bits) - 1;
      }
    }
    if (bits >= 5 || pending != 0) {
      throw new InvalidInput("'" + text + "' does not end with zero bits, so it is not base32");
    }
    return bytes;
  }

  private static int digit(String text, int index) {
    char c = text.charAt(index);
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    if (c >= '2' && c <= '7') {
      return c - '2' + 26;
    }
    throw new InvalidInput(
        "'" + text + "' has '" + c + "' at position " + index + "; base32 ids use a-z and 2-7");
  }
}
