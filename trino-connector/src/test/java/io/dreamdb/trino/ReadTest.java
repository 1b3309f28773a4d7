package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What SELECT reads: rows, filters, old versions and what a table is made of. */
@Tag("ci")
@ExtendWith(TrinoCluster.class)
final class ReadTest {

  private final SqlTable table;

  ReadTest(TrinoCluster.Running cluster) {
    this.table = new SqlTable(cluster);
  }

  @Test
  void rowsComeBackAsTheyWereInserted() {
    table.createFilms();
    assertThat(table.query("SELECT id, title, year, embedding FROM $t ORDER BY id").toString())
        .contains("1, Alien, 1979, [0.0, 1.0]")
        .contains("4, Dune, 2021, null")
        .contains("5, null, null, [6.0, 8.0]");
    assertThat(table.value("SELECT count(*) FROM $t")).isEqualTo(5L);
    assertThat(table.value("SELECT count(embedding) FROM $t")).isEqualTo(4L);
  }

  @Test
  void everyTypeComesBackAsItWasWritten() {
    table.query(
        "CREATE TABLE $t AS SELECT true b, 1 i, BIGINT '2' l, REAL '1.5' r, 2.5e0 d,"
            + " DECIMAL '12.34' sd, DECIMAL '123456789012345678901234.56' ld, 'text' s, X'00ff' x,"
            + " DATE '2024-02-29' dt, TIMESTAMP '2024-02-29 12:34:56.123456' ts,"
            + " TIMESTAMP '1969-12-31 23:59:59.999999 UTC' tz, ARRAY[1, NULL, 3] a,"
            + " MAP(ARRAY['k'], ARRAY[1.5e0]) m,"
            + " CAST(ROW(1, 'x') AS ROW(f INTEGER, g VARCHAR)) w, ARRAY[REAL '1'] plain");
    assertThat(table.query("SELECT * FROM $t").toString())
        .contains("true, 1, 2, 1.5, 2.5, 12.34, 123456789012345678901234.56, text")
        .contains("2024-02-29, 2024-02-29T12:34:56.123456, 1969-12-31T23:59:59.999999Z[UTC]")
        .contains("[1, null, 3], {k=1.5}, [1, x], [1.0]");
    assertThat(
            table.value(
                "SELECT count(*) FROM $t WHERE b AND i = 1 AND l > 1 AND r = REAL '1.5' AND d < 3e0"
                    + " AND sd = DECIMAL '12.34' AND ld > 1 AND s = 'text' AND x = X'00ff'"
                    + " AND dt = DATE '2024-02-29' AND ts < TIMESTAMP '2024-03-01 00:00:00'"
                    + " AND tz = TIMESTAMP '1969-12-31 23:59:59.999999 UTC'"))
        .isEqualTo(1L);
  }

  @Test
  void filtersThatATableKnowsLeaveNothingToTheEngine() {
    table.createFilms();
    for (String condition :
        List.of(
            "id = 2",
            "id IN (1, 3) AND year < 1990",
            "title LIKE 'A%'",
            "rating > REAL '8'",
            "rating IS NULL OR year = 1979",
            "NOT (year = 1985 OR id > 3)",
            "embedding IS NULL",
            "embedding IS NOT NULL")) {
      assertThat((String) table.value("EXPLAIN SELECT id FROM $t WHERE " + condition))
          .as(condition)
          .doesNotContain("Filter");
    }
  }

