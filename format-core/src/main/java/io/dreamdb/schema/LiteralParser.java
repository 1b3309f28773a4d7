package io.dreamdb.schema;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the literals of filters. */
final class LiteralParser {

  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "([+-]?\\d{4,10}-\\d\\d-\\d\\d)"
              + "(?:[ Tt](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?))?"
              + " ?([Zz]|UTC|[+-]\\d\\d:\\d\\d)?");

  private final TokenReader tokens;

  LiteralParser(TokenReader tokens) {
    this.tokens = tokens;
  }

  /** Whether a literal begins at the present token. */
  boolean isNext() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case STRING, HEX, INTEGER_OR_DECIMAL, DOUBLE -> true;
      case SYMBOL -> token.isSymbol("-") || token.isSymbol("+");
      case WORD ->
          token.isWord("true") || token.isWord("false") || token.isWord("null") || isTyped(token);
      default -> false;
    };
  }

  private boolean isTyped(Token token) {
    return tokens.peekSecond().kind() == Token.Kind.STRING
        && (token.isWord("date") || token.isWord("timestamp") || token.isWord("double"));
  }

  Literal next() {
    Token token = tokens.peek();
    if (!isNext()) {
      throw token.isName()
          ? tokens.expected("a literal (columns are compared with literals only)")
          : tokens.expected("a literal");
    }
    return switch (token.kind()) {
      case STRING -> tokens.built(tokens.take(), () -> Literal.of(token.value()));
      case HEX -> hex(tokens.take());
      case WORD -> word(tokens.take());
      default -> number();
    };
  }

  private Literal number() {
    boolean negative = tokens.takeSymbol("-");
    if (!negative) {
      tokens.takeSymbol("+");
    }
    Token digits = tokens.peek();
    if (digits.kind() == Token.Kind.DOUBLE) {
      double value = Double.parseDouble(tokens.take().value());
      if (Double.isInfinite(value)) {
        throw tokens.errorAt(digits, digits.shown() + " is beyond the range of double");
      }
      return Literal.of(negative ? -value : value);
    }
    tokens.require(Token.Kind.INTEGER_OR_DECIMAL, "a number");
    return tokens.built(
        digits,
        () -> {
          Literal.Exact exact = new Literal.Exact(new BigDecimal(digits.value()));
          return negative ? new Literal.Exact(exact.value().negate()) : exact;
        });
  }

  private Literal hex(Token token) {
    try {
      return Literal.of(HexFormat.of().parseHex(token.value()));
    } catch (IllegalArgumentException e) {
      throw tokens.errorAt(token, "expected pairs of hexadecimal digits between X' and '");
    }
  }

  private Literal word(Token word) {
    return switch (word.value().toLowerCase(Locale.ROOT)) {
      case "true" -> Literal.of(true);
      case "false" -> Literal.of(false);
      case "null" -> Literal.ofNull();
      case "date" -> date(tokens.take());
      case "double" -> special(tokens.take());
      default -> timestamp(tokens.take());
    };
  }

  private Literal date(Token text) {
    try {
      LocalDate date = LocalDate.parse(text.value());
      return tokens.built(text, () -> Literal.of(date));
    } catch (DateTimeException e) {
      throw tokens.errorAt(text, "expected a date as '2024-12-31', found " + text.shown());
    }
  }

  private Literal special(Token text) {
    return switch (text.value().toLowerCase(Locale.ROOT)) {
      case "nan" -> Literal.of(Double.NaN);
      case "infinity" -> Literal.of(Double.POSITIVE_INFINITY);
      case "-infinity" -> Literal.of(Double.NEGATIVE_INFINITY);
      default ->
          throw tokens.errorAt(
              text, "expected 'NaN', 'Infinity' or '-Infinity', found " + text.shown());
    };
  }

  private Literal timestamp(Token text) {
    Matcher matcher = TIMESTAMP.matcher(text.value());
    try {
      if (matcher.matches()) {
        return tokens.built(text, () -> timestamp(matcher));
      }
    } catch (DateTimeException e) {
      throw tokens.errorAt(text, "no such time: " + e.getMessage());
    }
    throw tokens.errorAt(
        text,
        "expected a time as '2024-12-31 23:59:59.999999', with Z or an offset as +02:00 behind it"
            + " for an instant, found "
            + text.shown());
  }

  private static Literal timestamp(Matcher matcher) {
    LocalDate date = LocalDate.parse(matcher.group(1));
    LocalTime time =
        matcher.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(matcher.group(2));
    LocalDateTime local = date.atTime(time);
    String zone = matcher.group(3);
    if (zone == null) {
      return Literal.of(local);
    }
    boolean utc = zone.equalsIgnoreCase("z") || zone.equals("UTC");
    return Literal.of(local.toInstant(utc ? ZoneOffset.UTC : ZoneOffset.of(zone)));
  }
}
