package io.dreamdb.integration;

import java.util.List;

/**
 * A type in both dialects and values of it.
 *
 * @param column the name of a column of it
 * @param spark the type in Spark
 * @param trino the type in Trino
 * @param values of it; a row has NULL where there is none
 */
record TypeCase(String column, String spark, String trino, List<Value> values) {

  TypeCase {
    values = List.copyOf(values);
  }

  /**
   * A value.
   *
   * @param spark its expression in Spark
   * @param trino its expression in Trino
   * @param text what either engine must read, as {@link Values} writes it
   */
  record Value(String spark, String trino, String text) {}

  /** A value that both engines cast from the same text. */
  static Value cast(String literal, String text) {
    return new Value("'" + literal + "'", "'" + literal + "'", text);
  }

  /** A string; backslashes mean something in Spark's. */
  static Value string(String value) {
    return new Value("'" + value.replace("\\", "\\\\") + "'", "'" + value + "'", value);
  }

  /** A value that both engines write alike. */
  static Value same(String expression, String text) {
    return new Value(expression, expression, text);
  }

  /** The value of that row, cast to the type. */
  String sparkValue(int row) {
    return castTo(row < values.size() ? values.get(row).spark() : "NULL", spark);
  }

  /** The value of that row, cast to the type. */
  String trinoValue(int row) {
    return castTo(
        row < values.size() ? values.get(row).trino() : "NULL",
        trino.replaceAll(" WITH \\(.*", ""));
  }

  private static String castTo(String expression, String type) {
    return "CAST(" + expression + " AS " + type + ")";
  }

  /** What either engine must read in that row. */
  String text(int row) {
    return row < values.size() ? values.get(row).text() : "NULL";
  }
}
