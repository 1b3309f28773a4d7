package io.dreamdb.schema;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Map;

/**
 * A value of a scalar type, not NULL. Immutable; equal when type and value are, where NaN equals
 * NaN and −0 differs from +0.
 *
 * <p>{@link #toBytes} and {@link #fromBytes} are Iceberg's binary single-value serialization
 * (Iceberg table specification, appendix D): boolean one byte, 0x00 for false; int and date four
 * bytes, bigint and timestamps eight, float four, double eight, all little-endian; decimal the
 * unscaled value in big-endian two's complement of the fewest bytes; string UTF-8; binary as it is.
 *
 * @param value of the Java type that {@link Column} names for the type
 */
public record Value(Type type, Object value) {

  private static final Map<Type, Class<?>> CLASSES =
      Map.of(
          PrimitiveType.BOOLEAN, Boolean.class,
          PrimitiveType.INT, Integer.class,
          PrimitiveType.BIGINT, Long.class,
          PrimitiveType.FLOAT, Float.class,
          PrimitiveType.DOUBLE, Double.class,
          PrimitiveType.STRING, String.class,
          PrimitiveType.DATE, LocalDate.class,
          PrimitiveType.TIMESTAMP, Instant.class,
          PrimitiveType.TIMESTAMP_NTZ, LocalDateTime.class);

  /**
   * @throws InvalidInput if the value has another Java type, or is not exactly one of the type
   */
  public Value {
    value = checked(type, value);
  }

  /** The same as the constructor. */
  public static Value of(Type type, Object value) {
    return new Value(type, value);
  }

  /** The value; of binary a buffer of its own position. */
  @Override
  public Object value() {
    return value instanceof ByteBuffer bytes ? bytes.duplicate() : value;
  }

  static Object checked(Type type, Object value) {
    if (type instanceof DecimalType decimal) {
      return decimal(decimal, cast(type, value, BigDecimal.class));
    }
    if (type == PrimitiveType.BINARY) {
      return binary(value);
    }
    Class<?> expected = CLASSES.get(type);
    if (expected == null) {
      throw new InvalidInput("type " + type.text() + " has no single values");
    }
    cast(type, value, expected);
    if (type == PrimitiveType.STRING) {
      Utf8.encode((String) value);
    } else if (type == PrimitiveType.DATE) {
      EpochTime.days((LocalDate) value);
    } else if (type == PrimitiveType.TIMESTAMP) {
      EpochTime.exactMicros((Instant) value);
    } else if (type == PrimitiveType.TIMESTAMP_NTZ) {
      EpochTime.exactMicros((LocalDateTime) value);
    }
    return value;
  }

