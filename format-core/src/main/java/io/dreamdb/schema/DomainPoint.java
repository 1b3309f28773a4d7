package io.dreamdb.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a literal lies among the values of a type.
 *
 * @param floor the greatest value that is not above the literal; null if there is none
 * @param exact whether that value is the literal
 */
record DomainPoint(Type type, @Nullable Object floor, boolean exact) {

  /** Where the literal lies; empty if literals of its kind are not compared with the type. */
  static Optional<DomainPoint> of(Type type, Literal literal) {
    if (literal instanceof Literal.Exact number) {
      return exactNumber(type, number.value());
    }
    if (literal instanceof Literal.Floating number) {
      return floating(type, number.value());
    }
    if (literal instanceof Literal.Bool bool) {
      return same(type, PrimitiveType.BOOLEAN, bool.value());
    }
    if (literal instanceof Literal.Text text) {
      return same(type, PrimitiveType.STRING, text.value());
    }
    if (literal instanceof Literal.Binary binary) {
      return same(type, PrimitiveType.BINARY, binary.value());
    }
    return time(type, literal);
  }

  private static Optional<DomainPoint> same(Type type, Type expected, Object value) {
    return type == expected ? Optional.of(new DomainPoint(type, value, true)) : Optional.empty();
  }

  private static Optional<DomainPoint> exactNumber(Type type, BigDecimal number) {
    if (type == PrimitiveType.DOUBLE) {
      return Optional.of(nearest(type, number, number.doubleValue()));
    }
    if (type == PrimitiveType.FLOAT) {
      return Optional.of(nearest(type, number, number.floatValue()));
    }
    return fixed(type, number);
  }

  /** The nearest float or double; what is beyond all finite ones lies beside infinity. */
  private static DomainPoint nearest(Type type, BigDecimal number, double rounded) {
    boolean single = type == PrimitiveType.FLOAT;
    if (Double.isInfinite(rounded)) {
      double max = single ? Float.MAX_VALUE : Double.MAX_VALUE;
      double floor = number.signum() > 0 ? max : Double.NEGATIVE_INFINITY;
      return new DomainPoint(type, boxed(single, floor), false);
    }
    return new DomainPoint(type, boxed(single, rounded), true);
  }

  private static Object boxed(boolean single, double value) {
    if (single) {
      return (float) value;
    }
    return value;
  }

  private static Optional<DomainPoint> floating(Type type, double number) {
    if (type == PrimitiveType.DOUBLE) {
      return Optional.of(new DomainPoint(type, number, true));
    }
    if (type == PrimitiveType.FLOAT) {
      float rounded = (float) number;
      float floor = rounded > number ? Math.nextDown(rounded) : rounded;
      return Optional.of(
          new DomainPoint(type, floor, ValueOrder.compareDoubles(rounded, number) == 0));
    }
    if (number == Double.NEGATIVE_INFINITY) {
      return largest(type).map(max -> new DomainPoint(type, null, false));
    }
    if (!Double.isFinite(number)) {
      return largest(type).map(max -> new DomainPoint(type, fixedValue(type, max), false));
    }
    return fixed(type, new BigDecimal(number));
  }

  /** A number among integers or decimals. */
  private static Optional<DomainPoint> fixed(Type type, BigDecimal number) {
    return largest(type).map(max -> fixed(type, number, max));
  }

  private static DomainPoint fixed(Type type, BigDecimal number, BigInteger largest) {
    BigDecimal scaled = number.setScale(scale(type), RoundingMode.FLOOR);
    if (scaled.unscaledValue().compareTo(largest) > 0) {
      return new DomainPoint(type, fixedValue(type, largest), false);
    }
    if (scaled.unscaledValue().compareTo(smallest(type, largest)) < 0) {
      return new DomainPoint(type, null, false);
    }
    Object floor = fixedValue(type, scaled.unscaledValue());
    return new DomainPoint(type, floor, scaled.compareTo(number) == 0);
  }

  private static int scale(Type type) {
    return type instanceof DecimalType decimal ? decimal.scale() : 0;
  }

