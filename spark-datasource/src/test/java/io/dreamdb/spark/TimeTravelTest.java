package io.dreamdb.spark;

import static io.dreamdb.spark.SharedSession.rows;
import static io.dreamdb.spark.SharedSession.session;
import static io.dreamdb.spark.SharedSession.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSession.class)
class TimeTravelTest {

  private static String table;
  private static String firstVersion;
  private static String firstTime;

  @BeforeAll
  static void versions() {
    String namespace = SharedSession.newSchema();
    table = namespace + ".t";
    sql("CREATE TABLE " + table + " (id INT)");
    sql("INSERT INTO " + table + " VALUES (1)");
    firstVersion = sql("SELECT DISTINCT _manifest FROM " + table).get(0).getString(0);
    firstTime =
        sql("SELECT CAST(max(committed_at) AS STRING) FROM " + table + ".snapshots")
            .get(0)
            .getString(0);
    sql("INSERT INTO " + table + " VALUES (2)");
    sql("INSERT INTO " + table + " VALUES (3)");
    try (Warehouse warehouse = Warehouse.open(SharedSession.warehouse())) {
      String schema = namespace.substring(namespace.indexOf('.') + 1);
      Dataset dataset = warehouse.table(new TableName(schema, "t"));
      dataset.createBranch("dev", "main~1");
      dataset.createBranch("work", "main~1");
      dataset.createTag("v1", firstVersion);
    }
  }

  private static void reads(String source, int expected) {
    assertThat(rows("SELECT count(id) FROM " + source)).containsExactly("[" + expected + "]");
  }

  @Test
  void aVersionIsNamedByRefDistanceIdOrPrefix() {
    reads(table + " VERSION AS OF 'main'", 3);
    reads(table + " VERSION AS OF 'main~1'", 2);
    reads(table + " FOR VERSION AS OF '" + firstVersion + "'", 1);
    reads(table + " VERSION AS OF '" + firstVersion.substring(0, 12) + "'", 1);
    reads(table + " VERSION AS OF 'dev'", 2);
  }

  @Test
  void aVersionIsNamedByTime() {
    reads(table + " TIMESTAMP AS OF timestampadd(MICROSECOND, 1, '" + firstTime + "')", 1);
    reads(table + " TIMESTAMP AS OF '2999-01-01'", 3);
    assertThatThrownBy(() -> rows("SELECT * FROM " + table + " TIMESTAMP AS OF '2000-01-01'"))
        .hasMessageContaining("[DREAMDB_INVALID_INPUT]");
  }

  @Test
  void theDataFrameReaderHasBothForms() {
    assertThat(session().read().option("versionAsOf", "main~2").table(table).count()).isEqualTo(1);
    assertThat(session().read().option("timestampAsOf", "2999-01-01").table(table).count())
        .isEqualTo(3);
    assertThatThrownBy(() -> session().read().option("snapshot", "1").table(table).count())
        .hasMessageContaining("unknown options [snapshot]");
  }

  @Test
  void branchesAndTagsStandBehindTheName() {
    reads(table + ".branch_dev", 2);
    reads(table + ".tag_v1", 1);
    sql("INSERT INTO " + table + ".branch_work VALUES (7)");
    sql("INSERT INTO " + table + " WITH (branch = 'work') VALUES (8)");
    assertThat(rows("SELECT max(id) FROM " + table + ".branch_work")).containsExactly("[8]");
    reads(table, 3);
  }

  @Test
  void oldVersionsAndTagsCannotBeWritten() {
    assertThatThrownBy(() -> sql("INSERT INTO " + table + ".tag_v1 VALUES (9)"))
        .hasMessageContaining("does not support append");
    assertThatThrownBy(() -> sql("DELETE FROM " + table + ".tag_v1 WHERE id = 1"))
        .hasMessageContaining("cannot be changed");
  }

  @Test
  void anUnknownVersionIsRefused() {
    assertThatThrownBy(() -> rows("SELECT * FROM " + table + " VERSION AS OF 'nosuch'"))
        .hasMessageContaining("[DREAMDB_INVALID_INPUT]")
        .hasMessageContaining("nosuch")
        .hasMessageContaining("SQLSTATE: 22023");
  }
}
