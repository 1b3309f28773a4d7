package io.dreamdb.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists: the elements of all rows in one child column, and where each row's begin. */
public final class ArrayColumn implements Column {

  private final ArrayType type;
  private final int[] offsets; // [rows + 1]
  private final Column elements;
  private final Validity validity;

  /**
   * Takes the array over.
   *
   * @param offsets row i has the elements from {@code offsets[i]} to {@code offsets[i + 1]}
   */
  public ArrayColumn(ArrayType type, int[] offsets, Column elements, Validity validity) {
    RowBlock.requireType(type.element(), elements);
    Offsets.require(offsets, validity.rows(), elements.rows());
    this.type = type;
    this.offsets = offsets;
    this.elements = elements;
    this.validity = validity;
  }

  @Override
  public ArrayType type() {
    return type;
  }

  @Override
  public Validity validity() {
    return validity;
  }

  public Column elements() {
    return elements;
  }

  /** Where the elements of a row begin; {@code offset(row + 1)} is where they end. */
  public int offset(int row) {
    return offsets[row];
  }

  @Override
  public @Nullable Object get(int row) {
    if (isNull(row)) {
      return null;
    }
    List<@Nullable Object> list = new ArrayList<>(offsets[row + 1] - offsets[row]);
    for (int i = offsets[row]; i < offsets[row + 1]; i++) {
      list.add(elements.get(i));
    }
    return Collections.unmodifiableList(list);
  }

  @Override
  public ArrayColumn slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    return new ArrayColumn(
        type,
        Offsets.slice(offsets, from, to),
        elements.slice(offsets[from], offsets[to]),
        validity.slice(from, to));
  }

  @Override
  public ArrayColumn select(int[] positions) {
    int[] ends = Offsets.select(offsets, positions);
    int[] children = Offsets.childPositions(offsets, positions, ends[positions.length]);
    return new ArrayColumn(type, ends, elements.select(children), validity.select(positions));
  }

  @Override
  public ArrayColumn masked(Validity mask) {
    return new ArrayColumn(type, offsets, elements, validity.and(mask));
  }

  /** Appends lists: the elements first, to {@link #elements}, then {@link #endRow}. */
  public static final class Builder implements ColumnBuilder {

    private final ArrayType type;
    private final Bitmap.Builder valid = new Bitmap.Builder();
    private final Offsets.Builder offsets = new Offsets.Builder();
    private final ColumnBuilder elements;

    public Builder(ArrayType type) {
      this.type = type;
      this.elements = ColumnBuilder.of(type.element().type());
    }

    /** Takes the elements of the row that the next {@link #endRow} ends. */
    public ColumnBuilder elements() {
      return elements;
    }

    @Override
    public int rows() {
      return valid.size();
    }

    @Override
    public void appendNull() {
      end(false);
    }

    public void endRow() {
      end(true);
    }

    private void end(boolean isValid) {
      valid.append(isValid);
      offsets.end(elements.rows());
    }

    @Override
    public void append(@Nullable Object value) {
      if (value == null) {
        appendNull();
        return;
      }
      for (Object element : Value.cast(type, value, List.class)) {
        elements.append(element);
      }
      endRow();
    }

    @Override
    public ArrayColumn build() {
      return new ArrayColumn(type, offsets.build(), elements.build(), Validity.of(valid.build()));
    }
  }
}
