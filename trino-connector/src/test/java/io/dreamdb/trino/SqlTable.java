package io.dreamdb.trino;

import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** SQL of one test, in which {@code $t} is a table that no other test names. */
final class SqlTable {

  private static final AtomicInteger TABLES = new AtomicInteger();

  private final DistributedQueryRunner runner;
  private final String name = "t" + TABLES.incrementAndGet();

  SqlTable(TrinoCluster.Running cluster) {
    this.runner = cluster.runner();
  }

  String name() {
    return name;
  }

  MaterializedResult query(String sql) {
    return query(runner.getDefaultSession(), sql);
  }

  MaterializedResult query(Session session, String sql) {
    return runner.execute(session, sql.replaceAll("\\$t(?![a-z])", name));
  }

  /** The first column of the result. */
  List<Object> column(String sql) {
    return query(sql).getMaterializedRows().stream().map(row -> row.getField(0)).toList();
  }

  /** Each row as text. */
  List<String> rows(String sql) {
    return query(sql).getMaterializedRows().stream()
        .map(row -> row.getFields().toString())
        .toList();
  }

  Object value(String sql) {
    return query(sql).getOnlyValue();
  }

  /** The message of a statement that must fail. */
  String error(String sql) {
    try {
      query(sql);
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("no failure: " + sql);
  }

  /** Five films in two batches, some with NULL or NaN; the fourth has no embedding. */
  void createFilms() {
    query(
        "CREATE TABLE $t (id BIGINT NOT NULL, title VARCHAR, year INTEGER, rating REAL,"
            + " embedding ARRAY(REAL) WITH (dimension = 2, metric = 'l2'))");
    query(
        "INSERT INTO $t VALUES (1, 'Alien', 1979, REAL '8.5', ARRAY[0, 1]),"
            + " (2, 'Brazil', 1985, REAL 'NaN', ARRAY[1, 0]),"
            + " (3, 'Cube', 1997, NULL, ARRAY[3, 4])");
    query(
        "INSERT INTO $t VALUES (4, 'Dune', 2021, REAL '8.0', NULL), (5, NULL, NULL, 1, ARRAY[6, 8])");
  }
}
