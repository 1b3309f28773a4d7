package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** A constant in a predicate, before it is bound to the type of a column. */
public sealed interface Literal {

  /** How the literal is written in a filter; reads back as an equal literal. */
  String text();

  /**
   * Reads a literal as filters have it.
   *
   * @throws InvalidInput if the text is none
   */
  static Literal parse(String text) {
    TokenReader tokens = new TokenReader(new SourceText("literal", text));
    Literal literal = new LiteralParser(tokens).next();
    tokens.require(Token.Kind.END, "the end");
    return literal;
  }

  /**
   * The value of a type that is this literal; of float and double the nearest.
   *
   * @throws InvalidInput if it is NULL, or the type has no such value
   */
  default Value as(Type type) {
    return (type.isScalar() ? DomainPoint.of(type, this) : Optional.<DomainPoint>empty())
        .flatMap(DomainPoint::exactValue)
        .orElseThrow(() ->
            new InvalidInput(SourceText.abridged(text()) + " is no value of type " + type.text()));
  }

  /** NULL, of any type. */
  record Null() implements Literal {
    @Override
    public String text() {
      return "NULL";
    }
  }

  /** TRUE or FALSE. */
  record Bool(boolean value) implements Literal {
    @Override
    public String text() {
      return value ? "TRUE" : "FALSE";
    }
  }

  /** An exact number: an integer or a decimal. Its scale is not negative. */
  record Exact(BigDecimal value) implements Literal {

    /** The most digits, behind the point and in all. */
    public static final int MAX_DIGITS = 1_000;

    public Exact {
      if (Math.abs((long) value.scale()) > MAX_DIGITS
          || (long) value.precision() + Math.max(0, -value.scale()) > MAX_DIGITS) {
        throw new InvalidInput("number of more than " + MAX_DIGITS + " digits: write it as 1e3");
      }
      value = value.scale() < 0 ? value.setScale(0) : value;
    }

    @Override
    public String text() {
      return value.toPlainString();
    }
  }

  /** A double, and so each float. */
  record Floating(double value) implements Literal {
    @Override
    public String text() {
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        return "DOUBLE '" + value + "'";
      }
      String digits = Double.toString(value);
      return digits.indexOf('E') >= 0 ? digits : digits + "E0";
    }
  }

  /** A string of whole characters. */
  record Text(String value) implements Literal {

    public Text {
      Utf8.encode(value);
    }

    @Override
    public String text() {
      return "'" + value.replace("'", "''") + "'";
    }
  }

  /** Bytes. */
  record Binary(byte[] value) implements Literal {

    public Binary {
      value = value.clone();
    }

    @Override
    public byte[] value() {
      return value.clone();
    }

    @Override
    public String text() {
      return "X'" + HexFormat.of().formatHex(value) + "'";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Binary binary && Arrays.equals(value, binary.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }
  }

  /** A date that a date column can hold. */
  record Date(LocalDate value) implements Literal {

    public Date {
      EpochTime.days(value);
    }

    @Override
    public String text() {
      return "DATE '" + value + "'";
    }
  }

  /** An instant in the range of a timestamp column, to the nanosecond. */
  record Timestamp(Instant value) implements Literal {

    public Timestamp {
      EpochTime.floorMicros(value);
    }

    @Override
    public String text() {
      LocalDateTime utc = LocalDateTime.ofInstant(value, ZoneOffset.UTC);
      return "TIMESTAMP '" + localText(utc) + "Z'";
    }
  }

  /** A date and time without a zone in the range of a timestamp_ntz column, to the nanosecond. */
  record LocalTimestamp(LocalDateTime value) implements Literal {

    public LocalTimestamp {
      EpochTime.floorMicros(value);
    }

    @Override
    public String text() {
      return "TIMESTAMP '" + localText(value) + "'";
    }
  }

  static Literal ofNull() {
    return new Null();
  }

  static Literal of(boolean value) {
    return new Bool(value);
  }

  static Literal of(long value) {
    return new Exact(BigDecimal.valueOf(value));
  }

  static Literal of(BigDecimal value) {
    return new Exact(value);
  }

  static Literal of(double value) {
    return new Floating(value);
  }

  static Literal of(String value) {
    return new Text(value);
  }

  static Literal of(byte[] value) {
    return new Binary(value);
  }

  static Literal of(LocalDate value) {
    return new Date(value);
  }

  static Literal of(Instant value) {
    return new Timestamp(value);
  }

  static Literal of(LocalDateTime value) {
    return new LocalTimestamp(value);
  }

  /** The literal that stands for a value. */
  static Literal of(Value value) {
    Object java = value.value();
    if (java instanceof Boolean bool) {
      return of(bool.booleanValue());
    }
    if (java instanceof Integer || java instanceof Long) {
      return of(((Number) java).longValue());
    }
    if (java instanceof Float || java instanceof Double) {
      return of(((Number) java).doubleValue());
    }
    if (java instanceof BigDecimal decimal) {
      return of(decimal);
    }
    if (java instanceof String string) {
      return of(string);
    }
    if (java instanceof LocalDate date) {
      return of(date);
    }
    if (java instanceof Instant instant) {
      return of(instant);
    }
    return java instanceof LocalDateTime local ? of(local) : of(value.toBytes());
  }

  private static String localText(LocalDateTime local) {
    String fraction =
        local.getNano() == 0
            ? ""
            : "." + String.format(Locale.ROOT, "%09d", local.getNano()).replaceAll("0+$", "");
    return local.toLocalDate()
        + " "
        + DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(local)
        + fraction;
  }
}
