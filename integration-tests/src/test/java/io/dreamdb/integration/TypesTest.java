package io.dreamdb.integration;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each table is made and filled by one engine; both must read the values that were written. */
@Tag("ci")
@ExtendWith(Engines.class)
final class TypesTest {

  private static String fromSpark = "";
  private static String fromTrino = "";
  private static String fromBoth = "";

  @BeforeAll
  static void write() {
    String schema = "lake." + Engines.newSchema();
    fromSpark = schema + ".from_spark";
    fromTrino = schema + ".from_trino";
    fromBoth = schema + ".from_both";
    createInSpark(fromSpark);
    createInTrino(fromTrino);
    createInTrino(fromBoth);
    insertBySpark(fromSpark, 0);
    insertByTrino(fromTrino, 0);
    insertBySpark(fromBoth, 0);
    insertByTrino(fromBoth, 100);
  }

  static List<TypeCase> types() {
    return TypeCases.all();
  }

  private static String columns(Function<TypeCase, String> column) {
    return types().stream().map(column).collect(joining(", ", "(id INT, ", ")"));
  }

  private static void createInSpark(String table) {
    Engines.spark()
        .rows(
            "CREATE TABLE "
                + table
                + columns(type -> type.column() + " " + type.spark())
                + " TBLPROPERTIES ('dreamdb.field.c_embedding.dimension' = '3',"
                + " 'dreamdb.field.c_embedding.metric' = 'l2')");
  }

  private static void createInTrino(String table) {
    Engines.trino()
        .rows("CREATE TABLE " + table + columns(type -> type.column() + " " + type.trino()));
  }

  private static void insertBySpark(String table, int firstId) {
    insert(Engines.spark(), table, firstId, TypeCase::sparkValue);
  }

  private static void insertByTrino(String table, int firstId) {
    insert(Engines.trino(), table, firstId, TypeCase::trinoValue);
  }

  private interface ValueOfRow {
    String of(TypeCase type, int row);
  }

  private static void insert(Engine engine, String table, int firstId, ValueOfRow value) {
    engine.rows(
        "INSERT INTO "
            + table
            + " VALUES "
            + IntStream.range(0, TypeCases.ROWS)
                .mapToObj(row ->
                    types().stream()
                        .map(type -> value.of(type, row))
                        .collect(joining(", ", "(" + (firstId + row) + ", ", ")")))
                .collect(joining(",\n")));
  }

  private static List<List<String>> expected(TypeCase type) {
    return IntStream.range(0, TypeCases.ROWS).mapToObj(row -> List.of(type.text(row))).toList();
  }

  private static String select(TypeCase type, String table, String where) {
    return "SELECT " + type.column() + " FROM " + table + where + " ORDER BY id";
  }

  @ParameterizedTest
  @MethodSource("types")
  void bothEnginesReadWhatSparkWrote(TypeCase type) {
    String query = select(type, fromSpark, "");
    assertThat(Engines.spark().rows(query)).as("Spark").isEqualTo(expected(type));
    assertThat(Engines.trino().rows(query)).as("Trino").isEqualTo(expected(type));
  }

  @ParameterizedTest
  @MethodSource("types")
  void bothEnginesReadWhatTrinoWrote(TypeCase type) {
    String query = select(type, fromTrino, "");
    assertThat(Engines.trino().rows(query)).as("Trino").isEqualTo(expected(type));
    assertThat(Engines.spark().rows(query)).as("Spark").isEqualTo(expected(type));
  }

  @ParameterizedTest
  @MethodSource("types")
  void oneTableHoldsTheRowsOfBoth(TypeCase type) {
    for (Engine engine : List.of(Engines.spark(), Engines.trino())) {
      assertThat(engine.rows(select(type, fromBoth, " WHERE id < 100")))
          .as("%s, Spark's rows", engine)
          .isEqualTo(expected(type));
      assertThat(engine.rows(select(type, fromBoth, " WHERE id >= 100")))
          .as("%s, Trino's rows", engine)
          .isEqualTo(expected(type));
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void nullsAreCountedAlike(TypeCase type) {
    String query = "SELECT count(*) FROM " + fromBoth + " WHERE " + type.column() + " IS NULL";
    String expected = String.valueOf(2 * (TypeCases.ROWS - type.values().size()));
    assertThat(Engines.spark().value(query)).isEqualTo(expected);
    assertThat(Engines.trino().value(query)).isEqualTo(expected);
  }

  @Test
  void bothEnginesShowTheSameColumnsWhoeverMadeTheTable() {
    for (Engine engine : List.of(Engines.spark(), Engines.trino())) {
      assertThat(engine.rows("DESCRIBE " + fromSpark))
          .containsExactlyElementsOf(engine.rows("DESCRIBE " + fromTrino));
    }
  }
}
