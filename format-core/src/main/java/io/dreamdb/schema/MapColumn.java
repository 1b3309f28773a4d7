package io.dreamdb.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Maps: the keys and values of all rows in two child columns, and where each row's begin. */
public final class MapColumn implements Column {

  private final MapType type;
  private final int[] offsets; // [rows + 1]
  private final Column keys;
  private final Column values;
  private final Validity validity;

  /**
   * Takes the array over. That keys are not repeated within a row is not checked here.
   *
   * @param offsets row i has the entries from {@code offsets[i]} to {@code offsets[i + 1]}
   */
  public MapColumn(MapType type, int[] offsets, Column keys, Column values, Validity validity) {
    RowBlock.requireType(type.key(), keys);
    RowBlock.requireType(type.value(), values);
    Offsets.require(offsets, validity.rows(), keys.rows());
    values.validity().requireRows(keys.rows());
    this.type = type;
    this.offsets = offsets;
    this.keys = keys;
    this.values = values;
    this.validity = validity;
  }

  @Override
  public MapType type() {
    return type;
  }

  @Override
  public Validity validity() {
    return validity;
  }

  public Column keys() {
    return keys;
  }

  public Column values() {
    return values;
  }

  /** Where the entries of a row begin; {@code offset(row + 1)} is where they end. */
  public int offset(int row) {
    return offsets[row];
  }

  /** The row as a map in the order of its entries; of equal keys the last one's value holds. */
  @Override
  public @Nullable Object get(int row) {
    if (isNull(row)) {
      return null;
    }
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = offsets[row]; i < offsets[row + 1]; i++) {
      map.put(keys.get(i), values.get(i));
    }
    return Collections.unmodifiableMap(map);
  }

  @Override
  public MapColumn slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    return new MapColumn(
        type,
        Offsets.slice(offsets, from, to),
        keys.slice(offsets[from], offsets[to]),
        values.slice(offsets[from], offsets[to]),
        validity.slice(from, to));
  }

  @Override
  public MapColumn select(int[] positions) {
    int[] ends = Offsets.select(offsets, positions);
    int[] children = Offsets.childPositions(offsets, positions, ends[positions.length]);
    return new MapColumn(
        type, ends, keys.select(children), values.select(children), validity.select(positions));
  }

  @Override
  public MapColumn masked(Validity mask) {
    return new MapColumn(type, offsets, keys, values, validity.and(mask));
  }

  /** Appends maps: entries first, to {@link #keys} and {@link #values}, then {@link #endRow}. */
  public static final class Builder implements ColumnBuilder {

    private final MapType type;
    private final Bitmap.Builder valid = new Bitmap.Builder();
    private final Offsets.Builder offsets = new Offsets.Builder();
    private final ColumnBuilder keys;
    private final ColumnBuilder values;

    public Builder(MapType type) {
      this.type = type;
      this.keys = ColumnBuilder.of(type.key().type());
      this.values = ColumnBuilder.of(type.value().type());
    }

    public ColumnBuilder keys() {
      return keys;
    }

    public ColumnBuilder values() {
      return values;
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
      offsets.end(keys.rows());
    }

    @Override
    public void append(@Nullable Object value) {
      if (value == null) {
        appendNull();
        return;
      }
      for (Object entry : Value.cast(type, value, Map.class).entrySet()) {
        keys.append(((Map.Entry<?, ?>) entry).getKey());
        values.append(((Map.Entry<?, ?>) entry).getValue());
      }
      endRow();
    }

    @Override
    public MapColumn build() {
      return new MapColumn(
          type, offsets.build(), keys.build(), values.build(), Validity.of(valid.build()));
    }
  }
}
