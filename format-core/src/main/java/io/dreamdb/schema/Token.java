package io.dreamdb.schema;

import java.util.Locale;

/**
 * A word of a text.
 *
 * @param offset of its first char in the text
 * @param end of its last char, exclusive
 * @param value what it stands for: a name or string without quotes, a number or symbol as written
 */
record Token(Kind kind, int offset, int end, String value) {

  enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    HEX,
    INTEGER_OR_DECIMAL,
    DOUBLE,
    SYMBOL,
    END
  }

  boolean isWord(String lowerCase) {
    return kind == Kind.WORD && value.toLowerCase(Locale.ROOT).equals(lowerCase);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && value.equals(symbol);
  }

  boolean isName() {
    return kind == Kind.QUOTED_NAME
        || kind == Kind.WORD && !FieldName.RESERVED.contains(value.toLowerCase(Locale.ROOT));
  }

  /** The token as messages show it. */
  String shown() {
    return switch (kind) {
      case END -> "the end";
      case STRING -> "'" + SourceText.abridged(value) + "'";
      case HEX -> "X'" + SourceText.abridged(value) + "'";
      case QUOTED_NAME -> '"' + SourceText.abridged(value) + '"';
      default -> SourceText.abridged(value);
    };
  }
}