  @Test
  void filtersGiveTheAnswersThatTheEngineWouldGive() {
    table.createFilms();
    for (String condition :
        List.of(
            "rating > REAL '8'",
            "rating >= REAL '8'",
            "rating < REAL '9'",
            "rating <> REAL '8'",
            "rating NOT IN (REAL '8', REAL '1')",
            "NOT (rating > REAL '8')",
            "rating > REAL '8' OR id = 5",
            "NOT (rating < REAL '8' AND id > 0)",
            "rating IS NULL OR rating = REAL '1'",
            "title > 'B'",
            "title LIKE 'C%' OR title IS NULL",
            "year BETWEEN 1980 AND 2000",
            "year <> 1985",
            "embedding IS NULL OR id = 1")) {
      // The engine cannot push what it does not see through.
      String own =
          condition
              .replace("rating", "coalesce(rating, if(random() > 2, REAL '0'))")
              .replace("year", "coalesce(year, if(random() > 2, 0))")
              .replace("title", "coalesce(title, if(random() > 2, ''))");
      assertThat(table.column("SELECT id FROM $t WHERE " + condition + " ORDER BY id"))
          .as(condition)
          .isEqualTo(table.column("SELECT id FROM $t WHERE " + own + " ORDER BY id"));
    }
  }

  @Test
  void oldVersionsCanBeReadByNameIdAndTime() {
    table.createFilms();
    String now = (String) table.value("SELECT DISTINCT \"$manifest\" FROM $t");
    table.query("DELETE FROM $t WHERE id < 4");
    assertThat(table.value("SELECT count(*) FROM $t")).isEqualTo(2L);
    for (String pointer : List.of("main~1", now, now.substring(0, 12))) {
      assertThat(table.value("SELECT count(*) FROM $t FOR VERSION AS OF '" + pointer + "'"))
          .as(pointer)
          .isEqualTo(5L);
    }
    Object time =
        table.value(
            "SELECT CAST(committed_at AS VARCHAR) FROM \"$t$snapshots\" WHERE version = '"
                + now
                + "'");
    assertThat(table.value("SELECT count(*) FROM $t FOR TIMESTAMP AS OF TIMESTAMP '" + time + "'"))
        .isEqualTo(5L);
    assertThat(
            table.column(
                "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                    + " query_vector => ARRAY[0, 1], num_results => 1, version => 'main~1'))"))
        .containsExactly(1L);
    assertThat(table.error("SELECT * FROM $t FOR VERSION AS OF 'nowhere'")).contains("nowhere");
    assertThat(table.error("SELECT * FROM $t FOR VERSION AS OF 5"))
        .contains("A version of type integer: expected a string");
  }

  @Test
  void metadataTablesShowWhatTheTableIsMadeOf() {
    table.createFilms();
    assertThat(table.column("SELECT operation FROM \"$t$snapshots\" WHERE rows_added > 0"))
        .hasSize(2)
        .containsOnly("append");
    assertThat(table.value("SELECT count(*) FROM \"$t$history\"")).isEqualTo(3L);
    assertThat(table.column("SELECT name FROM \"$t$refs\"")).containsExactly("main");
    assertThat(table.value("SELECT sum(rows) FROM \"$t$batches\"")).isEqualTo(5L);
    assertThat(table.value("SELECT count(*) FROM \"$t$tombstones\"")).isEqualTo(0L);
    assertThat(table.error("SELECT * FROM \"$t$nothing\"")).contains("does not exist");
  }

  @Test
  void hiddenColumnsNameRowVersionAndBatch() {
    table.createFilms();
    assertThat(table.value("SELECT count(DISTINCT \"$anchor\") FROM $t")).isEqualTo(5L);
    assertThat(table.value("SELECT count(DISTINCT \"$batch\") FROM $t")).isEqualTo(2L);
    assertThat(table.column("SELECT DISTINCT \"$manifest\" FROM $t"))
        .isEqualTo(table.column("SELECT version FROM \"$t$refs\""));
    Object anchor = table.value("SELECT \"$anchor\" FROM $t WHERE id = 3");
    assertThat(table.value("SELECT id FROM $t WHERE \"$anchor\" = " + anchor)).isEqualTo(3L);
    assertThat(
            table.column(
                "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                    + " query_anchor => "
                    + anchor
                    + ", num_results => 1))"))
        .containsExactly(3L);
  }

  @Test
  void statisticsCountLiveRows() {
    table.createFilms();
    table.query("DELETE FROM $t WHERE id = 1");
    var rows = table.query("SHOW STATS FOR $t").getMaterializedRows();
    assertThat(rows.get(rows.size() - 1).getField(4)).isEqualTo(4.0);
  }
}
