package io.dreamdb.schema;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What predicates mean, said one row at a time over Java values and literals as they are written:
 * the plain twin of binding and evaluation. True, false, or null for unknown.
 */
final class PlainInterpreter {

  private final Schema schema;
  private final RowBlock block;

  PlainInterpreter(RowBlock block) {
    this.schema = block.schema();
    this.block = block;
  }

  @Nullable Boolean test(Predicate predicate, int row) {
    if (predicate instanceof Predicate.Constant constant) {
      return constant == Predicate.Constant.UNKNOWN ? null : constant == Predicate.Constant.TRUE;
    }
    if (predicate instanceof Predicate.Not not) {
      Boolean inner = test(not.operand(), row);
      return inner == null ? null : !inner;
    }
    if (predicate instanceof Predicate.And and) {
      return junction(and.operands(), row, false);
    }
    if (predicate instanceof Predicate.Or or) {
      return junction(or.operands(), row, true);
    }
    return leaf(predicate, row);
  }

  private @Nullable Boolean junction(List<Predicate> operands, int row, boolean decisive) {
    boolean unknown = false;
    for (Predicate operand : operands) {
      Boolean outcome = test(operand, row);
      if (outcome == null) {
        unknown = true;
      } else if (outcome == decisive) {
        return decisive;
      }
    }
    return unknown ? null : Boolean.valueOf(!decisive);
  }

  private @Nullable Boolean leaf(Predicate leaf, int row) {
    if (leaf instanceof Predicate.IsNull isNull) {
      return value(isNull.column(), row) == null;
    }
    if (leaf instanceof Predicate.IsNan isNan) {
      Object value = value(isNan.column(), row);
      return value == null ? null : Double.isNaN(((Number) value).doubleValue());
    }
    if (leaf instanceof Predicate.StartsWith startsWith) {
      Object value = value(startsWith.column(), row);
      return value == null ? null : ((String) value).startsWith(startsWith.prefix());
    }
    if (leaf instanceof Predicate.Comparison comparison) {
      return compare(value(comparison.column(), row), comparison.operator(), comparison.literal());
    }
    if (leaf instanceof Predicate.Between between) {
      Object value = value(between.column(), row);
      Boolean above = compare(value, Operator.AT_LEAST, between.low());
      Boolean below = compare(value, Operator.AT_MOST, between.high());
      if (Boolean.FALSE.equals(above) || Boolean.FALSE.equals(below)) {
        return false;
      }
      return above == null || below == null ? null : true;
    }
    Predicate.In in = (Predicate.In) leaf;
    Object value = value(in.column(), row);
    boolean unknown = false;
    for (Literal literal : in.literals()) {
      Boolean equal = compare(value, Operator.EQUAL, literal);
      if (Boolean.TRUE.equals(equal)) {
        return true;
      }
      unknown |= equal == null;
    }
    return unknown ? null : Boolean.FALSE;
  }

  private @Nullable Object value(ColumnPath path, int row) {
    Field top = schema.find(path.names().get(0)).orElseThrow();
    Object value = block.column(top.id()).get(row);
    for (String name : path.names().subList(1, path.names().size())) {
      value = value == null ? null : ((Map<?, ?>) value).get(name);
    }
    return value;
  }

  private static @Nullable Boolean compare(
      @Nullable Object value, Operator operator, Literal literal) {
    if (value == null || literal instanceof Literal.Null) {
      return null;
    }
    int sign = compare(value, literal);
    return switch (operator) {
      case EQUAL -> sign == 0;
      case NOT_EQUAL -> sign != 0;
      case LESS -> sign < 0;
      case AT_MOST -> sign <= 0;
      case GREATER -> sign > 0;
      case AT_LEAST -> sign >= 0;
    };
  }

  private static int compare(Object value, Literal literal) {
    if (value instanceof Number number) {
      return compareNumbers(number, literal);
    }
    if (value instanceof Boolean bool) {
      return bool.compareTo(((Literal.Bool) literal).value());
    }
    if (value instanceof String string) {
      return Arrays.compareUnsigned(
          string.getBytes(StandardCharsets.UTF_8),
          ((Literal.Text) literal).value().getBytes(StandardCharsets.UTF_8));
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return Arrays.compareUnsigned(bytes, ((Literal.Binary) literal).value());
    }
    if (value instanceof LocalDate date) {
      return literal instanceof Literal.LocalTimestamp local
          ? date.atStartOfDay().compareTo(local.value())
          : date.compareTo(((Literal.Date) literal).value());
    }
    if (value instanceof java.time.Instant instant) {
      return instant.compareTo(((Literal.Timestamp) literal).value());
    }
    java.time.LocalDateTime local = (java.time.LocalDateTime) value;
    return literal instanceof Literal.Date date
        ? local.compareTo(date.value().atStartOfDay())
        : local.compareTo(((Literal.LocalTimestamp) literal).value());
  }

  private static int compareNumbers(Number value, Literal literal) {
    boolean floating = value instanceof Float || value instanceof Double;
    if (literal instanceof Literal.Floating other) {
      return compareExactly(value, other.value());
    }
    BigDecimal exact = ((Literal.Exact) literal).value();
    if (floating) {
      double nearest =
          value instanceof Float
              ? Float.parseFloat(exact.toString())
              : Double.parseDouble(exact.toString());
      return Double.isInfinite(nearest)
          ? compareExactly(value, exact)
          : compareExactly(value, nearest);
    }
    return compareExactly(value, exact);
  }

  /** By size, with −∞ first and +∞ and NaN last. */
  private static int compareExactly(Number left, Number right) {
    int byClass = Integer.compare(magnitudeClass(left), magnitudeClass(right));
    return byClass != 0 || magnitudeClass(left) != 0
        ? byClass
        : exact(left).compareTo(exact(right));
  }

  private static int magnitudeClass(Number number) {
    if (!(number instanceof Float || number instanceof Double)) {
      return 0;
    }
    double value = number.doubleValue();
    if (Double.isNaN(value)) {
      return 2;
    }
    return Double.isInfinite(value) ? (value > 0 ? 1 : -1) : 0;
  }

  private static BigDecimal exact(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    return number instanceof Float || number instanceof Double
        ? new BigDecimal(number.doubleValue())
        : BigDecimal.valueOf(number.longValue());
  }
}
