package io.dreamdb.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The values of an IN list. */
final class ValueList {

  private ValueList() {}

  static void requireType(BoundColumn column, Value value) {
    if (!value.type().equals(column.type())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "value of type %s for column %s of type %s",
              value.type().text(),
              column.toPath(),
              column.type().text()));
    }
  }

  /** The values in ascending order, each once. */
  static List<Value> sorted(BoundColumn column, List<Value> values) {
    List<Value> sorted = new ArrayList<>(values);
    sorted.forEach(value -> requireType(column, value));
    sorted.sort((left, right) -> ValueOrder.compare(left.value(), right.value()));
    List<Value> distinct = new ArrayList<>();
    for (Value value : sorted) {
      if (distinct.isEmpty() || compare(distinct.get(distinct.size() - 1), value) != 0) {
        distinct.add(value);
      }
    }
    return List.copyOf(distinct);
  }

  static int compare(Value left, Value right) {
    return ValueOrder.compare(left.value(), right.value());
  }
}
