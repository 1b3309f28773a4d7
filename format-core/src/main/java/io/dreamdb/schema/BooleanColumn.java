package io.dreamdb.schema;

import org.jspecify.annotations.Nullable;

/** Booleans, as a bitmap. */
public final class BooleanColumn implements Column {

  final Bitmap values;
  private final Validity validity;

  public BooleanColumn(Bitmap values, Validity validity) {
    validity.requireRows(values.size());
    this.values = values;
    this.validity = validity;
  }

  @Override
  public Type type() {
    return PrimitiveType.BOOLEAN;
  }

  @Override
  public Validity validity() {
    return validity;
  }

  public boolean getBoolean(int row) {
    return values.get(row);
  }

  @Override
  public @Nullable Object get(int row) {
    return isNull(row) ? null : values.get(row);
  }

  @Override
  public BooleanColumn slice(int from, int to) {
    return new BooleanColumn(values.slice(from, to), validity.slice(from, to));
  }

  @Override
  public BooleanColumn select(int[] positions) {
    return new BooleanColumn(values.select(positions), validity.select(positions));
  }

  @Override
  public BooleanColumn masked(Validity mask) {
    return new BooleanColumn(values, validity.and(mask));
  }

  /** Appends booleans. */
  public static final class Builder implements ColumnBuilder {

    private final Bitmap.Builder values = new Bitmap.Builder();
    private final Bitmap.Builder valid = new Bitmap.Builder();

    @Override
    public int rows() {
      return valid.size();
    }

    @Override
    public void appendNull() {
      values.append(false);
      valid.append(false);
    }

    public void appendBoolean(boolean value) {
      values.append(value);
      valid.append(true);
    }

    @Override
    public void append(@Nullable Object value) {
      if (value == null) {
        appendNull();
      } else {
        appendBoolean((Boolean) Value.checked(PrimitiveType.BOOLEAN, value));
      }
    }

    @Override
    public BooleanColumn build() {
      return new BooleanColumn(values.build(), Validity.of(valid.build()));
    }
  }
}
