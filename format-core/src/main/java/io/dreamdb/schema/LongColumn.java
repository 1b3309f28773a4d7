package io.dreamdb.schema;

import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of type bigint, timestamps in microseconds, or decimals of up to 18 digits, unscaled. */
public final class LongColumn implements Column {

  private final Type type;
  final long[] values;
  private final Validity validity;

  /** Takes the array over. */
  public LongColumn(Type type, long[] values, Validity validity) {
    requireType(type);
    validity.requireRows(values.length);
    this.type = type;
    this.values = values;
    this.validity = validity;
  }

  private static void requireType(Type type) {
    if (!holds(type)) {
      throw new IllegalArgumentException(
          "type "
              + type.text()
              + ": expected bigint, a timestamp or a decimal of at most 18 digits");
    }
  }

  private static boolean holds(Type type) {
    return type == PrimitiveType.BIGINT
        || type == PrimitiveType.TIMESTAMP
        || type == PrimitiveType.TIMESTAMP_NTZ
        || type instanceof DecimalType decimal && decimal.fitsLong();
  }

  @Override
  public Type type() {
    return type;
  }

  @Override
  public Validity validity() {
    return validity;
  }

  /** The raw value of a row; without meaning where the row is NULL. */
  public long getLong(int row) {
    return values[row];
  }

  /** The raw values of all rows, read only. */
  public LongBuffer values() {
    return LongBuffer.wrap(values).asReadOnlyBuffer();
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : Value.ofLong(type, values[row]);
  }

  @Override
  public LongColumn slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    return new LongColumn(type, Arrays.copyOfRange(values, from, to), validity.slice(from, to));
  }

  @Override
  public LongColumn select(int[] positions) {
    long[] selected = new long[positions.length];
    for (int i = 0; i < positions.length; i++) {
      selected[i] = values[positions[i]];
    }
    return new LongColumn(type, selected, validity.select(positions));
  }

  @Override
  public LongColumn masked(Validity mask) {
    return new LongColumn(type, values, validity.and(mask));
  }

  /** Appends values. */
  public static final class Builder implements ColumnBuilder {

    private final Type type;
    private final Bitmap.Builder valid = new Bitmap.Builder();
    private long[] values = new long[16];

    public Builder(Type type) {
      requireType(type);
      this.type = type;
    }

    @Override
    public int rows() {
      return valid.size();
    }

    @Override
    public void appendNull() {
      push((long) 0, false);
    }

    public void appendLong(long value) {
      push(value, true);
    }

    private void push(long value, boolean isValid) {
      int row = rows();
      if (row == values.length) {
        values = Arrays.copyOf(values, Growth.length(row, row + 1L));
      }
      values[row] = value;
      valid.append(isValid);
    }

    @Override
    public void append(@Nullable Object value) {
      if (value == null) {
        appendNull();
      } else {
        appendLong(Value.toLong(type, value));
      }
    }

    @Override
    public LongColumn build() {
      return new LongColumn(type, Arrays.copyOf(values, rows()), Validity.of(valid.build()));
    }
  }
}
