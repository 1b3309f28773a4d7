package io.dreamdb.spark;

import static io.dreamdb.spark.SharedSession.rows;
import static io.dreamdb.spark.SharedSession.session;
import static io.dreamdb.spark.SharedSession.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSession.class)
class WriteTest {

  private static final String VECTORS =
      " (id BIGINT NOT NULL, v ARRAY<FLOAT>) TBLPROPERTIES ('dreamdb.field.v.dimension' = '2',"
          + " 'dreamdb.field.v.metric' = 'cosine')";

  private String schema;
  private String table;

  @BeforeEach
  void newTable() {
    schema = SharedSession.newSchema();
    table = schema + ".t";
    sql("CREATE TABLE " + table + VECTORS);
  }

  @Test
  void aQueryOfManyTasksIsOneCommit() {
    sql("INSERT INTO " + table + " SELECT id, array(id + 1, 1) FROM range(0, 20000, 1, 4)");
    assertThat(rows("SELECT count(*), sum(id), sum(v[0]), count(DISTINCT _anchor) FROM " + table))
        .containsExactly("[20000,199990000,2.0001E8,20000]");
    assertThat(rows("SELECT count(*) FROM " + table + ".snapshots")).containsExactly("[2]");
  }

  @Test
  void columnsMayBeNamedAndLeftOut() {
    sql("INSERT INTO " + table + " (id) VALUES (1)");
    sql("INSERT INTO " + table + " (v, id) VALUES (array(3, 4), 2)");
    assertThat(rows("SELECT id, v FROM " + table + " ORDER BY id"))
        .containsExactly("[1,null]", "[2,ArraySeq(3.0, 4.0)]");
  }

  @Test
  void dataFramesAreWritten() throws Exception {
    session().sql("SELECT 5L AS id, array(float(1), float(2)) AS v").writeTo(table).append();
    session().table(table).writeTo(schema + ".copy").create();
    assertThat(rows("SELECT id FROM " + schema + ".copy")).containsExactly("[5]");
    assertThatThrownBy(() -> session().table(table).writeTo(table).option("brnch", "x").append())
        .hasMessageContaining("unknown options [brnch]");
  }

  @Test
  void createTableAsSelectIsSeenWholeOrNotAtAll() {
    sql(
        "CREATE TABLE "
            + schema
            + ".made TBLPROPERTIES ('dreamdb.field.v.dimension' = '2') AS SELECT id, array(float(id),"
            + " float(0)) AS v FROM range(10)");
    assertThat(rows("SELECT count(v) FROM " + schema + ".made")).containsExactly("[10]");
    assertThatThrownBy(() ->
            sql(
                "CREATE TABLE "
                    + schema
                    + ".failed AS SELECT id, raise_error('no') AS x FROM range(10)"))
        .hasMessageContaining("no");
    assertThat(rows("SHOW TABLES IN " + schema)).noneMatch(row -> row.contains("failed"));
  }

  @Test
  void vectorsThatCannotBeStoredAreNamed() {
    refused("(1, array(1, 2, 3))", "column 'v' has dimension 2", "3 elements");
    refused("(1, array(1, NULL))", "element 2 is NULL");
    refused("(1, array(0, 0))", "'v'", "zero");
    refused("(1, array(double('nan'), 0))", "'v'", "NaN");
    assertThat(rows("SELECT count(*) FROM " + table)).containsExactly("[0]");
  }

  private void refused(String values, String... parts) {
    assertThatThrownBy(() -> sql("INSERT INTO " + table + " VALUES " + values))
        .hasMessageContainingAll("[DREAMDB_INVALID_INPUT]", parts[0])
        .hasMessageContainingAll(parts);
  }

  @Test
  void overwriteUpdateAndMergeAreRefusedByName() {
    sql("INSERT INTO " + table + " VALUES (1, NULL)");
    assertThatThrownBy(() -> sql("INSERT OVERWRITE " + table + " VALUES (1, NULL)"))
        .hasMessageContaining("does not support");
    assertThatThrownBy(() -> sql("UPDATE " + table + " SET id = 2"))
        .hasMessageContaining("[DREAMDB_UNSUPPORTED] UPDATE of")
        .hasMessageContaining("delete the rows and insert the new ones");
    assertThatThrownBy(() ->
            sql(
                "MERGE INTO "
                    + table
                    + " t USING (SELECT 1L AS id) s ON t.id = s.id WHEN MATCHED THEN DELETE"))
        .hasMessageContaining("[DREAMDB_UNSUPPORTED] MERGE of");
  }
}
