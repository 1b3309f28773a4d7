package io.dreamdb.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * Chooses the kernel that tests each row of a column; what comes out for NULL rows has no meaning.
 * Each operator becomes one closed range of values, or all but such a range.
 */
final class ColumnTests {

  private ColumnTests() {}

  static Bitmap compare(Column column, Operator operator, Value value) {
    return switch (operator) {
      case EQUAL -> equal(column, value);
      case NOT_EQUAL -> equal(column, value).not();
      case LESS -> below(column, value, false);
      case AT_MOST -> below(column, value, true);
      case GREATER -> below(column, value, true).not();
      case AT_LEAST -> below(column, value, false).not();
    };
  }

  private static Bitmap equal(Column column, Value value) {
    if (column instanceof IntColumn ints) {
      int raw = Value.toInt(ints.type(), value.value());
      return NumberKernels.inRange(ints.values, raw, raw);
    }
    if (column instanceof LongColumn longs) {
      long raw = Value.toLong(longs.type(), value.value());
      return NumberKernels.inRange(longs.values, raw, raw);
    }
    if (column instanceof FloatColumn floats) {
      float raw = (Float) value.value();
      return Float.isNaN(raw) ? isNan(column) : NumberKernels.inRange(floats.values, raw, raw);
    }
    if (column instanceof DoubleColumn doubles) {
      double raw = (Double) value.value();
      return Double.isNaN(raw) ? isNan(column) : NumberKernels.inRange(doubles.values, raw, raw);
    }
    if (column instanceof BooleanColumn booleans) {
      return (Boolean) value.value() ? booleans.values : booleans.values.not();
    }
    if (column instanceof WideDecimalColumn wide) {
      BigInteger raw = unscaled(value);
      return NumberKernels.equal(
          wide.high, wide.low, WideDecimalColumn.highOf(raw), WideDecimalColumn.lowOf(raw));
    }
    BytesColumn bytes = (BytesColumn) column;
    return ByteKernels.equal(bytes.offsets, bytes.bytes, value.toBytes());
  }

  /** Rows below a value, or at most it. */
  private static Bitmap below(Column column, Value value, boolean orEqual) {
    if (column instanceof IntColumn ints) {
      int raw = Value.toInt(ints.type(), value.value());
      return orEqual
          ? NumberKernels.inRange(ints.values, Integer.MIN_VALUE, raw)
          : NumberKernels.inRange(ints.values, raw, Integer.MAX_VALUE).not();
    }
    if (column instanceof LongColumn longs) {
      long raw = Value.toLong(longs.type(), value.value());
      return orEqual
          ? NumberKernels.inRange(longs.values, Long.MIN_VALUE, raw)
          : NumberKernels.inRange(longs.values, raw, Long.MAX_VALUE).not();
    }
    if (column instanceof FloatColumn floats) {
      return belowFloat(floats, (Float) value.value(), orEqual);
    }
    if (column instanceof DoubleColumn doubles) {
      return belowDouble(doubles, (Double) value.value(), orEqual);
    }
    if (column instanceof BooleanColumn booleans) {
      return belowBoolean(booleans, (Boolean) value.value(), orEqual);
    }
    if (column instanceof WideDecimalColumn wide) {
      BigInteger raw = orEqual ? unscaled(value) : unscaled(value).subtract(BigInteger.ONE);
      return NumberKernels.atMost(
          wide.high, wide.low, WideDecimalColumn.highOf(raw), WideDecimalColumn.lowOf(raw));
    }
    BytesColumn bytes = (BytesColumn) column;
    return ByteKernels.atMost(bytes.offsets, bytes.bytes, value.toBytes(), orEqual ? 0 : -1);
  }

  private static Bitmap belowFloat(FloatColumn column, float value, boolean orEqual) {
    if (Float.isNaN(value)) {
      return orEqual ? Bitmap.filled(column.rows(), true) : isNan(column).not();
    }
    if (!orEqual && value == Float.NEGATIVE_INFINITY) {
      return Bitmap.filled(column.rows(), false);
    }
    float last = orEqual ? value : Math.nextDown(value);
    return NumberKernels.inRange(column.values, Float.NEGATIVE_INFINITY, last);
  }

  private static Bitmap belowDouble(DoubleColumn column, double value, boolean orEqual) {
    if (Double.isNaN(value)) {
      return orEqual ? Bitmap.filled(column.rows(), true) : isNan(column).not();
    }
    if (!orEqual && value == Double.NEGATIVE_INFINITY) {
      return Bitmap.filled(column.rows(), false);
    }
    double last = orEqual ? value : Math.nextDown(value);
    return NumberKernels.inRange(column.values, Double.NEGATIVE_INFINITY, last);
  }

  private static Bitmap belowBoolean(BooleanColumn column, boolean value, boolean orEqual) {
    if (value == orEqual) {
      return value ? Bitmap.filled(column.rows(), true) : Bitmap.filled(column.rows(), false);
    }
    return column.values.not();
  }

  /** Rows that are NaN: those outside the range of all numbers. */
  static Bitmap isNan(Column column) {
    return column instanceof FloatColumn floats
        ? NumberKernels.inRange(floats.values, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY)
            .not()
        : NumberKernels.inRange(
                ((DoubleColumn) column).values, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
            .not();
  }

  /** Rows that equal one of the values, which ascend. */
  static Bitmap in(Column column, List<Value> values) {
    if (column instanceof IntColumn ints) {
      return NumberKernels.in(
          ints.values, values.stream().mapToInt(v -> Value.toInt(v.type(), v.value())).toArray());
    }
    if (column instanceof LongColumn longs) {
      return NumberKernels.in(
          longs.values,
          values.stream().mapToLong(v -> Value.toLong(v.type(), v.value())).toArray());
    }
    if (column instanceof FloatColumn floats) {
      return NumberKernels.in(floats.values, sortable(values));
    }
    if (column instanceof DoubleColumn doubles) {
      return NumberKernels.in(doubles.values, sortable(values));
    }
    if (column instanceof BytesColumn bytes) {
      byte[][] sorted = values.stream().map(Value::toBytes).toArray(byte[][]::new);
      return ByteKernels.in(bytes.offsets, bytes.bytes, sorted);
    }
    Bitmap any = Bitmap.filled(column.rows(), false);
    for (Value value : values) {
      any = any.or(equal(column, value));
    }
    return any;
  }

  private static long[] sortable(List<Value> values) {
    return values.stream()
        .mapToLong(value -> ValueOrder.sortable(((Number) value.value()).doubleValue()))
        .toArray();
  }

  private static BigInteger unscaled(Value value) {
    return ((BigDecimal) value.value()).unscaledValue();
  }
}
