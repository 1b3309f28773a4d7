package io.dreamdb.quickstart;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How the two engines write the same thing. */
enum Sql {
  SPARK('`'),
  TRINO('"');

  /** Words that a column may be called by and that one of the engines reserves. */
  private static final Set<String> RESERVED =
      Set.of(
          "all",
          "alter",
          "and",
          "any",
          "as",
          "between",
          "by",
          "case",
          "cast",
          "column",
          "create",
          "cross",
          "cube",
          "current_date",
          "delete",
          "describe",
          "distinct",
          "drop",
          "else",
          "end",
          "except",
          "exists",
          "false",
          "for",
          "from",
          "full",
          "group",
          "having",
          "in",
          "inner",
          "insert",
          "intersect",
          "into",
          "is",
          "join",
          "left",
          "like",
          "natural",
          "not",
          "null",
          "on",
          "or",
          "order",
          "outer",
          "right",
          "rollup",
          "select",
          "table",
          "then",
          "true",
          "union",
          "user",
          "using",
          "values",
          "when",
          "where",
          "with");

  private final char quote;

  Sql(char quote) {
    this.quote = quote;
  }

  /** A column's name, quoted where it must be. */
  String name(String column) {
    if (column.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(column)) {
      return column;
    }
    String mark = String.valueOf(quote);
    return mark + column.replace(mark, mark + mark) + mark;
  }

  /** Names with commas. */
  String names(List<String> columns) {
    return columns.stream().map(this::name).collect(Collectors.joining(", "));
  }

  /** A literal. Backslashes mean something in Spark's. */
  String text(String value) {
    String escaped = this == SPARK ? value.replace("\\", "\\\\") : value;
    return "'" + escaped.replace("'", "''") + "'";
  }
}
