package io.dreamdb.schema;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into tokens; the grammar is in docs/guide/filter.md. */
final class Lexer {

  private static final List<String> SYMBOLS =
      List.of("<=", ">=", "<>", "!=", "<", ">", "=", "(", ")", ",", ".", ":", "+", "-");

  private final SourceText source;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  private Lexer(SourceText source) {
    this.source = source;
    this.text = source.text();
  }

  /** The tokens of the text; the last one is {@code END}. */
  static List<Token> tokens(SourceText source) {
    return new Lexer(source).run();
  }

  private List<Token> run() {
    while (true) {
      while (next < text.length() && isSpace(text.charAt(next))) {
        next++;
      }
      if (next == text.length()) {
        add(Token.Kind.END, next, "");
        return tokens;
      }
      token();
    }
  }

  private static boolean isSpace(char unit) {
    return unit == ' ' || unit == '\t' || unit == '\n' || unit == '\r';
  }

  private void token() {
    char first = text.charAt(next);
    if (first == '\'') {
      string(Token.Kind.STRING, next);
    } else if (first == '"' || first == '`') {
      add(Token.Kind.QUOTED_NAME, next, quoted(next, "name"));
    } else if ((first == 'x' || first == 'X') && charAt(next + 1) == '\'') {
      int start = next++;
      string(Token.Kind.HEX, start);
    } else if (isDigit(first) || first == '.' && isDigit(charAt(next + 1)) && !afterName()) {
      number();
    } else if (isWordStart(text.codePointAt(next))) {
      word();
    } else {
      symbol();
    }
  }

  private boolean afterName() {
    if (tokens.isEmpty()) {
      return false;
    }
    Token last = tokens.get(tokens.size() - 1);
    return last.end() == next
        && (last.kind() == Token.Kind.WORD || last.kind() == Token.Kind.QUOTED_NAME);
  }

  private void string(Token.Kind kind, int start) {
    add(kind, start, quoted(next, "string"));
  }

  /** Reads what stands between quotes, in which a doubled quote is one. */
  private String quoted(int open, String what) {
    char quote = text.charAt(open);
    StringBuilder value = new StringBuilder();
    for (int i = open + 1; i < text.length(); i++) {
      if (text.charAt(i) != quote) {
        value.append(text.charAt(i));
      } else if (charAt(i + 1) == quote) {
        value.append(quote);
        i++;
      } else {
        next = i + 1;
        return value.toString();
      }
    }
    throw source.error(open, "the " + what + " that begins here has no closing " + quote);
  }

  private void number() {
    int start = next;
    digits();
    if (charAt(next) == '.') {
      next++;
      digits();
    }
    boolean exponent = charAt(next) == 'e' || charAt(next) == 'E';
    if (exponent) {
      next++;
      if (charAt(next) == '+' || charAt(next) == '-') {
        next++;
      }
      if (!isDigit(charAt(next))) {
        throw source.error(next, "expected the digits of an exponent");
      }
      digits();
    }
    if (next < text.length() && isWordPart(text.codePointAt(next))) {
      throw source.error(next, "expected a space or an operator behind the number");
    }
    add(
        exponent ? Token.Kind.DOUBLE : Token.Kind.INTEGER_OR_DECIMAL,
        start,
        text.substring(start, next));
  }

  private void digits() {
    while (isDigit(charAt(next))) {
      next++;
    }
  }

  private void word() {
    int start = next;
    while (next < text.length() && isWordPart(text.codePointAt(next))) {
      next += Character.charCount(text.codePointAt(next));
    }
    add(Token.Kind.WORD, start, text.substring(start, next));
  }

  private void symbol() {
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, next)) {
        int start = next;
        next += symbol.length();
        add(Token.Kind.SYMBOL, start, symbol);
        return;
      }
    }
    String shown = Character.toString(text.codePointAt(next));
    throw source.error(
        next, "unexpected " + shown + "; names with other than letters, digits and _ go in \"…\"");
  }

  private void add(Token.Kind kind, int start, String value) {
    tokens.add(new Token(kind, start, next, value));
  }

  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : 0;
  }

  private static boolean isDigit(char unit) {
    return unit >= '0' && unit <= '9';
  }

  private static boolean isWordStart(int codePoint) {
    return codePoint == '_' || codePoint == '$' || Character.isLetter(codePoint);
  }

  private static boolean isWordPart(int codePoint) {
    return isWordStart(codePoint) || codePoint >= '0' && codePoint <= '9';
  }
}
