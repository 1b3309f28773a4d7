package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Walks over the tokens of a text. */
final class TokenReader {

  private final SourceText source;
  private final List<Token> tokens;
  private int next;

  TokenReader(SourceText source) {
    this.source = source;
    this.tokens = Lexer.tokens(source);
  }

  SourceText source() {
    return source;
  }

  Token peek() {
    return tokens.get(next);
  }

  Token peekSecond() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  /** The present token, gone over; the end stays. */
  Token take() {
    Token token = peek();
    if (token.kind() != Token.Kind.END) {
      next++;
    }
    return token;
  }

  boolean takeSymbol(String symbol) {
    boolean found = peek().isSymbol(symbol);
    if (found) {
      next++;
    }
    return found;
  }

  boolean takeWord(String lowerCase) {
    boolean found = peek().isWord(lowerCase);
    if (found) {
      next++;
    }
    return found;
  }

  void requireSymbol(String symbol) {
    if (!takeSymbol(symbol)) {
      throw expected(symbol);
    }
  }

  void requireWord(String lowerCase) {
    if (!takeWord(lowerCase)) {
      throw expected(lowerCase.toUpperCase(Locale.ROOT));
    }
  }

  /** A token of that kind. */
  Token require(Token.Kind kind, String what) {
    if (peek().kind() != kind) {
      throw expected(what);
    }
    return take();
  }

  /** A small number without a sign. */
  int requireInt(String what) {
    Token token = require(Token.Kind.INTEGER_OR_DECIMAL, what);
    if (!token.value().matches("[0-9]{1,9}")) {
      throw source.error(token.offset(), "expected " + what + ", found " + token.shown());
    }
    return Integer.parseInt(token.value());
  }

  /** Says what should stand at the present token. */
  InvalidInput expected(String what) {
    return source.error(peek().offset(), "expected " + what + ", found " + peek().shown());
  }

  InvalidInput errorAt(Token token, String message) {
    return source.error(token.offset(), message);
  }

  /** Gives the failure of a constructor a position. */
  <T> T built(Token at, Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (InvalidInput e) {
      throw errorAt(at, String.valueOf(e.getMessage()));
    }
  }
}
