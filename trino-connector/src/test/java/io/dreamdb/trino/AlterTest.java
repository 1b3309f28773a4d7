package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.testing.DistributedQueryRunner;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Columns that change, and batches that were written before. */
@Tag("ci")
@ExtendWith(TrinoCluster.class)
final class AlterTest {

  private static final AtomicInteger TABLES = new AtomicInteger();

  private final DistributedQueryRunner runner;
  private String table = "";

  AlterTest(TrinoCluster.Running cluster) {
    this.runner = cluster.runner();
  }

  @BeforeEach
  void nameTheTable() {
    table = "altered" + TABLES.incrementAndGet();
  }

  private List<String> rows(String sql) {
    return runner.execute(sql.replaceAll("\\$t(?![a-z])", table)).getMaterializedRows().stream()
        .map(row -> row.getFields().toString())
        .toList();
  }

  private void alter(String change) {
    rows("ALTER TABLE $t " + change);
  }

  private void refused(String change, String message) {
    try {
      alter(change);
    } catch (RuntimeException e) {
      assertThat(e).hasMessageContaining(message);
      return;
    }
    throw new AssertionError("no failure: " + change);
  }

  @Test
  void aDefaultOfEachTypeIsInOldRowsAndInNewOnesThatLeaveItOut() {
    rows("CREATE TABLE $t (id INTEGER)");
    rows("INSERT INTO $t VALUES 1");
    String[][] columns = {
      {"BOOLEAN", "true"},
      {"INTEGER", "7"},
      {"BIGINT", "5000000000"},
      {"REAL", "REAL '0.1'"},
      {"DOUBLE", "1E-1"},
      {"DECIMAL(9,2)", "DECIMAL '1.50'"},
      {"DECIMAL(38,2)", "DECIMAL '12345678901234567890.25'"},
      {"VARCHAR", "'ü''s'"},
      {"VARBINARY", "X'00FF'"},
      {"DATE", "DATE '1969-12-31'"},
      {"TIMESTAMP(6)", "TIMESTAMP '2024-02-29 12:00:00.000001'"},
      {"TIMESTAMP(6) WITH TIME ZONE", "TIMESTAMP '2024-02-29 12:00:00.000001 UTC'"}
    };
    for (int i = 0; i < columns.length; i++) {
      alter("ADD COLUMN c" + i + " " + columns[i][0] + " DEFAULT " + columns[i][1]);
    }
    rows("INSERT INTO $t (id) VALUES 2");
    for (int i = 0; i < columns.length; i++) {
      assertThat(rows("SELECT id FROM $t WHERE c" + i + " = " + columns[i][1] + " ORDER BY id"))
          .as(columns[i][0])
          .containsExactly("[1]", "[2]");
      assertThat(rows("SELECT count(DISTINCT c" + i + ") FROM $t"))
          .as(columns[i][0])
          .containsExactly("[1]");
    }
    String ddl = rows("SHOW CREATE TABLE $t").get(0);
    assertThat(ddl).contains("c7 varchar DEFAULT 'ü''s'");
    assertThat(rows("SELECT * FROM $t FOR VERSION AS OF 'main~13'")).containsExactly("[1]");
  }

  @Test
  void widenedColumnsAreReadFromOldBatches() {
    rows(
        "CREATE TABLE $t (i INTEGER, f REAL, d DECIMAL(5,2), w DECIMAL(20,1),"
            + " s ROW(x INTEGER, y REAL))");
    rows(
        "INSERT INTO $t VALUES (-2147483648, REAL '0.5', DECIMAL '1.25', DECIMAL '7.5',"
            + " ROW(2, REAL '0.5'))");
    alter("ALTER COLUMN i SET DATA TYPE BIGINT");
    alter("ALTER COLUMN f SET DATA TYPE DOUBLE");
    alter("ALTER COLUMN d SET DATA TYPE DECIMAL(30,2)");
    alter("ALTER COLUMN w SET DATA TYPE DECIMAL(38,1)");
    alter("ALTER COLUMN s.x SET DATA TYPE BIGINT");
    rows(
        "INSERT INTO $t VALUES (5000000000, 0.1e0, DECIMAL '12345678901.25', DECIMAL '7.5',"
            + " ROW(5000000000, REAL '0.5'))");
    assertThat(rows("SELECT i, f, d, w, s.x FROM $t ORDER BY i"))
        .containsExactly(
            "[-2147483648, 0.5, 1.25, 7.5, 2]",
            "[5000000000, 0.1, 12345678901.25, 7.5, 5000000000]");
    assertThat(rows("SELECT count(*) FROM $t WHERE i < 0 AND d = 1.25 AND s.x = 2"))
        .containsExactly("[1]");
    refused("ALTER COLUMN i SET DATA TYPE INTEGER", "cannot become int");
    refused("ALTER COLUMN i SET DATA TYPE DOUBLE", "cannot become double");
  }

