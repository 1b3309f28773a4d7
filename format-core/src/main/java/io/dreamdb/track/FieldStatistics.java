package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborNull;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.schema.ColumnStatistics;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of one field as they are stored: what a bound means depends on the field's type,
 * which is not stored with it.
 */
record FieldStatistics(
    int fieldId, long nulls, long nans, @Nullable CborBytes lower, @Nullable CborBytes upper) {

  private static final int MAX_CODE_POINTS = 16;
  private static final int MAX_BINARY_BYTES = 16;

  /** No bound is longer: 16 code points of four bytes. */
  private static final int MAX_BOUND_BYTES = 4 * MAX_CODE_POINTS;

  static FieldStatistics of(Field field, ColumnStatistics statistics) {
    return new FieldStatistics(
        field.id(),
        statistics.nullCount(),
        statistics.nanCount(),
        bound(field, statistics.lower(), -1),
        bound(field, statistics.upper(), 1));
  }

  private static @Nullable CborBytes bound(Field field, @Nullable Value bound, int sign) {
    if (bound == null) {
      return null;
    }
    if (!bound.type().equals(field.type()) || isLong(bound)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "bound %s of field '%s', which is %s",
              bound,
              field.name(),
              field.type().text()));
    }
    return CborBytes.copyOf(withZeroOfSign(bound, sign).toBytes());
  }

  /** −0.0 and +0.0 are one value with two forms; a bound includes both. */
  private static Value withZeroOfSign(Value bound, int sign) {
    if (bound.value() instanceof Float number && number == 0) {
      return Value.of(bound.type(), Math.copySign(0f, sign));
    }
    return bound.value() instanceof Double number && number == 0
        ? Value.of(bound.type(), Math.copySign(0d, sign))
        : bound;
  }

  private static boolean isLong(Value bound) {
    if (bound.value() instanceof String text) {
      return text.codePointCount(0, text.length()) > MAX_CODE_POINTS;
    }
    return bound.type() == PrimitiveType.BINARY && bound.toBytes().length > MAX_BINARY_BYTES;
  }

  /** In the field's present type. */
  ColumnStatistics read(Field field, int rows) {
    if (nans > 0 && !field.type().isFloating()) {
      throw corrupt(field, nans + " NaNs");
    }
    try {
      Value least = lower == null ? null : read(field, lower, -1);
      Value greatest = upper == null ? null : read(field, upper, 1);
      return new ColumnStatistics(rows, nulls, nans, least, greatest);
    } catch (InvalidInput e) {
      throw corrupt(field, e.getMessage());
    }
  }

  private static Value read(Field field, CborBytes bound, int sign) {
    byte[] bytes = bound.toArray();
    Value value;
    try {
      value = Value.fromBytes(field.type(), bytes);
    } catch (CorruptObject e) {
      throw corrupt(field, e.getMessage());
    }
    boolean exact = Arrays.equals(value.toBytes(), bytes) || isWidened(field.type(), bytes.length);
    if (!exact || isLong(value) || !withZeroOfSign(value, sign).equals(value)) {
      throw corrupt(field, "the bound " + bound);
    }
    return value;
  }

  private static boolean isWidened(Type type, int lengthBytes) {
    return lengthBytes == 4 && (type == PrimitiveType.BIGINT || type == PrimitiveType.DOUBLE);
  }

  private static CorruptObject corrupt(Field field, @Nullable String found) {
    return new CorruptObject(
        String.format(
            Locale.ROOT,
            "Statistics of field '%s' (%d): expected those of %s, found %s",
            field.name(),
            field.id(),
            field.type().text(),
            found));
  }

  CborArray encode() {
    return CborArray.of(
        new CborInt(fieldId), new CborInt(nulls), new CborInt(nans), encode(lower), encode(upper));
  }

  private static CborValue encode(@Nullable CborBytes bound) {
    return bound == null ? CborNull.NULL : bound;
  }

  static FieldStatistics decode(CborItem item) {
    List<CborItem> parts = item.array();
    if (parts.size() != 5) {
      throw item.expected("an item of 5 parts");
    }
    return new FieldStatistics(
        parts.get(0).int32(1, Integer.MAX_VALUE),
        parts.get(1).nonNegative(),
        parts.get(2).nonNegative(),
        decodeBound(parts.get(3)),
        decodeBound(parts.get(4)));
  }

  private static @Nullable CborBytes decodeBound(CborItem item) {
    if (item.isNull()) {
      return null;
    }
    CborBytes bound = item.bytes();
    if (bound.length() > MAX_BOUND_BYTES) {
      throw item.expected("a bound of at most " + MAX_BOUND_BYTES + " bytes");
    }
    return bound;
  }
}
