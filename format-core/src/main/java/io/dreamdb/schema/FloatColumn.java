package io.dreamdb.schema;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Values of type float. */
public final class FloatColumn implements Column {

  final float[] values;
  private final Validity validity;

  /** Takes the array over. */
  public FloatColumn(float[] values, Validity validity) {
    validity.requireRows(values.length);
    this.values = values;
    this.validity = validity;
  }

  @Override
  public Type type() {
    return PrimitiveType.FLOAT;
  }

  @Override
  public Validity validity() {
    return validity;
  }

  /** The raw value of a row; without meaning where the row is NULL. */
  public float getFloat(int row) {
    return values[row];
  }

  /** The raw values of all rows, read only. */
  public FloatBuffer values() {
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : values[row];
  }

  @Override
  public FloatColumn slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    return new FloatColumn(Arrays.copyOfRange(values, from, to), validity.slice(from, to));
  }

  @Override
  public FloatColumn select(int[] positions) {
    float[] selected = new float[positions.length];
    for (int i = 0; i < positions.length; i++) {
      selected[i] = values[positions[i]];
    }
    return new FloatColumn(selected, validity.select(positions));
  }

  @Override
  public FloatColumn masked(Validity mask) {
    return new FloatColumn(values, validity.and(mask));
  }

  /** Appends values. */
  public static final class Builder implements ColumnBuilder {

    private final Bitmap.Builder valid = new Bitmap.Builder();
    private float[] values = new float[16];

    @Override
    public int rows() {
      return valid.size();
    }

    @Override
    public void appendNull() {
      push((float) 0, false);
    }

    public void appendFloat(float value) {
      push(value, true);
    }

    private void push(float value, boolean isValid) {
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
        appendFloat((Float) Value.checked(PrimitiveType.FLOAT, value));
      }
    }

    @Override
    public FloatColumn build() {
      return new FloatColumn(Arrays.copyOf(values, rows()), Validity.of(valid.build()));
    }
  }
}
