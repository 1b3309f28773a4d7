package io.dreamdb.schema;

import io.dreamdb.InvalidInput;

/**
 * Reads what stands behind LIKE. Patterns that name a prefix, or one string, are exact against
 * statistics and sorted data; others are refused.
 */
final class LikePattern {

  private final TokenReader tokens;

  LikePattern(TokenReader tokens) {
    this.tokens = tokens;
  }

  Predicate parse(ColumnPath column) {
    Token pattern = tokens.require(Token.Kind.STRING, "a pattern in '…'");
    int escape = escape();
    StringBuilder prefix = new StringBuilder();
    String text = pattern.value();
    int i = 0;
    while (i < text.length() && (text.charAt(i) != '%' || isEscape(text, i, escape))) {
      int at = i;
      if (isEscape(text, i, escape)) {
        i += Character.charCount(escape);
        requireEscaped(pattern, text, at, i, escape);
      } else if (text.charAt(i) == '_') {
        throw refused(pattern, i, "_");
      }
      prefix.appendCodePoint(text.codePointAt(i));
      i += Character.charCount(text.codePointAt(i));
    }
    String literal = tokens.built(pattern, () -> new Literal.Text(prefix.toString())).value();
    if (i == text.length()) {
      return new Predicate.Comparison(column, Operator.EQUAL, Literal.of(literal));
    }
    requireOnlyPercents(pattern, text, i);
    return new Predicate.StartsWith(column, literal);
  }

  /** The code point behind ESCAPE, or −1. */
  private int escape() {
    if (!tokens.takeWord("escape")) {
      return -1;
    }
    Token escape = tokens.require(Token.Kind.STRING, "one character in '…'");
    if (escape.value().codePointCount(0, escape.value().length()) != 1) {
      throw tokens.errorAt(escape, "expected one character, found " + escape.shown());
    }
    return escape.value().codePointAt(0);
  }

  private static boolean isEscape(String text, int index, int escape) {
    return text.codePointAt(index) == escape;
  }

  private void requireEscaped(Token pattern, String text, int at, int next, int escape) {
    boolean valid =
        next < text.length()
            && (text.charAt(next) == '%'
                || text.charAt(next) == '_'
                || text.codePointAt(next) == escape);
    if (!valid) {
      throw tokens
          .source()
          .error(offset(pattern, at), "expected %, _ or the escape character behind it");
    }
  }

  private void requireOnlyPercents(Token pattern, String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) != '%') {
        throw refused(pattern, from, "%");
      }
    }
  }

  private InvalidInput refused(Token pattern, int index, String wildcard) {
    return tokens
        .source()
        .error(
            offset(pattern, index),
            "the wildcard "
                + wildcard
                + " here is not supported: only a % at the end is, as in LIKE 'abc%'. A %"
                + " or _ that stands for itself needs ESCAPE; other patterns go in WHERE");
  }

  /** Where in the source a char of the pattern stands: a quote inside it is written twice. */
  private int offset(Token pattern, int index) {
    int quotes = (int) pattern.value().substring(0, index).chars().filter(c -> c == '\'').count();
    return pattern.offset() + 1 + index + quotes;
  }
}