  static <T> T cast(Type type, Object value, Class<T> expected) {
    if (!expected.isInstance(value)) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "value '%s' of Java type %s for type %s: expected %s",
              SourceText.abridged(String.valueOf(value)),
              value.getClass().getSimpleName(),
              type.text(),
              expected.getSimpleName()));
    }
    return expected.cast(value);
  }

  private static BigDecimal decimal(DecimalType type, BigDecimal value) {
    boolean exact = value.signum() == 0 || value.stripTrailingZeros().scale() <= type.scale();
    boolean fits =
        exact && (long) value.precision() - value.scale() <= type.precision() - type.scale();
    if (value.signum() != 0 && !fits) {
      throw new InvalidInput("value " + value + " is not one of " + type.text());
    }
    return value.signum() == 0
        ? BigDecimal.ZERO.setScale(type.scale())
        : value.setScale(type.scale());
  }

  private static ByteBuffer binary(Object value) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer();
    }
    ByteBuffer given = cast(PrimitiveType.BINARY, value, ByteBuffer.class);
    ByteBuffer copy = ByteBuffer.allocate(given.remaining()).put(given.duplicate());
    return copy.flip().asReadOnlyBuffer();
  }

  static Object ofInt(Type type, int raw) {
    if (type == PrimitiveType.DATE) {
      return LocalDate.ofEpochDay(raw);
    }
    return raw;
  }

  static int toInt(Type type, Object value) {
    Object checked = checked(type, value);
    return checked instanceof LocalDate date ? EpochTime.days(date) : (Integer) checked;
  }

  static Object ofLong(Type type, long raw) {
    if (type instanceof DecimalType decimal) {
      return BigDecimal.valueOf(raw, decimal.scale());
    }
    if (type == PrimitiveType.TIMESTAMP) {
      return EpochTime.instant(raw);
    }
    if (type == PrimitiveType.TIMESTAMP_NTZ) {
      return EpochTime.local(raw);
    }
    return raw;
  }

  static long toLong(Type type, Object value) {
    Object checked = checked(type, value);
    if (checked instanceof BigDecimal decimal) {
      return decimal.unscaledValue().longValueExact();
    }
    if (checked instanceof Instant instant) {
      return EpochTime.exactMicros(instant);
    }
    return checked instanceof LocalDateTime local ? EpochTime.exactMicros(local) : (Long) checked;
  }

  /**
   * The same value of a wider type.
   *
   * @throws InvalidInput if the type does not widen to it
   */
  Value widenedTo(Type wider) {
    if (!type.widensTo(wider)) {
      throw new InvalidInput("value " + this + " is not one of " + wider.text());
    }
    if (value instanceof Integer number && wider == PrimitiveType.BIGINT) {
      return new Value(wider, number.longValue());
    }
    return value instanceof Float number && wider == PrimitiveType.DOUBLE
        ? new Value(wider, number.doubleValue())
        : new Value(wider, value);
  }

  /** Iceberg's single-value bytes. */
  public byte[] toBytes() {
    if (value instanceof Boolean bool) {
      return new byte[] {(byte) (bool ? 1 : 0)};
    }
    if (value instanceof Integer || value instanceof LocalDate) {
      return littleEndian(4).putInt(toInt(type, value)).array();
    }
    if (value instanceof Float number) {
      return littleEndian(4).putFloat(number).array();
    }
    if (value instanceof Double number) {
      return littleEndian(8).putDouble(number).array();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.unscaledValue().toByteArray();
    }
    if (value instanceof String string) {
      return Utf8.encode(string);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return littleEndian(8).putLong(toLong(type, value)).array();
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads Iceberg's single-value bytes. Bytes written before a column was widened from int to
   * bigint or from float to double are read as values of the wider type.
   *
   * @throws CorruptObject if the bytes are no value of the type
   */
  public static Value fromBytes(Type type, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      return new Value(type, decoded(type, buffer));
    } catch (InvalidInput e) {
      throw new CorruptObject("single value of " + bytes.length + " bytes: " + e.getMessage(), e);
    }
  }

  private static Object decoded(Type type, ByteBuffer bytes) {
    if (type instanceof DecimalType decimal) {
      require(type, bytes, bytes.remaining() >= 1 && bytes.remaining() <= 16, "1 to 16");
      return new BigDecimal(new BigInteger(bytes.array()), decimal.scale());
    }
    if (!(type instanceof PrimitiveType primitive)) {
      throw new InvalidInput("type " + type.text() + " has no single values");
    }
    int length = bytes.remaining();
    switch (primitive) {
      case BOOLEAN:
        require(type, bytes, length == 1, "1");
        return bytes.get() != 0;
      case INT, DATE:
        require(type, bytes, length == 4, "4");
        return ofInt(type, bytes.getInt());
      case FLOAT:
        require(type, bytes, length == 4, "4");
        return bytes.getFloat();
      case DOUBLE:
        require(type, bytes, length == 8 || length == 4, "8, or 4 of a float");
        return length == 4 ? (double) bytes.getFloat() : bytes.getDouble();
      case STRING:
        return Utf8.decode(bytes);
      case BINARY:
        return bytes;
      case BIGINT:
        require(type, bytes, length == 8 || length == 4, "8, or 4 of an int");
        return length == 4 ? (long) bytes.getInt() : bytes.getLong();
      default:
        require(type, bytes, length == 8, "8");
        return ofLong(type, bytes.getLong());
    }
  }

  private static void require(Type type, ByteBuffer bytes, boolean fits, String expected) {
    if (!fits) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%d bytes for a value of type %s: expected %s",
              bytes.remaining(),
              type.text(),
              expected));
    }
  }

  @Override
  public String toString() {
    return type.text() + " " + (value instanceof ByteBuffer ? Literal.of(toBytes()).text() : value);
  }
}
