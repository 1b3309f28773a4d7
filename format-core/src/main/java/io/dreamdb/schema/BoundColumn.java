package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.List;
import java.util.Locale;

/**
 * A column, or a field inside struct columns.
 *
 * @param path the fields from the column inwards, at least one
 */
public record BoundColumn(List<Field> path) {

  public BoundColumn {
    path = List.copyOf(path);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("column path without fields");
    }
  }

  /** The field whose values are meant. */
  public Field field() {
    return path.get(path.size() - 1);
  }

  /** The column that holds it, or is it. */
  public Field column() {
    return path.get(0);
  }

  public Type type() {
    return field().type();
  }

  public ColumnPath toPath() {
    return ColumnPath.of(path.stream().map(Field::name).toArray(String[]::new));
  }

  /**
   * The values, found by field id; structs in the block may lack fields that are not on the path.
   */
  Column in(RowBlock block) {
    Column column = block.column(column().id());
    for (Field field : path.subList(1, path.size())) {
      column = child(column, field);
    }
    if (column.type() != type()
        && !column.type().text().equals(type().text())
        && type().isScalar()) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "column %s of type %s in the block: expected %s",
              toPath(),
              column.type().text(),
              type().text()));
    }
    return column;
  }

  private Column child(Column column, Field field) {
    if (column instanceof StructColumn struct) {
      List<Field> fields = struct.type().fields();
      for (int i = 0; i < fields.size(); i++) {
        if (fields.get(i).id() == field.id()) {
          return struct.children().get(i);
        }
      }
    }
    throw new InvalidInput(
        String.format(
            Locale.ROOT,
            "no field %s with id %d in a column of type %s",
            toPath(),
            field.id(),
            column.type().text()));
  }
}
