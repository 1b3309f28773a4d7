package io.dreamdb.dataset;

import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a table of changing columns should hold, in plain collections: a row is a map from the id of
 * a field to its value, inside structs too.
 */
final class ModelColumns {

  private ModelColumns() {}

  /** A row that was written under some columns, as it is under others. */
  static Map<Integer, @Nullable Object> row(
      Map<Integer, @Nullable Object> row, List<Field> from, List<Field> to) {
    Map<Integer, @Nullable Object> adapted = new HashMap<>();
    for (Field field : to) {
      Field before = find(from, field.id());
      Value missing = field.defaultValue();
      adapted.put(
          field.id(),
          before == null
              ? missing == null ? null : missing.value()
              : value(row.get(field.id()), before.type(), field.type()));
    }
    return adapted;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object value(@Nullable Object value, Type from, Type to) {
    if (value == null) {
      return null;
    }
    if (to instanceof StructType struct) {
      return row(
          (Map<Integer, @Nullable Object>) value, ((StructType) from).fields(), struct.fields());
    }
    if (to instanceof ArrayType array) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (Object element : (List<?>) value) {
        elements.add(value(element, ((ArrayType) from).element().type(), array.element().type()));
      }
      return elements;
    }
    if (value instanceof Integer number && to == PrimitiveType.BIGINT) {
      return number.longValue();
    }
    return value instanceof Float number && to == PrimitiveType.DOUBLE
        ? (Object) number.doubleValue()
        : value;
  }

  static @Nullable Field find(List<Field> fields, int id) {
    return fields.stream().filter(field -> field.id() == id).findFirst().orElse(null);
  }

  /** A value as columns give and take it: structs by name. */
  @SuppressWarnings("unchecked")
  static @Nullable Object named(@Nullable Object value, Type type) {
    if (value != null && type instanceof StructType struct) {
      Map<String, @Nullable Object> named = new LinkedHashMap<>();
      for (Field field : struct.fields()) {
        Object inner = ((Map<Integer, @Nullable Object>) value).get(field.id());
        named.put(field.name(), named(inner, field.type()));
      }
      return named;
    }
    if (value != null && type instanceof ArrayType array) {
      List<@Nullable Object> elements = new ArrayList<>();
      ((List<?>) value).forEach(each -> elements.add(named(each, array.element().type())));
      return elements;
    }
    return value;
  }

  static List<@Nullable Object> named(Map<Integer, @Nullable Object> row, List<Field> columns) {
    List<@Nullable Object> named = new ArrayList<>();
    columns.forEach(field -> named.add(named(row.get(field.id()), field.type())));
    return named;
  }
}
