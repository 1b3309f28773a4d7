package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Columns that change, and batches that were written before. */
@Tag("ci")
@ExtendWith(TrinoCluster.class)
final class AlterTest {

  private final SqlTable table;

  AlterTest(TrinoCluster.Running cluster) {
    this.table = new SqlTable(cluster);
  }

  private void alter(String change) {
    table.query("ALTER TABLE $t " + change);
  }

  private void refused(String change, String message) {
    assertThat(table.error("ALTER TABLE $t " + change)).contains(message);
  }

  @Test
  void aDefaultOfEachTypeIsInOldRowsAndInNewOnesThatLeaveItOut() {
    table.rows("CREATE TABLE $t (id INTEGER)");
    table.rows("INSERT INTO $t VALUES 1");
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
    table.rows("INSERT INTO $t (id) VALUES 2");
    for (int i = 0; i < columns.length; i++) {
      assertThat(
              table.rows("SELECT id FROM $t WHERE c" + i + " = " + columns[i][1] + " ORDER BY id"))
          .as(columns[i][0])
          .containsExactly("[1]", "[2]");
      assertThat(table.rows("SELECT count(DISTINCT c" + i + ") FROM $t"))
          .as(columns[i][0])
          .containsExactly("[1]");
    }
    String ddl = table.rows("SHOW CREATE TABLE $t").get(0);
    assertThat(ddl).contains("c7 varchar DEFAULT 'ü''s'");
    assertThat(table.rows("SELECT * FROM $t FOR VERSION AS OF 'main~13'")).containsExactly("[1]");
  }

  @Test
  void widenedColumnsAreReadFromOldBatches() {
    table.rows(
        "CREATE TABLE $t (i INTEGER, f REAL, d DECIMAL(5,2), w DECIMAL(20,1),"
            + " s ROW(x INTEGER, y REAL))");
    table.rows(
        "INSERT INTO $t VALUES (-2147483648, REAL '0.5', DECIMAL '1.25', DECIMAL '7.5',"
            + " ROW(2, REAL '0.5'))");
    alter("ALTER COLUMN i SET DATA TYPE BIGINT");
    alter("ALTER COLUMN f SET DATA TYPE DOUBLE");
    alter("ALTER COLUMN d SET DATA TYPE DECIMAL(30,2)");
    alter("ALTER COLUMN w SET DATA TYPE DECIMAL(38,1)");
    alter("ALTER COLUMN s.x SET DATA TYPE BIGINT");
    table.rows(
        "INSERT INTO $t VALUES (5000000000, 0.1e0, DECIMAL '12345678901.25', DECIMAL '7.5',"
            + " ROW(5000000000, REAL '0.5'))");
    assertThat(table.rows("SELECT i, f, d, w, s.x FROM $t ORDER BY i"))
        .containsExactly(
            "[-2147483648, 0.5, 1.25, 7.5, 2]",
            "[5000000000, 0.1, 12345678901.25, 7.5, 5000000000]");
    assertThat(table.rows("SELECT count(*) FROM $t WHERE i < 0 AND d = 1.25 AND s.x = 2"))
        .containsExactly("[1]");
    refused("ALTER COLUMN i SET DATA TYPE INTEGER", "cannot become int");
    refused("ALTER COLUMN i SET DATA TYPE DOUBLE", "cannot become double");
  }

  @Test
  void columnsAreRenamedDroppedAddedAgainAndMoved() {
    table.rows("CREATE TABLE $t (id INTEGER NOT NULL, a INTEGER COMMENT 'old', b VARCHAR)");
    table.rows("INSERT INTO $t VALUES (1, 10, 'x')");
    alter("RENAME COLUMN a TO c");
    alter("RENAME COLUMN b TO a");
    assertThat(table.rows("SELECT id, c, a FROM $t")).containsExactly("[1, 10, x]");
    alter("DROP COLUMN a");
    alter("ADD COLUMN a VARCHAR FIRST");
    alter("ADD COLUMN d INTEGER DEFAULT 4 COMMENT 'new' AFTER id");
    assertThat(table.rows("SELECT * FROM $t")).containsExactly("[null, 1, 4, 10]");
    alter("ALTER COLUMN id DROP NOT NULL");
    table.rows("COMMENT ON COLUMN $t.c IS 'newer'");
    table.rows("INSERT INTO $t VALUES ('y', NULL, 5, 20)");
    assertThat(table.rows("SELECT * FROM $t ORDER BY c"))
        .containsExactly("[null, 1, 4, 10]", "[y, null, 5, 20]");
    assertThat(table.rows("SHOW CREATE TABLE $t").get(0))
        .contains("COMMENT 'newer'", "COMMENT 'new'");
    alter("DROP COLUMN IF EXISTS nope");
  }

  @Test
  void fieldsInsideRowsChange() {
    table.rows("CREATE TABLE $t (s ROW(x INTEGER, y VARCHAR), l ARRAY(ROW(p INTEGER)))");
    table.rows("INSERT INTO $t VALUES (ROW(1, 'a'), ARRAY[ROW(2)])");
    alter("ADD COLUMN s.z DATE");
    alter("DROP COLUMN s.x");
    alter("RENAME COLUMN s.y TO x");
    alter("ADD COLUMN l.element.q INTEGER");
    alter("DROP COLUMN l.element.p");
    assertThat(table.rows("SELECT s.x, s.z, cardinality(l), l[1].q FROM $t"))
        .containsExactly("[a, null, 1, null]");
    alter("DROP COLUMN s.x");
    assertThat(table.rows("SELECT s IS NULL, s.z IS NULL, l[1] IS NULL FROM $t WHERE s.z IS NULL"))
        .containsExactly("[false, true, false]");
  }

  @Test
  void anEmbeddingIsAddedAndDropped() {
    table.rows("CREATE TABLE $t (id INTEGER)");
    table.rows("INSERT INTO $t VALUES 1");
    alter("ADD COLUMN v ARRAY(REAL) WITH (dimension = 2, metric = 'cosine')");
    table.rows("INSERT INTO $t VALUES (2, ARRAY[1, 0]), (3, ARRAY[0, 1])");
    assertThat(table.rows("SELECT id, v IS NULL FROM $t ORDER BY id"))
        .containsExactly("[1, true]", "[2, false]", "[3, false]");
    assertThat(
            table.rows(
                "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                    + " query_vector => ARRAY[1, 0.1], num_results => 5))"))
        .containsExactly("[2]", "[3]");
    alter("DROP COLUMN v");
    assertThat(table.rows("SELECT * FROM $t ORDER BY id")).containsExactly("[1]", "[2]", "[3]");
  }

  @Test
  void whatCannotBeChangedIsRefused() {
    table.rows("CREATE TABLE $t (id INTEGER, n INTEGER DEFAULT 3)");
    table.rows("INSERT INTO $t (id) VALUES 1");
    assertThat(table.rows("SELECT * FROM $t")).containsExactly("[1, 3]");
    refused("ADD COLUMN m INTEGER NOT NULL", "give it a default, or let it be nullable");
    refused("ALTER COLUMN n SET DEFAULT 4", "default");
    refused("RENAME COLUMN n TO _n", "begins with _");
  }
}
