package io.dreamdb.integration;

import java.util.List;

/** An engine that runs SQL on the warehouse, whose catalog is {@code lake} in both. */
interface Engine {

  /**
   * Runs a statement.
   *
   * @return the values of its rows as {@link Values} writes them; none if it has no result
   * @throws StatementFailure with the engine's reason
   */
  List<List<String>> rows(String statement);

  /** The one value of a statement. */
  default String value(String statement) {
    List<List<String>> rows = rows(statement);
    if (rows.size() != 1 || rows.get(0).size() != 1) {
      throw new AssertionError("expected one value of\n" + statement + "\ngot " + rows);
    }
    return rows.get(0).get(0);
  }

  /** What the engine says that it would do. */
  default String plan(String statement) {
    return value("EXPLAIN " + statement);
  }
}
