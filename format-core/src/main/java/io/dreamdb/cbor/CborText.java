package io.dreamdb.cbor;

import io.dreamdb.InvalidInput;
import java.util.HexFormat;

/** Text that UTF-8 can hold. */
public record CborText(String value) implements CborValue {

  private static final int DESCRIBED_CHARS = 80;

  /**
   * Holds the text.
   *
   * @throws InvalidInput if the text has a surrogate without its pair
   */
  public CborText {
    requireEncodable(value);
  }

  static void requireEncodable(String text) {
    int unpaired = Utf8.unpairedSurrogateAt(text);
    if (unpaired >= 0) {
      throw new InvalidInput(
          "text has a surrogate without its pair at character "
              + unpaired
              + ", which UTF-8 cannot hold: "
              + quote(text));
    }
  }

  @Override
  public String describe() {
    return value.length() <= DESCRIBED_CHARS
        ? "text " + quote(value)
        : "text of " + value.length() + " characters, " + quote(abridged()) + "…";
  }

  private String abridged() {
    int end = DESCRIBED_CHARS;
    return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end);
  }

  @Override
  public String toString() {
    return quote(value);
  }

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
