package io.dreamdb.integration;

import io.trino.jdbc.RowField;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Values of both engines as one text: equal texts are equal values, numbers to the last bit. */
final class Values {

  private Values() {}

  /** The text of a value that either engine's client gave. */
  static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case Float number -> real(number);
      case Double number -> real(number);
      case BigDecimal number -> number.toPlainString();
      case byte[] bytes -> "X'" + HexFormat.of().formatHex(bytes) + "'";
      case Row row -> row(row);
      case io.trino.jdbc.Row row -> row(row);
      case scala.collection.Map<?, ?> map -> map(CollectionConverters.asJava(map));
      case scala.collection.Seq<?> elements -> array(CollectionConverters.asJava(elements));
      case Map<?, ?> map -> map(map);
      case List<?> elements -> array(elements);
      case Object[] elements -> array(Arrays.asList(elements));
      case java.sql.Array elements -> array(elements);
      default -> value.toString();
    };
  }

  /** A float in a form that has all of its bits; there is one NaN in SQL. */
  static String real(float value) {
    return Float.isNaN(value) ? "NaN" : Float.toHexString(value);
  }

  /** A double in a form that has all of its bits. */
  static String real(double value) {
    return Double.isNaN(value) ? "NaN" : Double.toHexString(value);
  }

  private static String row(Row row) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      fields.add(text(row.get(i)));
    }
    return "(" + String.join(", ", fields) + ")";
  }

  private static String row(io.trino.jdbc.Row row) {
    List<String> fields = new ArrayList<>();
    for (RowField field : row.getFields()) {
      fields.add(text(field.getValue()));
    }
    return "(" + String.join(", ", fields) + ")";
  }

  private static String map(Map<?, ?> map) {
    List<String> entries = new ArrayList<>();
    map.forEach((key, value) -> entries.add(text(key) + "=" + text(value)));
    entries.sort(null);
    return "{" + String.join(", ", entries) + "}";
  }

  private static String array(java.sql.Array array) {
    try {
      return array(Arrays.asList((Object[]) array.getArray()));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String array(List<?> elements) {
    List<String> texts = new ArrayList<>();
    elements.forEach(element -> texts.add(text(element)));
    return "[" + String.join(", ", texts) + "]";
  }
}
