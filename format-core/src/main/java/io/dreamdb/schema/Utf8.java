package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strings to bytes and back without loss: what cannot be represented is refused. */
final class Utf8 {

  private Utf8() {}

  static byte[] encode(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new InvalidInput(
          "string '" + SourceText.abridged(text) + "' holds half a surrogate pair", e);
    }
  }

  static String decode(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInput("string of " + bytes.remaining() + " bytes is not valid UTF-8", e);
    }
  }

  /** Compares strings as their UTF-8 bytes compare, unsigned: by code point. */
  static int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        return Integer.compare(order(l), order(r));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** Surrogates stand for code points above all other chars. */
  private static int order(char unit) {
    return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
  }
}