  /** The largest unscaled value of an integer or decimal type. */
  private static Optional<BigInteger> largest(Type type) {
    if (type == PrimitiveType.INT) {
      return Optional.of(BigInteger.valueOf(Integer.MAX_VALUE));
    }
    if (type == PrimitiveType.BIGINT) {
      return Optional.of(BigInteger.valueOf(Long.MAX_VALUE));
    }
    return type instanceof DecimalType decimal
        ? Optional.of(BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE))
        : Optional.empty();
  }

  private static BigInteger smallest(Type type, BigInteger largest) {
    return type instanceof DecimalType ? largest.negate() : largest.not();
  }

  private static Object fixedValue(Type type, BigInteger unscaled) {
    if (type == PrimitiveType.INT) {
      return unscaled.intValueExact();
    }
    if (type == PrimitiveType.BIGINT) {
      return unscaled.longValueExact();
    }
    return new BigDecimal(unscaled, scale(type));
  }

  private static Optional<DomainPoint> time(Type type, Literal literal) {
    if (literal instanceof Literal.Timestamp timestamp && type == PrimitiveType.TIMESTAMP) {
      Object floor = EpochTime.instant(EpochTime.floorMicros(timestamp.value()));
      return Optional.of(new DomainPoint(type, floor, floor.equals(timestamp.value())));
    }
    if (literal instanceof Literal.LocalTimestamp local && type == PrimitiveType.TIMESTAMP_NTZ) {
      Object floor = EpochTime.local(EpochTime.floorMicros(local.value()));
      return Optional.of(new DomainPoint(type, floor, floor.equals(local.value())));
    }
    if (literal instanceof Literal.LocalTimestamp local && type == PrimitiveType.DATE) {
      LocalDate floor = local.value().toLocalDate();
      return Optional.of(new DomainPoint(type, floor, floor.atStartOfDay().equals(local.value())));
    }
    if (literal instanceof Literal.Date date && type == PrimitiveType.TIMESTAMP_NTZ) {
      return Optional.of(midnight(type, date.value().atStartOfDay()));
    }
    return literal instanceof Literal.Date date
        ? same(type, PrimitiveType.DATE, date.value())
        : Optional.empty();
  }

  private static DomainPoint midnight(Type type, LocalDateTime midnight) {
    LocalDateTime last = EpochTime.local(Long.MAX_VALUE);
    if (midnight.isAfter(last)) {
      return new DomainPoint(type, last, false);
    }
    boolean below = midnight.isBefore(EpochTime.local(Long.MIN_VALUE));
    return new DomainPoint(type, below ? null : midnight, !below);
  }

  /** What may be compared with a type, for messages. */
  static String expected(Type type) {
    if (type instanceof DecimalType) {
      return "a number";
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> "TRUE or FALSE";
      case INT, BIGINT, FLOAT, DOUBLE -> "a number";
      case STRING -> "a string in '…'";
      case BINARY -> "bytes as X'00ff'";
      case DATE -> "DATE '2024-12-31'";
      case TIMESTAMP -> "an instant, with Z or an offset: TIMESTAMP '2024-12-31 23:59:59Z'";
      case TIMESTAMP_NTZ -> "a time without zone: TIMESTAMP '2024-12-31 23:59:59'";
    };
  }

  /** The value of the type that equals the literal, if one does. */
  Optional<Value> exactValue() {
    return exact && floor != null ? Optional.of(new Value(type, floor)) : Optional.empty();
  }

  /** The condition that compares a column of the type with the literal. */
  BoundPredicate compared(BoundColumn column, Operator operator) {
    if (floor == null) {
      boolean holds = operator.holds(1);
      return holds ? BoundPredicate.always(column) : BoundPredicate.never(column);
    }
    if (exact) {
      return limited(column, operator, new Value(type, floor));
    }
    return switch (operator) {
      case EQUAL -> BoundPredicate.never(column);
      case NOT_EQUAL -> BoundPredicate.always(column);
      case LESS, AT_MOST -> limited(column, Operator.AT_MOST, new Value(type, floor));
      case GREATER, AT_LEAST -> limited(column, Operator.GREATER, new Value(type, floor));
    };
  }

  /** A comparison, folded where the value is the least or greatest of all. */
  private static BoundPredicate limited(BoundColumn column, Operator operator, Value value) {
    boolean least = isLeast(value);
    boolean greatest = isGreatest(value);
    boolean always =
        greatest && operator == Operator.AT_MOST || least && operator == Operator.AT_LEAST;
    boolean never = greatest && operator == Operator.GREATER || least && operator == Operator.LESS;
    if (always) {
      return BoundPredicate.always(column);
    }
    return never
        ? BoundPredicate.never(column)
        : new BoundPredicate.Compare(column, operator, value);
  }

  private static boolean isGreatest(Value value) {
    Object java = value.value();
    return value.type().isFloating()
        ? Double.isNaN(((Number) java).doubleValue())
        : largest(value.type())
            .map(max -> fixedValue(value.type(), max).equals(java))
            .orElse(false);
  }

  private static boolean isLeast(Value value) {
    Object java = value.value();
    return value.type().isFloating()
        ? ((Number) java).doubleValue() == Double.NEGATIVE_INFINITY
        : largest(value.type())
            .map(max -> fixedValue(value.type(), smallest(value.type(), max)).equals(java))
            .orElse(false);
  }
}
