package io.dreamdb.quickstart;

/**
 * The first step of reading Java (JLS 3.3): a backslash, at least one {@code u} and four hex digits
 * are one character, before anything else is looked at.
 */
final class UnicodeEscapes {

  private static final int DIGITS = 4;

  private UnicodeEscapes() {}

  /** The source with its escapes replaced; what is no escape stays as it is. */
  static String translate(String source) {
    StringBuilder out = new StringBuilder(source.length());
    int i = 0;
    while (i < source.length()) {
      int digits = source.charAt(i) == '\\' ? digitsOfEscape(source, i) : -1;
      if (digits >= 0) {
        out.append((char) Integer.parseInt(source, digits, digits + DIGITS, 16));
        i = digits + DIGITS;
      } else if (source.startsWith("\\\\", i)) {
        // The second of two backslashes begins no escape.
        out.append("\\\\");
        i += 2;
      } else {
        out.append(source.charAt(i));
        i++;
      }
    }
    return out.toString();
  }

  /** Where the digits of an escape begin, or -1 if none begins here. */
  private static int digitsOfEscape(String source, int backslash) {
    int start = backslash + 1;
    while (start < source.length() && source.charAt(start) == 'u') {
      start++;
    }
    if (start == backslash + 1 || start + DIGITS > source.length()) {
      return -1;
    }
    for (int i = start; i < start + DIGITS; i++) {
      if (Character.digit(source.charAt(i), 16) < 0) {
        return -1;
      }
    }
    return start;
  }
}
