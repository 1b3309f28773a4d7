package io.dreamdb.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spark and Trino write one table at the same time, statement against statement. */
@Tag("ci")
@ExtendWith(Engines.class)
final class ConcurrentWritersTest {

  private static final int STATEMENTS = 12;
  private static final int ROWS = 5;
  private static final int ATTEMPTS = 20;
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private String table = "";

  @BeforeEach
  void create() {
    table = "lake." + Engines.newSchema() + ".t";
    Engines.trino()
        .rows(
            "CREATE TABLE "
                + table
                + " (id BIGINT NOT NULL, writer VARCHAR, v ARRAY(REAL) WITH (dimension = 2))");
  }

  private String insert(String writer, String vector, int statement) {
    String rows =
        LongStream.range(0, ROWS)
            .mapToObj(row -> "(" + (statement * ROWS + row) + ", '" + writer + "', " + vector + ")")
            .reduce((left, right) -> left + ", " + right)
            .orElseThrow();
    return "INSERT INTO " + table + " VALUES " + rows;
  }

  private String insertBySpark(int statement) {
    return insert("Spark", "array(1F, 2F)", statement);
  }

  private String insertByTrino(int statement) {
    return insert("Trino", "ARRAY[REAL '1', REAL '2']", statement);
  }

  /** Each statement of one begins together with that of the other. */
  private static void both(IntFunction<String> bySpark, IntFunction<String> byTrino) {
    Phaser together = new Phaser(2);
    // The common pool may have one thread alone.
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      CompletableFuture<Void> spark =
          CompletableFuture.runAsync(() -> write(Engines.spark(), bySpark, together), threads);
      CompletableFuture<Void> trino =
          CompletableFuture.runAsync(() -> write(Engines.trino(), byTrino, together), threads);
      assertThat(spark).as("Spark's statements").succeedsWithin(LONGEST);
      assertThat(trino).as("Trino's statements").succeedsWithin(LONGEST);
    }
  }

  private static void write(Engine engine, IntFunction<String> statement, Phaser together) {
    try {
      for (int i = 0; i < STATEMENTS; i++) {
        together.arriveAndAwaitAdvance();
        run(engine, statement.apply(i));
      }
    } finally {
      together.arriveAndDeregister();
    }
  }

  /** A delete that others overtook asks to be run again, and must not have taken effect. */
  private static void run(Engine engine, String statement) {
    for (int attempt = 1; ; attempt++) {
      try {
        engine.rows(statement);
        return;
      } catch (StatementFailure failure) {
        boolean overtaken =
            statement.startsWith("DELETE") && failure.getMessage().contains("run it again");
        if (!overtaken || attempt == ATTEMPTS) {
          throw failure;
        }
      }
    }
  }

  private void requireRows(Stream<List<String>> rows) {
    List<List<String>> expected = rows.toList();
    String query = "SELECT writer, id FROM " + table + " ORDER BY writer, id";
    assertThat(Engines.spark().rows(query)).isEqualTo(expected);
    assertThat(Engines.trino().rows(query)).isEqualTo(expected);
  }

  private static Stream<List<String>> rows(String writer, int from, int to) {
    return LongStream.range(from, to).mapToObj(id -> List.of(writer, String.valueOf(id)));
  }

  @Test
  void nothingIsLostWhenBothAppend() {
    both(this::insertBySpark, this::insertByTrino);
    int all = STATEMENTS * ROWS;
    requireRows(Stream.concat(rows("Spark", 0, all), rows("Trino", 0, all)));
    assertThat(Engines.spark().value("SELECT count(*) FROM " + table + ".snapshots"))
        .isEqualTo(String.valueOf(1 + 2 * STATEMENTS));
    assertThat(Engines.spark().value("SELECT count(DISTINCT _anchor) FROM " + table))
        .isEqualTo(String.valueOf(2 * all));
  }

  @Test
  void nothingIsLostAndNothingComesBackWhenOneAppendsAndTheOtherDeletes() {
    Engines.trino()
        .rows(
            "INSERT INTO "
                + table
                + " SELECT n, 'old', ARRAY[REAL '3', REAL '4'] FROM UNNEST(sequence(0, "
                + (2 * STATEMENTS - 1)
                + ")) AS s (n)");
    both(this::insertBySpark, i -> "DELETE FROM " + table + " WHERE writer = 'old' AND id = " + i);
    requireRows(
        Stream.concat(
            rows("Spark", 0, STATEMENTS * ROWS), rows("old", STATEMENTS, 2 * STATEMENTS)));
  }

  @Test
  void deletesOfBothTakeEffect() {
    Engines.spark().rows(insertBySpark(0));
    Engines.trino().rows(insertByTrino(0));
    Engines.trino()
        .rows(
            "INSERT INTO "
                + table
                + " SELECT n, 'old', NULL FROM UNNEST(sequence(0, "
                + (4 * STATEMENTS - 1)
                + ")) AS s (n)");
    String delete = "DELETE FROM " + table + " WHERE writer = 'old' AND ";
    both(i -> delete + "id = " + i, i -> delete + "id % 100 = " + (STATEMENTS + i));
    requireRows(
        Stream.of(
                rows("Spark", 0, ROWS),
                rows("Trino", 0, ROWS),
                rows("old", 2 * STATEMENTS, 4 * STATEMENTS))
            .flatMap(rows -> rows));
  }
}
