package io.dreamdb.schema;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the least and greatest values of columns, and cuts long ones to short bounds. */
final class Bounds {

  /** The most code points of a string bound, and bytes of a binary one. */
  static final int MAX_LENGTH = 16;

  private Bounds() {}

  static ColumnStatistics statistics(Column column) {
    if (column instanceof FloatColumn || column instanceof DoubleColumn) {
      return floating(column);
    }
    if (column instanceof BytesColumn bytes) {
      return bytes(bytes);
    }
    int least = -1;
    int greatest = -1;
    if (column.type().isScalar()) {
      for (int row = 0; row < column.rows(); row++) {
        if (!column.isNull(row)) {
          least = least < 0 || compare(column, row, least) < 0 ? row : least;
          greatest = greatest < 0 || compare(column, row, greatest) > 0 ? row : greatest;
        }
      }
    }
    return new ColumnStatistics(
        column.rows(),
        column.validity().nullCount(),
        0,
        value(column, least),
        value(column, greatest));
  }

  private static int compare(Column column, int row, int other) {
    if (column instanceof IntColumn ints) {
      return Integer.compare(ints.values[row], ints.values[other]);
    }
    if (column instanceof LongColumn longs) {
      return Long.compare(longs.values[row], longs.values[other]);
    }
    if (column instanceof BooleanColumn booleans) {
      return Boolean.compare(booleans.getBoolean(row), booleans.getBoolean(other));
    }
    WideDecimalColumn wide = (WideDecimalColumn) column;
    int high = Long.compare(wide.high[row], wide.high[other]);
    return high != 0 ? high : Long.compareUnsigned(wide.low[row], wide.low[other]);
  }

  private static @Nullable Value value(Column column, int row) {
    Object value = row < 0 ? null : column.get(row);
    return value == null ? null : new Value(column.type(), value);
  }

  private static ColumnStatistics floating(Column column) {
    long nans = 0;
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isNull(row)) {
        double value = number(column, row);
        nans += Double.isNaN(value) ? 1 : 0;
        least = value < least ? value : least;
        greatest = value > greatest ? value : greatest;
      }
    }
    int nulls = column.validity().nullCount();
    boolean some = column.rows() - nulls - nans > 0;
    return new ColumnStatistics(
        column.rows(),
        nulls,
        nans,
        some ? number(column.type(), least) : null,
        some ? number(column.type(), greatest) : null);
  }

  private static double number(Column column, int row) {
    return column instanceof FloatColumn floats
        ? floats.values[row]
        : ((DoubleColumn) column).values[row];
  }

  private static Value number(Type type, double value) {
    double unsignedZero = value == 0 ? 0.0 : value;
    return type == PrimitiveType.FLOAT
        ? new Value(type, (float) unsignedZero)
        : new Value(type, unsignedZero);
  }

  private static ColumnStatistics bytes(BytesColumn column) {
    int least = -1;
    int greatest = -1;
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isNull(row)) {
        least = least < 0 || compareBytes(column, row, least) < 0 ? row : least;
        greatest = greatest < 0 || compareBytes(column, row, greatest) > 0 ? row : greatest;
      }
    }
    return new ColumnStatistics(
        column.rows(),
        column.validity().nullCount(),
        0,
        least < 0 ? null : lower(value(column, least)),
        greatest < 0 ? null : upper(value(column, greatest)));
  }

  private static int compareBytes(BytesColumn column, int row, int other) {
    int[] offsets = column.offsets;
    return Arrays.compareUnsigned(
        column.bytes,
        offsets[row],
        offsets[row + 1],
        column.bytes,
        offsets[other],
        offsets[other + 1]);
  }

  /** A string or binary value not above the given one, at most 16 code points or bytes long. */
  static @Nullable Value lower(@Nullable Value least) {
    if (least == null || !isLong(least)) {
      return least;
    }
    return least.value() instanceof String string
        ? new Value(least.type(), string.substring(0, string.offsetByCodePoints(0, MAX_LENGTH)))
        : new Value(least.type(), Arrays.copyOf(least.toBytes(), MAX_LENGTH));
  }

  /** A value of at most that length not below the given one; null if there is none. */
  static @Nullable Value upper(@Nullable Value greatest) {
    if (greatest == null || !isLong(greatest)) {
      return greatest;
    }
    return greatest.value() instanceof String string
        ? upper(string.codePoints().limit(MAX_LENGTH).toArray())
        : upper(Arrays.copyOf(greatest.toBytes(), MAX_LENGTH));
  }

  private static boolean isLong(Value value) {
    return value.value() instanceof String string
        ? string.codePointCount(0, string.length()) > MAX_LENGTH
        : value.toBytes().length > MAX_LENGTH;
  }

  private static @Nullable Value upper(int[] codePoints) {
    for (int last = codePoints.length - 1; last >= 0; last--) {
      if (codePoints[last] < Character.MAX_CODE_POINT) {
        int next = codePoints[last] + 1;
        codePoints[last] = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
        return new Value(PrimitiveType.STRING, new String(codePoints, 0, last + 1));
      }
    }
    return null;
  }

  private static @Nullable Value upper(byte[] bytes) {
    for (int last = bytes.length - 1; last >= 0; last--) {
      if (bytes[last] != -1) {
        bytes[last]++;
        return new Value(PrimitiveType.BINARY, Arrays.copyOf(bytes, last + 1));
      }
    }
    return null;
  }
}
