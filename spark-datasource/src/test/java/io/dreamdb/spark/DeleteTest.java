package io.dreamdb.spark;

import static io.dreamdb.spark.SharedSession.rows;
import static io.dreamdb.spark.SharedSession.sql;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSession.class)
class DeleteTest {

  private String table;

  @BeforeEach
  void numbers() {
    table = SharedSession.newSchema() + ".t";
    sql("CREATE TABLE " + table + " (id BIGINT, name STRING)");
    sql(
        "INSERT INTO "
            + table
            + " SELECT id, IF(id % 5 = 0, NULL, concat('n', id)) FROM range(0, 100, 1, 3)");
  }

  private String count(String where) {
    return rows("SELECT count(id) FROM " + table + where).get(0);
  }

  @Test
  void aPredicateOfCoresIsDeletedWithoutAJob() {
    assertThat(rows("EXPLAIN DELETE FROM " + table + " WHERE id < 10").get(0))
        .contains("DeleteFromTable");
    sql("DELETE FROM " + table + " WHERE id < 10");
    assertThat(count("")).isEqualTo("[90]");
    assertThat(count(" VERSION AS OF 'main~1'")).isEqualTo("[100]");
  }

  @Test
  void anyOtherConditionIsDeletedByAnchor() {
    assertThat(rows("EXPLAIN DELETE FROM " + table + " WHERE length(name) = 2").get(0))
        .contains("WriteDelta");
    sql("DELETE FROM " + table + " WHERE length(name) = 2");
    assertThat(count("")).isEqualTo("[92]");
    assertThat(count(" WHERE id < 10")).isEqualTo("[2]");
  }

  @Test
  void aSubqueryChoosesRows() {
    sql("DELETE FROM " + table + " WHERE id IN (SELECT id * 2 FROM range(20))");
    assertThat(count("")).isEqualTo("[80]");
    sql(
        "DELETE FROM "
            + table
            + " t WHERE NOT EXISTS (SELECT 1 FROM range(50) r WHERE r.id = t.id)");
    assertThat(count("")).isEqualTo("[30]");
  }

  @Test
  void aRowIsDeletedByItsAnchor() {
    long anchor = sql("SELECT _anchor FROM " + table + " WHERE id = 42").get(0).getLong(0);
    sql("DELETE FROM " + table + " WHERE _anchor = " + anchor);
    assertThat(count("")).isEqualTo("[99]");
    assertThat(count(" WHERE id = 42")).isEqualTo("[0]");
  }

  @Test
  void allRowsAreDeletedByNoConditionAndByTruncate() {
    sql("DELETE FROM " + table);
    assertThat(count("")).isEqualTo("[0]");
    sql("INSERT INTO " + table + " VALUES (1, 'a')");
    sql("TRUNCATE TABLE " + table);
    assertThat(count("")).isEqualTo("[0]");
  }

  @Test
  void rowsWithoutAnswerStay() {
    sql("DELETE FROM " + table + " WHERE name <> 'n1'");
    assertThat(count("")).isEqualTo("[21]");
    sql("DELETE FROM " + table + " WHERE NOT (name <=> 'n1')");
    assertThat(count("")).isEqualTo("[1]");
  }

  @Test
  void whoDeletesIsTheSessionsUserUnlessSaid() {
    sql("DELETE FROM " + table + " WHERE id = 1");
    String user = sql("SELECT current_user()").get(0).getString(0);
    assertThat(rows("SELECT actor, reason FROM " + table + ".tombstones"))
        .containsExactly("[" + user + ",null]");
  }

  @Test
  void deletingNothingCommitsNothing() {
    sql("DELETE FROM " + table + " WHERE id > 1000");
    sql("DELETE FROM " + table + " WHERE length(name) > 1000");
    assertThat(rows("SELECT count(*) FROM " + table + ".snapshots")).containsExactly("[2]");
  }
}
