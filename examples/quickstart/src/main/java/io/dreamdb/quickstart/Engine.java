package io.dreamdb.quickstart;

import java.util.List;

/** An engine that runs SQL on the warehouse, whose catalog is {@value #CATALOG}. */
interface Engine {

  /** The catalog's name in both engines. */
  String CATALOG = "lake";

  /** What users call it. */
  String title();

  /** How it writes SQL. */
  Sql dialect();

  /**
   * Runs a statement.
   *
   * @return its rows as texts; none for a statement that has no result
   * @throws QuickstartFailure with the engine's reason
   */
  List<List<String>> rows(String statement);

  /**
   * Runs a search that {@link Question#statement} wrote.
   *
   * @throws QuickstartFailure with the engine's reason
   */
  default List<Hit> hits(String statement) {
    return rows(statement).stream()
        .map(row -> {
          int shown = row.size() - 2;
          return new Hit(
              row.subList(0, shown),
              Long.parseLong(row.get(shown)),
              Double.parseDouble(row.get(shown + 1)));
        })
        .toList();
  }
}
