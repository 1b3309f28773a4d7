package io.dreamdb.spark;

import static io.dreamdb.spark.SharedSession.rows;
import static io.dreamdb.spark.SharedSession.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSession.class)
class MetadataTest {

  private static String table;

  @BeforeAll
  static void versions() {
    table = SharedSession.newSchema() + ".t";
    sql("CREATE TABLE " + table + " (id INT)");
    sql("INSERT INTO " + table + " SELECT /*+ COALESCE(1) */ id FROM range(5)");
    sql("SET spark.sql.dreamdb.delete.actor=ana");
    sql("SET spark.sql.dreamdb.delete.reason=asked for");
    sql("DELETE FROM " + table + " WHERE id < 2");
    sql("RESET spark.sql.dreamdb.delete.actor");
    sql("RESET spark.sql.dreamdb.delete.reason");
  }

  @Test
  void snapshotsSayWhatEachCommitDid() {
    assertThat(
            rows(
                "SELECT operation, rows_added, rows_deleted, rows_live FROM "
                    + table
                    + ".snapshots ORDER BY committed_at"))
        .containsExactly("[create,0,0,0]", "[append,5,0,5]", "[delete,0,2,3]");
  }

  @Test
  void historyIsALineOfVersions() {
    assertThat(
            rows(
                "SELECT count(*) FROM "
                    + table
                    + ".history child JOIN "
                    + table
                    + ".history parent ON child.parent_version = parent.version"))
        .containsExactly("[2]");
  }

  @Test
  void refsAndBatchesAreRows() {
    assertThat(rows("SELECT name, type FROM " + table + ".refs")).containsExactly("[main,BRANCH]");
    assertThat(rows("SELECT rows, deleted_rows FROM " + table + ".batches"))
        .containsExactly("[5,2]");
  }

  @Test
  void tombstonesNameActorAndReason() {
    assertThat(rows("SELECT operation, actor, reason, rows FROM " + table + ".tombstones"))
        .containsExactly("[delete,ana,asked for,2]");
  }

  @Test
  void metadataTravelsInTimeToo() {
    assertThat(rows("SELECT count(*) FROM " + table + ".snapshots VERSION AS OF 'main~1'"))
        .containsExactly("[2]");
  }

  @Test
  void anUnknownMetadataTableIsNotFound() {
    assertThatThrownBy(() -> rows("SELECT * FROM " + table + ".nosuch"))
        .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
  }
}
