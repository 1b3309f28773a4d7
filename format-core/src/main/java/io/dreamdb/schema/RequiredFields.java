package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.List;
import java.util.Locale;

/** Finds NULLs in fields that must not have any. */
final class RequiredFields {

  private RequiredFields() {}

  /** Throws if the field, or one inside it, is NULL where it must not be. */
  static void check(Field field, Column column) {
    check(field, column, Validity.all(column.rows()), FieldName.quoted(field.name()));
  }

  /**
   * @param present rows that are there at all: inside a NULL struct, array or map nothing is
   *     missing
   */
  private static void check(Field field, Column column, Validity present, String path) {
    if (!field.nullable() && column.validity().hasNulls()) {
      for (int row = 0; row < column.rows(); row++) {
        if (column.isNull(row) && !present.isNull(row)) {
          throw new InvalidInput(
              String.format(
                  Locale.ROOT,
                  "NULL in %s at place %d: the field is declared not null",
                  path,
                  row));
        }
      }
    }
    if (column instanceof StructColumn struct) {
      checkStruct((StructType) field.type(), struct, path);
    } else if (column instanceof ArrayColumn array) {
      Field element = field.type().children().get(0);
      Validity inside = inside(array, array.elements().rows());
      check(element, array.elements(), inside, path + ".element");
    } else if (column instanceof MapColumn map) {
      List<Field> fields = field.type().children();
      Validity inside = inside(map, map.keys().rows());
      check(fields.get(0), map.keys(), inside, path + ".key");
      check(fields.get(1), map.values(), inside, path + ".value");
    }
  }

  private static void checkStruct(StructType type, StructColumn struct, String path) {
    for (int i = 0; i < type.fields().size(); i++) {
      Field field = type.fields().get(i);
      check(field, struct.children().get(i), struct.validity(), path + "." + field.name());
    }
  }

  /** The elements that belong to a row that is not NULL. */
  private static Validity inside(Column column, int elements) {
    Bitmap.Builder inside = new Bitmap.Builder();
    for (int row = 0; row < column.rows(); row++) {
      int end = column instanceof ArrayColumn array ? array.offset(row + 1) : mapEnd(column, row);
      while (inside.size() < end) {
        inside.append(!column.isNull(row));
      }
    }
    while (inside.size() < elements) {
      inside.append(false);
    }
    return Validity.of(inside.build());
  }

  private static int mapEnd(Column column, int row) {
    return ((MapColumn) column).offset(row + 1);
  }
}
