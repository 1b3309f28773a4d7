package io.dreamdb.quickstart;

import java.util.List;
import java.util.Optional;

/**
 * What the tour is about: a table to make and what to ask of it.
 *
 * @param table schema.table
 * @param columns the table's columns as in CREATE TABLE
 * @param embedding the column with the vectors
 * @param dimension of the vectors
 * @param model that made them, if it is known
 * @param rows the query that gives the table's rows
 * @param start which row the tour asks for neighbours of: a condition, or empty for the first row
 * @param shown columns to show of a row
 * @param key a column that names a row
 * @param filter for the filtered search
 */
record Subject(
    String table,
    List<String> columns,
    String embedding,
    int dimension,
    Optional<String> model,
    String rows,
    Optional<String> start,
    List<String> shown,
    Optional<Key> key,
    Optional<Filter> filter) {

  Subject {
    columns = List.copyOf(columns);
    shown = List.copyOf(shown);
  }

  /**
   * A column whose values differ in all rows.
   *
   * @param column its name
   * @param isText whether its literals are in quotes
   */
  record Key(String column, boolean isText) {}

  /**
   * Rows whose text in a column is a certain one.
   *
   * @param column its name
   * @param value the text
   */
  record Filter(String column, String value) {

    /** In the predicate language, which quotes as Trino does. */
    String predicate() {
      return condition(Sql.TRINO);
    }

    /** In an engine's SQL. */
    String condition(Sql dialect) {
      return dialect.name(column) + " = " + dialect.text(value);
    }
  }

  String schema() {
    return table.substring(0, table.indexOf('.'));
  }

  /** CREATE TABLE in Spark. */
  String creation() {
    String prefix = "\n  'dreamdb.field." + embedding + ".";
    StringBuilder sql =
        new StringBuilder("CREATE TABLE " + Engine.CATALOG + "." + table + " (\n  ");
    sql.append(String.join(",\n  ", columns)).append(")\nTBLPROPERTIES (");
    sql.append(prefix).append("dimension' = '").append(dimension).append("',");
    sql.append(prefix).append("metric' = 'cosine'");
    model.ifPresent(
        name -> sql.append(',').append(prefix).append("model' = ").append(Sql.SPARK.text(name)));
    return sql.append(")").toString();
  }

  String insertion() {
    return "INSERT INTO " + Engine.CATALOG + "." + table + "\n" + rows;
  }
}
