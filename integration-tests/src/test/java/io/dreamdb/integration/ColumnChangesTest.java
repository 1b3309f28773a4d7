package io.dreamdb.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batches of both engines, read by both after either changed the table's columns. */
@Tag("ci")
@ExtendWith(Engines.class)
final class ColumnChangesTest {

  private static final int MAX_DEFAULT_BYTES = 1_024;

  private String table = "";

  @BeforeEach
  void nameTheTable() {
    table = "lake." + Engines.newSchema() + ".t";
  }

  private void bothRead(String columns, String... rows) {
    List<List<String>> expected =
        java.util.Arrays.stream(rows).map(row -> List.of(row.split("\\|"))).toList();
    String query = "SELECT " + columns + " FROM " + table + " ORDER BY id";
    assertThat(Engines.spark().rows(query)).as("Spark").isEqualTo(expected);
    assertThat(Engines.trino().rows(query)).as("Trino").isEqualTo(expected);
  }

  private void spark(String statement) {
    Engines.spark().rows(statement.replace("$t", table));
  }

  private void trino(String statement) {
    Engines.trino().rows(statement.replace("$t", table));
  }

  /** A column of each type and value: in a row from before, and in new ones that leave it out. */
  @Test
  void bothEnginesReadAndWriteTheDefaultsOfEveryType() {
    spark("CREATE TABLE $t (id INT)");
    spark("INSERT INTO $t VALUES (1)");
    List<String> added = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (TypeCase type : TypeCases.all()) {
      boolean scalar = !type.spark().contains("<");
      for (int i = 0; scalar && i < type.values().size(); i++) {
        String value = type.text(i);
        if (value.getBytes(StandardCharsets.UTF_8).length <= MAX_DEFAULT_BYTES) {
          names.add(type.column() + i);
          values.add(value);
          added.add(type.column() + i + " " + type.spark() + " DEFAULT " + type.sparkValue(i));
        }
      }
    }
    spark("ALTER TABLE $t ADD COLUMNS (" + String.join(", ", added) + ")");
    spark("INSERT INTO $t (id) VALUES (2)");
    trino("INSERT INTO $t (id) VALUES (3)");
    String query = "SELECT " + String.join(", ", names) + " FROM " + table + " ORDER BY id";
    assertThat(Engines.spark().rows(query)).as("Spark").isEqualTo(Collections.nCopies(3, values));
    assertThat(Engines.trino().rows(query)).as("Trino").isEqualTo(Collections.nCopies(3, values));
  }

  @Test
  void bothEnginesReadWidenedColumnsOfOldBatches() {
    String columns = "i INT, f REAL, d DECIMAL(5,2), e DECIMAL(12,2), w DECIMAL(20,1)";
    spark("CREATE TABLE $t (id INT, " + columns + ", s STRUCT<x: INT, y: DECIMAL(5,2)>)");
    spark("INSERT INTO $t VALUES (1, -5, 0.5, 1.25, 2.5, 7.5, named_struct('x', 6, 'y', 1.5))");
    trino("INSERT INTO $t VALUES (2, -5, REAL '0.5', 1.25, 2.5, 7.5, ROW(6, 1.5))");
    trino("ALTER TABLE $t ALTER COLUMN i SET DATA TYPE BIGINT");
    spark("ALTER TABLE $t ALTER COLUMN f TYPE DOUBLE");
    trino("ALTER TABLE $t ALTER COLUMN d SET DATA TYPE DECIMAL(15,2)");
    spark("ALTER TABLE $t ALTER COLUMN e TYPE DECIMAL(30,2)");
    trino("ALTER TABLE $t ALTER COLUMN w SET DATA TYPE DECIMAL(38,1)");
    spark("ALTER TABLE $t ALTER COLUMN s.x TYPE BIGINT");
    trino("ALTER TABLE $t ALTER COLUMN s.y SET DATA TYPE DECIMAL(30,2)");
    trino("INSERT INTO $t VALUES (3, -5, 0.5, 1.25, 2.5, 7.5, ROW(6, 1.5))");
    spark("INSERT INTO $t VALUES (4, -5, 0.5, 1.25, 2.5, 7.5, named_struct('x', 6, 'y', 1.5))");
    String row = "-5|0.5|1.25|2.50|7.5|6|1.50";
    List<List<String>> expected =
        Collections.nCopies(
            4, List.of(row.replace("|0.5|", "|" + Values.real(0.5) + "|").split("\\|")));
    String query = "SELECT i, f, d, e, w, s.x, s.y FROM " + table;
    String where = " WHERE i = -5 AND f < 1 AND d = 1.25 AND e = 2.5 AND w > 7 ORDER BY id";
    assertThat(Engines.spark().rows(query + where)).as("Spark").isEqualTo(expected);
    assertThat(Engines.trino().rows(query + where)).as("Trino").isEqualTo(expected);
  }

  @Test
  void bothEnginesFindColumnsByWhatTheyAreAndNotByTheirNames() {
    trino("CREATE TABLE $t (id INTEGER, a INTEGER, b VARCHAR, s ROW(x INTEGER, y VARCHAR))");
    spark("INSERT INTO $t VALUES (1, 10, 'one', named_struct('x', 100, 'y', 'uno'))");
    trino("INSERT INTO $t VALUES (2, 20, 'two', ROW(200, 'due'))");
    spark("ALTER TABLE $t RENAME COLUMN a TO c");
    trino("ALTER TABLE $t RENAME COLUMN b TO a");
    bothRead("id, a, c", "1|one|10", "2|two|20");
    trino("ALTER TABLE $t DROP COLUMN a");
    spark("ALTER TABLE $t ADD COLUMN a STRING FIRST");
    spark("ALTER TABLE $t ALTER COLUMN c AFTER a");
    bothRead("a, c, id", "NULL|10|1", "NULL|20|2");
    trino("ALTER TABLE $t DROP COLUMN s.x");
    spark("ALTER TABLE $t ADD COLUMN s.x INT");
    bothRead("s.x, s.y", "NULL|uno", "NULL|due");
    spark("ALTER TABLE $t DROP COLUMN s.y");
    bothRead("s IS NULL, s.x", "false|NULL", "false|NULL");
    trino("INSERT INTO $t VALUES ('new', 30, 3, ROW(300))");
    bothRead("id, a, c, s.x", "1|NULL|10|NULL", "2|NULL|20|NULL", "3|new|30|300");
    String old = " FROM " + table + " %s ORDER BY id";
    assertThat(Engines.spark().rows("SELECT a, b" + String.format(old, "VERSION AS OF 'main~9'")))
        .isEqualTo(
            Engines.trino().rows("SELECT a, b" + String.format(old, "FOR VERSION AS OF 'main~9'")));
  }
}
