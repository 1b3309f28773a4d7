package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Structs: one child column per field. Where a row is NULL, so is it in each child. */
public final class StructColumn implements Column {

  private final StructType type;
  private final List<Column> children;
  private final Validity validity;

  /** Children that hold values where {@code validity} is NULL are masked. */
  public StructColumn(StructType type, List<Column> children, Validity validity) {
    if (children.size() != type.fields().size()) {
      throw new IllegalArgumentException(
          children.size() + " children for " + type.fields().size() + " fields");
    }
    List<Column> masked = new ArrayList<>(children.size());
    for (int i = 0; i < children.size(); i++) {
      RowBlock.requireType(type.fields().get(i), children.get(i));
      masked.add(children.get(i).masked(validity));
    }
    this.type = type;
    this.children = List.copyOf(masked);
    this.validity = validity;
  }

  @Override
  public StructType type() {
    return type;
  }

  @Override
  public Validity validity() {
    return validity;
  }

  /** The fields' columns, in the order of the type. */
  public List<Column> children() {
    return children;
  }

  @Override
  public @Nullable Object get(int row) {
    if (isNull(row)) {
      return null;
    }
    Map<String, @Nullable Object> struct = new LinkedHashMap<>();
    for (int i = 0; i < children.size(); i++) {
      struct.put(type.fields().get(i).name(), children.get(i).get(row));
    }
    return Collections.unmodifiableMap(struct);
  }

  @Override
  public StructColumn slice(int from, int to) {
    return new StructColumn(
        type,
        children.stream().map(child -> child.slice(from, to)).toList(),
        validity.slice(from, to));
  }

  @Override
  public StructColumn select(int[] positions) {
    return new StructColumn(
        type,
        children.stream().map(child -> child.select(positions)).toList(),
        validity.select(positions));
  }

  @Override
  public StructColumn masked(Validity mask) {
    return new StructColumn(type, children, validity.and(mask));
  }

  /** Appends structs: one value to each of {@link #children}, then {@link #endRow}. */
  public static final class Builder implements ColumnBuilder {

    private final StructType type;
    private final Bitmap.Builder valid = new Bitmap.Builder();
    private final List<ColumnBuilder> children = new ArrayList<>();

    public Builder(StructType type) {
      this.type = type;
      for (Field field : type.fields()) {
        children.add(ColumnBuilder.of(field.type()));
      }
    }

    /** The fields' builders, in the order of the type. */
    public List<ColumnBuilder> children() {
      return Collections.unmodifiableList(children);
    }

    @Override
    public int rows() {
      return valid.size();
    }

    @Override
    public void appendNull() {
      children.forEach(ColumnBuilder::appendNull);
      valid.append(false);
    }

    public void endRow() {
      valid.append(true);
    }

    /** Appends a map from field name; a field that the map does not name is NULL. */
    @Override
    public void append(@Nullable Object value) {
      if (value == null) {
        appendNull();
        return;
      }
      Map<?, ?> struct = Value.cast(type, value, Map.class);
      Set<?> unknown = new HashSet<>(struct.keySet());
      for (int i = 0; i < children.size(); i++) {
        String name = type.fields().get(i).name();
        children.get(i).append(struct.get(name));
        unknown.remove(name);
      }
      if (!unknown.isEmpty()) {
        throw new InvalidInput("no field " + unknown + " in " + type.text());
      }
      endRow();
    }

    @Override
    public StructColumn build() {
      return new StructColumn(
          type, children.stream().map(ColumnBuilder::build).toList(), Validity.of(valid.build()));
    }
  }
}
