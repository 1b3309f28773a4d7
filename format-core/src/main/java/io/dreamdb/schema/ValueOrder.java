package io.dreamdb.schema;

import java.nio.ByteBuffer;

/**
 * The order of values: false below true; numbers by size, NaN equal to NaN and above all, −0 equal
 * to +0; strings and binary by unsigned bytes, of strings those of UTF-8; dates and times by time.
 */
final class ValueOrder {

  private ValueOrder() {}

  /** Compares two values of one type, given as the Java types that {@link Column} names. */
  static int compare(Object left, Object right) {
    if (left instanceof String string) {
      return Utf8.compare(string, (String) right);
    }
    if (left instanceof ByteBuffer bytes) {
      return compareBytes(bytes, (ByteBuffer) right);
    }
    if (left instanceof Float number) {
      return compareDoubles(number, (Float) right);
    }
    if (left instanceof Double number) {
      return compareDoubles(number, (Double) right);
    }
    return compareComparables(left, right);
  }

  @SuppressWarnings("unchecked")
  private static int compareComparables(Object left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }

  static int compareDoubles(double left, double right) {
    return left == right ? 0 : Double.compare(left, right);
  }

  /** A number that orders doubles as {@link #compareDoubles} does, equal where it says so. */
  static long sortable(double value) {
    long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value);
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  private static int compareBytes(ByteBuffer left, ByteBuffer right) {
    int mismatch = left.mismatch(right);
    if (mismatch < 0) {
      return 0;
    }
    if (mismatch >= left.remaining() || mismatch >= right.remaining()) {
      return Integer.compare(left.remaining(), right.remaining());
    }
    return Byte.compareUnsigned(
        left.get(left.position() + mismatch), right.get(right.position() + mismatch));
  }
}
