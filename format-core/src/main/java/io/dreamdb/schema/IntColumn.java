package io.dreamdb.schema;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of type int, or dates as days from 1970-01-01. */
public final class IntColumn implements Column {

  private final Type type;
  final int[] values;
  private final Validity validity;

  /** Takes the array over. */
  public IntColumn(Type type, int[] values, Validity validity) {
    requireType(type);
    validity.requireRows(values.length);
    this.type = type;
    this.values = values;
    this.validity = validity;
  }

  private static void requireType(Type type) {
    if (type != PrimitiveType.INT && type != PrimitiveType.DATE) {
      throw new IllegalArgumentException("type " + type.text() + ": expected int or date");
    }
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
  public int getInt(int row) {
    return values[row];
  }

  /** The raw values of all rows, read only. */
  public IntBuffer values() {
    return IntBuffer.wrap(values).asReadOnlyBuffer();
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : Value.ofInt(type, values[row]);
  }

  @Override
  public IntColumn slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    return new IntColumn(type, Arrays.copyOfRange(values, from, to), validity.slice(from, to));
  }

  @Override
  public IntColumn select(int[] positions) {
    int[] selected = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      selected[i] = values[positions[i]];
    }
    return new IntColumn(type, selected, validity.select(positions));
  }

  @Override
  public IntColumn masked(Validity mask) {
    return new IntColumn(type, values, validity.and(mask));
  }

  /** Appends values. */
  public static final class Builder implements ColumnBuilder {

    private final Type type;
    private final Bitmap.Builder valid = new Bitmap.Builder();
    private int[] values = new int[16];

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
      push((int) 0, false);
    }

    public void appendInt(int value) {
      push(value, true);
    }

    private void push(int value, boolean isValid) {
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
        appendInt(Value.toInt(type, value));
      }
    }

    @Override
    public IntColumn build() {
      return new IntColumn(type, Arrays.copyOf(values, rows()), Validity.of(valid.build()));
    }
  }
}
