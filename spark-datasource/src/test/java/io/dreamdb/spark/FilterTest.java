package io.dreamdb.spark;

import static io.dreamdb.spark.SharedSession.rows;
import static io.dreamdb.spark.SharedSession.session;
import static io.dreamdb.spark.SharedSession.sql;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each filter is asked of a table and of the rows that it was made from. */
@ExtendWith(SharedSession.class)
class FilterTest {

  private static String table;

  @BeforeAll
  static void oddValues() {
    session()
        .sql(
            """
            SELECT * FROM VALUES
              (1, 10L, float(1.5), double('nan'), 'abc', true, 1.10BD, date'2020-01-01',
               timestamp'2020-01-01 00:00:00', timestamp_ntz'2020-01-01 00:00:00', X'00ff',
               named_struct('a', 1, 'b', 'x'), array(1, 2), array(float(1), float(2))),
              (2, -10L, float('nan'), double('-0.0'), 'ABC', false, -1.10BD, date'1969-12-31',
               timestamp'1969-12-31 23:59:59.999999', timestamp_ntz'0001-01-01 00:00:00', X'',
               named_struct('a', NULL, 'b', 'y'), array(), NULL),
              (3, NULL, float('-infinity'), double('0.0'), '', NULL, 0.00BD, date'9999-12-31',
               timestamp'9999-12-31 00:00:00', timestamp_ntz'9999-12-31 00:00:00', X'ff',
               NULL, NULL, array(float(0), float(3))),
              (4, 9223372036854775807L, float('infinity'), double('infinity'), 'abcd', true,
               99999999.99BD, NULL, NULL, NULL, NULL, named_struct('a', 7, 'b', NULL), array(NULL),
               array(float(9), float(9))),
              (5, -9223372036854775808L, NULL, NULL, NULL, NULL, NULL, date'2020-01-02',
               timestamp'2020-01-01 00:00:00.000001', timestamp_ntz'2020-01-01 00:00:00.000001',
               X'00', named_struct('a', 1, 'b', 'x'), array(1), array(float(-1), float(0)))
            AS t(id, l, f, d, s, b, n, dt, ts, tn, bin, st, arr, v)
            """)
        .createOrReplaceTempView("plain_values");
    table = SharedSession.newSchema() + ".t";
    sql(
        "CREATE TABLE "
            + table
            + " TBLPROPERTIES ('dreamdb.field.v.dimension' = '2') AS SELECT * FROM plain_values");
  }

  private static void sameRows(String filter) {
    for (String condition : new String[] {filter, "NOT (" + filter + ")"}) {
      assertThat(rows("SELECT id FROM " + table + " WHERE " + condition))
          .as(condition)
          .containsExactlyInAnyOrderElementsOf(
              rows("SELECT id FROM plain_values WHERE " + condition));
    }
  }

  private static boolean isPushedWhole(String filter) {
    String plan = rows("EXPLAIN SELECT id FROM " + table + " WHERE " + filter).get(0);
    return plan.contains(" where ") && !plan.contains("Filter (");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id = 3",
        "id <> 3",
        "id IN (1, 3, 7)",
        "l > 0",
        "l <= -10",
        "l BETWEEN -10 AND 10",
        "l IN (10, NULL)",
        "l <=> NULL",
        "l <=> 10",
        "5 < l",
        "f > 1.0F",
        "f = float('nan')",
        "f >= float('infinity')",
        "f < 0F",
        "d = 0.0D",
        "d <> 0.0D",
        "d > 1e300D",
        "d = double('nan')",
        "s = 'abc'",
        "s > 'ABC'",
        "s LIKE 'ab%'",
        "s LIKE '%'",
        "s IN ('', 'abcd')",
        "s IS NULL",
        "b",
        "b = false",
        "b IS NOT NULL",
        "n > 1.1",
        "n = 1.10",
        "n IN (0.00, 99999999.99)",
        "dt < date'1970-01-01'",
        "dt = date'2020-01-02'",
        "ts >= timestamp'2020-01-01 00:00:00.000001'",
        "ts < timestamp'1970-01-01 00:00:00'",
        "tn < timestamp_ntz'1900-01-01 00:00:00'",
        "bin = X'00ff'",
        "bin > X'00'",
        "st.a = 1",
        "st.b IS NULL",
        "st IS NULL",
        "st.b = 'x' AND st.a = 1",
        "arr IS NULL",
        "v IS NOT NULL",
        "l > 0 OR s = 'ABC'",
        "(id > 1 AND id < 4) OR (f IS NULL AND b IS NULL)",
      })
  void whatCoreEvaluatesIsPushedAndAnswersAsSparkDoes(String filter) {
    assertThat(isPushedWhole(filter)).as(filter).isTrue();
    sameRows(filter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s LIKE '%c'",
        "length(s) = 3",
        "id + 1 = 4",
        "get(arr, 0) = 1",
        "isnan(f)",
        "vector_l2_distance(v, array(1F, 2F)) < 4",
        "s LIKE 'a%d' OR id = 1",
        "_batch IS NOT NULL",
      })
  void whatSparkEvaluatesAnswersTheSame(String filter) {
    if (filter.startsWith("_")) {
      assertThat(rows("SELECT count(id) FROM " + table + " WHERE " + filter))
          .containsExactly("[5]");
    } else {
      sameRows(filter);
    }
  }

  @Test
  void constantsFold() {
    assertThat(rows("SELECT id FROM " + table + " WHERE 1 = 0")).isEmpty();
    assertThat(rows("SELECT id FROM " + table + " WHERE CAST(NULL AS BOOLEAN)")).isEmpty();
    assertThat(rows("SELECT count(id) FROM " + table + " WHERE true")).containsExactly("[5]");
  }

  @Test
  void countsOfAllRowsComeFromMetadata() {
    assertThat(rows("EXPLAIN SELECT count(*) FROM " + table).get(0)).contains("LocalTableScan");
    assertThat(rows("SELECT count(*), count(*) + 1 FROM " + table)).containsExactly("[5,6]");
    assertThat(rows("SELECT count(*) FROM " + table + " WHERE id > 2")).containsExactly("[3]");
    assertThat(rows("SELECT count(l) FROM " + table)).containsExactly("[4]");
  }

  @Test
  void fieldsOfStructsComeAlone() {
    assertThat(rows("SELECT id, st.b FROM " + table + " WHERE st.a = 1"))
        .containsExactlyInAnyOrder("[1,x]", "[5,x]");
    assertThat(rows("SELECT max(st.b) FROM " + table)).containsExactly("[y]");
  }

  @Test
  void onlyTheColumnsOfTheQueryAreRead() {
    assertThat(rows("EXPLAIN SELECT s FROM " + table + " WHERE id = 3").get(0))
        .containsPattern("BatchScan " + table + "\\[s#\\d+\\]");
  }

  @Test
  void everyTypeComesBackAsItWasWritten() {
    assertThat(rows("SELECT * FROM " + table + " EXCEPT ALL SELECT * FROM plain_values")).isEmpty();
    assertThat(
            rows(
                "SELECT count(*) FROM (SELECT * FROM "
                    + table
                    + " UNION SELECT * FROM plain_values)"))
        .containsExactly("[5]");
  }

  @Test
  void aLimitReadsNoMoreBatchesThanItNeeds() {
    assertThat(rows("SELECT id FROM " + table + " LIMIT 2")).hasSize(2);
    assertThat(rows("SELECT id FROM " + table + " WHERE id > 2 LIMIT 10")).hasSize(3);
  }
}
