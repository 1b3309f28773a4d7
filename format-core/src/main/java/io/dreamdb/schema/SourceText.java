package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.Locale;

/**
 * A text that people write, and errors that point into it.
 *
 * @param what what the text is, as errors call it: {@code filter}, {@code type}
 */
record SourceText(String what, String text) {

  private static final int ABRIDGED = 60;
  private static final int WINDOW = 50;

  /**
   * The error for the char at {@code offset}: its position as a count of characters (code points)
   * from 1, the message, the line it is on and a caret below it.
   */
  InvalidInput error(int offset, String message) {
    int position = text.codePointCount(0, offset) + 1;
    return new InvalidInput(
        String.format(
            Locale.ROOT, "bad %s at position %d: %s\n%s", what, position, message, caret(offset)));
  }

  private String caret(int offset) {
    int from = Math.max(lineStart(offset), back(offset));
    int to = Math.min(lineEnd(offset), forth(offset));
    StringBuilder pad = new StringBuilder();
    text.substring(from, offset).codePoints().forEach(c -> pad.append(c == '\t' ? '\t' : ' '));
    return "  " + text.substring(from, to) + "\n  " + pad + "^";
  }

  private int lineStart(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  private int lineEnd(int offset) {
    int end = text.indexOf('\n', offset);
    return end < 0 ? text.length() : end;
  }

  private int back(int offset) {
    return text.codePointCount(0, offset) <= WINDOW ? 0 : text.offsetByCodePoints(offset, -WINDOW);
  }

  private int forth(int offset) {
    return text.codePointCount(offset, text.length()) <= WINDOW
        ? text.length()
        : text.offsetByCodePoints(offset, WINDOW);
  }

  /** The beginning of a text, for messages. */
  static String abridged(String text) {
    if (text.codePointCount(0, text.length()) <= ABRIDGED) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, ABRIDGED)) + "…";
  }
}
