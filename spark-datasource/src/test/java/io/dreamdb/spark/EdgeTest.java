package io.dreamdb.spark;

import static io.dreamdb.spark.SharedSession.rows;
import static io.dreamdb.spark.SharedSession.session;
import static io.dreamdb.spark.SharedSession.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tables and statements at the edges of what there is. */
@ExtendWith(SharedSession.class)
class EdgeTest {

  private String schema;

  @BeforeEach
  void newSchema() {
    schema = SharedSession.newSchema();
  }

  @Test
  void aTableOfVectorsAloneIsWrittenReadAndSearched() {
    sql(
        "CREATE TABLE "
            + schema
            + ".v (a ARRAY<FLOAT>, b ARRAY<FLOAT>) TBLPROPERTIES ('dreamdb.field.a.dimension' ="
            + " '2', 'dreamdb.field.b.dimension' = '1')");
    sql("INSERT INTO " + schema + ".v VALUES (array(1, 2), NULL), (NULL, array(5))");
    assertThat(rows("SELECT count(*), count(a), sum(b[0]) FROM " + schema + ".v"))
        .containsExactly("[2,1,5.0]");
    assertThat(rows("SELECT b FROM " + schema + ".v WHERE a IS NULL"))
        .containsExactly("[ArraySeq(5.0)]");
    assertThat(
            rows(
                "SELECT a FROM vector_search('"
                    + schema
                    + ".v', array(1, 1), vector_column => 'a')"))
        .containsExactly("[ArraySeq(1.0, 2.0)]");
    assertThatThrownBy(() -> rows("SELECT a FROM vector_search('" + schema + ".v', array(1, 1))"))
        .hasMessageContaining("needs vector_column to name an embedding; the table has [a, b]");
  }

  @Test
  void anEmptyTableAnswers() {
    sql(
        "CREATE TABLE "
            + schema
            + ".e (id INT, v ARRAY<FLOAT>) TBLPROPERTIES ('dreamdb.field.v.dimension' = '2')");
    sql("INSERT INTO " + schema + ".e SELECT 1, NULL WHERE 1 = 0");
    sql("DELETE FROM " + schema + ".e");
    assertThat(rows("SELECT * FROM " + schema + ".e")).isEmpty();
    assertThat(rows("SELECT count(*) FROM " + schema + ".e")).containsExactly("[0]");
    assertThat(rows("SELECT * FROM vector_search('" + schema + ".e', array(1, 2))")).isEmpty();
    assertThat(
            rows(
                "SELECT id FROM "
                    + schema
                    + ".e ORDER BY vector_l2_distance(v, array(1F, 2F)) LIMIT 3"))
        .isEmpty();
    assertThat(rows("SELECT count(*) FROM " + schema + ".e.snapshots")).containsExactly("[1]");
  }

  @Test
  void lengthsOfStringsAreNotKeptAndCollationsAreRefused() {
    sql("CREATE TABLE " + schema + ".c (a VARCHAR(3), b CHAR(2))");
    sql("INSERT INTO " + schema + ".c VALUES ('abcdef', 'x')");
    assertThat(rows("SELECT a, length(b) FROM " + schema + ".c")).containsExactly("[abcdef,1]");
    assertThatThrownBy(() -> sql("CREATE TABLE " + schema + ".d (a STRING COLLATE UTF8_LCASE)"))
        .hasMessageContaining("[DREAMDB_UNSUPPORTED] column 'a'");
  }

  @Test
  void namesAreFoundInAnyCase() {
    sql("CREATE TABLE " + schema + ".Films (Id INT, Info STRUCT<Title: STRING>)");
    sql("INSERT INTO " + schema + ".FILMS VALUES (1, named_struct('TITLE', 'Alien'))");
    assertThat(rows("SELECT ID, info.TITLE FROM " + schema + ".films WHERE INFO.title = 'Alien'"))
        .containsExactly("[1,Alien]");
  }

  @Test
  void aTableIsJoinedWithItsOwnPast() {
    sql("CREATE TABLE " + schema + ".t (id INT)");
    sql("INSERT INTO " + schema + ".t VALUES (1), (2)");
    sql("DELETE FROM " + schema + ".t WHERE id = 1");
    assertThat(
            rows(
                "SELECT old.id FROM "
                    + schema
                    + ".t VERSION AS OF 'main~1' old LEFT ANTI JOIN "
                    + schema
                    + ".t ON old._anchor = t._anchor"))
        .containsExactly("[1]");
  }

  @Test
  void whatOthersCommitIsSeenByTheNextStatement() {
    sql("CREATE TABLE " + schema + ".t (id INT)");
    Dataset<Row> before = session().table(schema + ".t");
    assertThat(before.count()).isZero();
    sql("INSERT INTO " + schema + ".t VALUES (1), (2), (3)");
    try (Warehouse warehouse = Warehouse.open(SharedSession.warehouse())) {
      warehouse
          .table(TableName.parse(schema.substring("lake.".length()) + ".t"))
          .delete(RefName.MAIN)
          .where(Predicate.parse("id = 2"));
    }
    assertThat(rows("SELECT id FROM " + schema + ".t ORDER BY id")).containsExactly("[1]", "[3]");
  }

  @Test
  void aDeleteThatLostARaceSaysToRunItAgain() {
    sql("CREATE TABLE " + schema + ".t (id INT)");
    sql("INSERT INTO " + schema + ".t VALUES (1), (2), (3)");
    String name = schema.substring("lake.".length()) + ".t";
    try (Warehouse warehouse = Warehouse.open(SharedSession.warehouse())) {
      var late = warehouse.table(TableName.parse(name)).delete(RefName.MAIN);
      sql("INSERT INTO " + schema + ".t VALUES (4)");
      assertThatThrownBy(
              () -> DreamFailure.translating(() -> late.where(Predicate.parse("id > 2"))))
          .isInstanceOfSatisfying(
              DreamFailure.class, failure -> assertThat(failure.getSqlState()).isEqualTo("40001"))
          .hasMessageContaining("[DREAMDB_CONFLICT]");
    }
  }

  @Test
  void manySmallAppendsAreReadByFewTasks() {
    sql("CREATE TABLE " + schema + ".t (id INT)");
    for (int i = 0; i < 12; i++) {
      sql("INSERT INTO " + schema + ".t VALUES (" + i + ")");
    }
    Dataset<Row> all = session().table(schema + ".t");
    assertThat(all.count()).isEqualTo(12);
    assertThat(all.toJavaRDD().getNumPartitions()).isEqualTo(1);
    assertThat(rows("SELECT sum(id) FROM " + schema + ".t")).containsExactly("[66]");
  }
}
