package io.dreamdb.schema;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of type double. */
public final class DoubleColumn implements Column {

  final double[] values;
  private final Validity validity;

  /** Takes the array over. */
  public DoubleColumn(double[] values, Validity validity) {
    validity.requireRows(values.length);
    this.values = values;
    this.validity = validity;
  }

  @Override
  public Type type() {
    return PrimitiveType.DOUBLE;
  }

  @Override
  public Validity validity() {
    return validity;
  }

  /** The raw value of a row; without meaning where the row is NULL. */
  public double getDouble(int row) {
    return values[row];
  }

  /** The raw values of all rows, read only. */
  public DoubleBuffer values() {
    return DoubleBuffer.wrap(values).asReadOnlyBuffer();
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : values[row];
  }

  @Override
  public DoubleColumn slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    return new DoubleColumn(Arrays.copyOfRange(values, from, to), validity.slice(from, to));
  }

  @Override
  public DoubleColumn select(int[] positions) {
    double[] selected = new double[positions.length];
    for (int i = 0; i < positions.length; i++) {
      selected[i] = values[positions[i]];
    }
    return new DoubleColumn(selected, validity.select(positions));
  }

  @Override
  public DoubleColumn masked(Validity mask) {
    return new DoubleColumn(values, validity.and(mask));
  }

  /** Appends values. */
  public static final class Builder implements ColumnBuilder {

    private final Bitmap.Builder valid = new Bitmap.Builder();
    private double[] values = new double[16];

    @Override
    public int rows() {
      return valid.size();
    }

    @Override
    public void appendNull() {
      push((double) 0, false);
    }

    public void appendDouble(double value) {
      push(value, true);
    }

    private void push(double value, boolean isValid) {
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
        appendDouble((Double) Value.checked(PrimitiveType.DOUBLE, value));
      }
    }

    @Override
    public DoubleColumn build() {
      return new DoubleColumn(Arrays.copyOf(values, rows()), Validity.of(valid.build()));
    }
  }
}
