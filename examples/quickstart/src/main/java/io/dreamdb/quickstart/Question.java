package io.dreamdb.quickstart;

import java.util.List;
import java.util.Optional;

/**
 * A search: the rows of a table that are nearest to one of its rows.
 *
 * @param table schema.table
 * @param anchor key of the row whose vector is the query
 * @param results how many
 * @param filter that the results pass, in the predicate language
 * @param version of the table; the present one if not given
 * @param shown columns to show of each result
 */
record Question(
    String table,
    long anchor,
    int results,
    Optional<String> filter,
    Optional<String> version,
    List<String> shown) {

  Question {
    shown = List.copyOf(shown);
  }

  Question withFilter(String predicate) {
    return new Question(table, anchor, results, Optional.of(predicate), version, shown);
  }

  Question withVersion(String pointer) {
    return new Question(table, anchor, results, filter, Optional.of(pointer), shown);
  }

  /** As a user types it. Both engines have the same function; they call the table differently. */
  String statement(Sql dialect, String catalog) {
    boolean isSpark = dialect == Sql.SPARK;
    StringBuilder sql = new StringBuilder("SELECT ");
    shown.forEach(column -> sql.append(dialect.name(column)).append(", "));
    sql.append("_anchor, _distance\nFROM ");
    sql.append(isSpark ? "vector_search(table => " : "TABLE(" + catalog + ".system.vector_search(");
    sql.append(
        isSpark ? dialect.text(catalog + "." + table) : "table_name => " + dialect.text(table));
    sql.append(", query_anchor => ").append(anchor);
    sql.append(", num_results => ").append(results);
    filter.ifPresent(value -> sql.append(", filter => ").append(dialect.text(value)));
    version.ifPresent(value -> sql.append(", version => ").append(dialect.text(value)));
    sql.append(isSpark ? ")" : "))");
    return sql.append("\nORDER BY _distance, _anchor").toString();
  }
}