  @Test
  void columnsAreRenamedDroppedAddedAgainAndMoved() {
    rows("CREATE TABLE $t (id INTEGER NOT NULL, a INTEGER COMMENT 'old', b VARCHAR)");
    rows("INSERT INTO $t VALUES (1, 10, 'x')");
    alter("RENAME COLUMN a TO c");
    alter("RENAME COLUMN b TO a");
    assertThat(rows("SELECT id, c, a FROM $t")).containsExactly("[1, 10, x]");
    alter("DROP COLUMN a");
    alter("ADD COLUMN a VARCHAR FIRST");
    alter("ADD COLUMN d INTEGER DEFAULT 4 COMMENT 'new' AFTER id");
    assertThat(rows("SELECT * FROM $t")).containsExactly("[null, 1, 4, 10]");
    alter("ALTER COLUMN id DROP NOT NULL");
    rows("COMMENT ON COLUMN $t.c IS 'newer'");
    rows("INSERT INTO $t VALUES ('y', NULL, 5, 20)");
    assertThat(rows("SELECT * FROM $t ORDER BY c"))
        .containsExactly("[null, 1, 4, 10]", "[y, null, 5, 20]");
    assertThat(rows("SHOW CREATE TABLE $t").get(0)).contains("COMMENT 'newer'", "COMMENT 'new'");
    alter("DROP COLUMN IF EXISTS nope");
  }

  @Test
  void fieldsInsideRowsChange() {
    rows("CREATE TABLE $t (s ROW(x INTEGER, y VARCHAR), l ARRAY(ROW(p INTEGER)))");
    rows("INSERT INTO $t VALUES (ROW(1, 'a'), ARRAY[ROW(2)])");
    alter("ADD COLUMN s.z DATE");
    alter("DROP COLUMN s.x");
    alter("RENAME COLUMN s.y TO x");
    alter("ADD COLUMN l.element.q INTEGER");
    alter("DROP COLUMN l.element.p");
    assertThat(rows("SELECT s.x, s.z, cardinality(l), l[1].q FROM $t"))
        .containsExactly("[a, null, 1, null]");
    alter("DROP COLUMN s.x");
    assertThat(rows("SELECT s IS NULL, s.z IS NULL, l[1] IS NULL FROM $t WHERE s.z IS NULL"))
        .containsExactly("[false, true, false]");
  }

  @Test
  void anEmbeddingIsAddedAndDropped() {
    rows("CREATE TABLE $t (id INTEGER)");
    rows("INSERT INTO $t VALUES 1");
    alter("ADD COLUMN v ARRAY(REAL) WITH (dimension = 2, metric = 'cosine')");
    rows("INSERT INTO $t VALUES (2, ARRAY[1, 0]), (3, ARRAY[0, 1])");
    assertThat(rows("SELECT id, v IS NULL FROM $t ORDER BY id"))
        .containsExactly("[1, true]", "[2, false]", "[3, false]");
    assertThat(
            rows(
                "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                    + " query_vector => ARRAY[1, 0.1], num_results => 5))"))
        .containsExactly("[2]", "[3]");
    alter("DROP COLUMN v");
    assertThat(rows("SELECT * FROM $t ORDER BY id")).containsExactly("[1]", "[2]", "[3]");
  }

  @Test
  void whatCannotBeChangedIsRefused() {
    rows("CREATE TABLE $t (id INTEGER, n INTEGER DEFAULT 3)");
    rows("INSERT INTO $t (id) VALUES 1");
    assertThat(rows("SELECT * FROM $t")).containsExactly("[1, 3]");
    refused("ADD COLUMN m INTEGER NOT NULL", "give it a default, or let it be nullable");
    refused("ALTER COLUMN n SET DEFAULT 4", "default");
    refused("RENAME COLUMN n TO _n", "begins with _");
  }
}
