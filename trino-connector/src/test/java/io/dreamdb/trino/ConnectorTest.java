package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.Session;
import io.trino.metadata.QualifiedObjectName;
import io.trino.spi.security.ViewExpression;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.TestingAccessControlManager;
import io.trino.testing.TestingAccessControlManager.TestingPrivilegeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("ci")
@ExtendWith(TrinoCluster.class)
final class ConnectorTest {

  private static final AtomicInteger TABLES = new AtomicInteger();

  private final DistributedQueryRunner runner;
  private String table = "";

  ConnectorTest(TrinoCluster.Running cluster) {
    this.runner = cluster.runner();
  }

  @BeforeEach
  void nameTheTable() {
    table = "t" + TABLES.incrementAndGet();
  }

  private MaterializedResult query(String sql) {
    return runner.execute(sql.replaceAll("\\$t(?![a-z])", table));
  }

  private List<Object> column(String sql) {
    return query(sql).getMaterializedRows().stream().map(row -> row.getField(0)).toList();
  }

  private Object value(String sql) {
    return query(sql).getOnlyValue();
  }

  private String error(String sql) {
    try {
      query(sql);
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("no failure: " + sql);
  }

  private void createFilms() {
    query(
        "CREATE TABLE $t (id BIGINT NOT NULL, title VARCHAR, year INTEGER, rating REAL,"
            + " embedding ARRAY(REAL) WITH (dimension = 2, metric = 'l2'))");
    query(
        "INSERT INTO $t VALUES (1, 'Alien', 1979, REAL '8.5', ARRAY[0, 1]),"
            + " (2, 'Brazil', 1985, REAL 'NaN', ARRAY[1, 0]),"
            + " (3, 'Cube', 1997, NULL, ARRAY[3, 4])");
    query(
        "INSERT INTO $t VALUES (4, 'Dune', 2021, REAL '8.0', NULL), (5, NULL, NULL, 1, ARRAY[6, 8])");
  }

  @Test
  void tablesAreShownAndDescribed() {
    createFilms();
    assertThat(column("SHOW SCHEMAS FROM lake")).contains("films");
    assertThat(column("SHOW TABLES")).contains(table);
    assertThat(column("DESCRIBE $t")).containsExactly("id", "title", "year", "rating", "embedding");
    assertThat((String) value("SHOW CREATE TABLE $t"))
        .contains("id bigint NOT NULL")
        .contains("dimension = 2")
        .contains("metric = 'l2'")
        .contains("embeddings = ARRAY['embedding:2:l2']");
    assertThat(column("SELECT column_name FROM information_schema.columns WHERE table_name = '$t'"))
        .contains("embedding");
  }

  @Test
  void whatShowCreateTableSaysMakesTheSameTable() {
    createFilms();
    String ddl = (String) value("SHOW CREATE TABLE $t");
    query("DROP TABLE $t");
    query(ddl);
    assertThat(value("SHOW CREATE TABLE $t")).isEqualTo(ddl);
  }

  @Test
  void rowsComeBackAsTheyWereInserted() {
    createFilms();
    assertThat(query("SELECT id, title, year, embedding FROM $t ORDER BY id").toString())
        .contains("1, Alien, 1979, [0.0, 1.0]")
        .contains("4, Dune, 2021, null")
        .contains("5, null, null, [6.0, 8.0]");
    assertThat(value("SELECT count(*) FROM $t")).isEqualTo(5L);
    assertThat(value("SELECT count(embedding) FROM $t")).isEqualTo(4L);
  }

  @Test
  void everyTypeComesBackAsItWasWritten() {
    query(
        "CREATE TABLE $t AS SELECT true b, 1 i, BIGINT '2' l, REAL '1.5' r, 2.5e0 d,"
            + " DECIMAL '12.34' sd, DECIMAL '123456789012345678901234.56' ld, 'text' s, X'00ff' x,"
            + " DATE '2024-02-29' dt, TIMESTAMP '2024-02-29 12:34:56.123456' ts,"
            + " TIMESTAMP '1969-12-31 23:59:59.999999 UTC' tz, ARRAY[1, NULL, 3] a,"
            + " MAP(ARRAY['k'], ARRAY[1.5e0]) m,"
            + " CAST(ROW(1, 'x') AS ROW(f INTEGER, g VARCHAR)) w, ARRAY[REAL '1'] plain");
    assertThat(query("SELECT * FROM $t").toString())
        .contains("true, 1, 2, 1.5, 2.5, 12.34, 123456789012345678901234.56, text")
        .contains("2024-02-29, 2024-02-29T12:34:56.123456, 1969-12-31T23:59:59.999999Z[UTC]")
        .contains("[1, null, 3], {k=1.5}, [1, x], [1.0]");
    assertThat(
            value(
                "SELECT count(*) FROM $t WHERE b AND i = 1 AND l > 1 AND r = REAL '1.5' AND d < 3e0"
                    + " AND sd = DECIMAL '12.34' AND ld > 1 AND s = 'text' AND x = X'00ff'"
                    + " AND dt = DATE '2024-02-29' AND ts < TIMESTAMP '2024-03-01 00:00:00'"
                    + " AND tz = TIMESTAMP '1969-12-31 23:59:59.999999 UTC'"))
        .isEqualTo(1L);
  }

  @Test
  void narrowTypesAreWidenedAndForeignOnesRefused() {
    query(
        "CREATE TABLE $t AS SELECT TINYINT '1' a, CAST('x' AS VARCHAR(3)) b, CAST('y' AS CHAR(3)) c");
    assertThat(query("DESCRIBE $t").getMaterializedRows().stream().map(row -> row.getField(1)))
        .containsExactly("integer", "varchar", "varchar");
    assertThat(error("CREATE TABLE other (a TIME)"))
        .contains("Column 'a' has type time(3), which no table holds");
  }

  @Test
  void ctasMakesEmbeddingsByTheTableProperty() {
    createFilms();
    query(
        "CREATE TABLE $t_copy WITH (embeddings = ARRAY['embedding:2:cosine:clip']) AS"
            + " SELECT id, embedding FROM $t WHERE embedding IS NOT NULL");
    assertThat((String) value("SHOW CREATE TABLE $t_copy"))
        .contains("embedding:2:cosine:clip")
        .contains("model = 'clip'");
    assertThat(value("SELECT count(*) FROM $t_copy")).isEqualTo(4L);
    assertThat(
            column(
                "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t_copy',"
                    + " query_vector => ARRAY[0, 2], num_results => 1))"))
        .containsExactly(1L);
  }

  @Test
  void aFailedCtasLeavesNoTable() {
    assertThat(
            error(
                "CREATE TABLE $t WITH (embeddings = ARRAY['v:2:l2']) AS"
                    + " SELECT ARRAY[REAL '1'] AS v"))
        .contains("vector of dimension 1 in row 0: expected 2");
    assertThat(column("SHOW TABLES")).doesNotContain(table);
    query("CREATE TABLE $t (a INTEGER)");
  }

  @Test
  void filtersThatATableKnowsLeaveNothingToTheEngine() {
    createFilms();
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
      assertThat((String) value("EXPLAIN SELECT id FROM $t WHERE " + condition))
          .as(condition)
          .doesNotContain("Filter");
    }
  }

  @Test
  void filtersGiveTheAnswersThatTheEngineWouldGive() {
    createFilms();
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
      assertThat(column("SELECT id FROM $t WHERE " + condition + " ORDER BY id"))
          .as(condition)
          .isEqualTo(column("SELECT id FROM $t WHERE " + own + " ORDER BY id"));
    }
  }

  @Test
  void deletesAreLoggedWithActorAndReason() {
    createFilms();
    Session session =
        Session.builder(runner.getDefaultSession())
            .setCatalogSessionProperty("lake", "delete_actor", "ana")
            .setCatalogSessionProperty("lake", "delete_reason", "erasure 7")
            .build();
    assertThat(runner.execute(session, "DELETE FROM " + table + " WHERE id = 2").getUpdateCount())
        .hasValue(1);
    assertThat(
            runner.execute(session, "DELETE FROM " + table + " WHERE id % 2 = 1").getUpdateCount())
        .hasValue(3);
    assertThat(column("SELECT id FROM $t")).containsExactly(4L);
    assertThat(column("SELECT DISTINCT actor || ', ' || reason FROM \"$t$tombstones\""))
        .containsExactly("ana, erasure 7");
    assertThat(query("DELETE FROM $t WHERE id = 2").getUpdateCount()).hasValue(0);
  }

  @Test
  void deletedRowsAreNeverNeighbours() {
    createFilms();
    String search =
        "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
            + " query_vector => ARRAY[0, 1], num_results => 2))";
    assertThat(column(search)).containsExactly(1L, 2L);
    query("DELETE FROM $t WHERE id = 1");
    assertThat(column(search)).containsExactly(2L, 3L);
  }

  @Test
  void aTruncatedTableIsEmpty() {
    createFilms();
    query("TRUNCATE TABLE $t");
    assertThat(value("SELECT count(*) FROM $t")).isEqualTo(0L);
  }

  @Test
  void oldVersionsCanBeReadByNameIdAndTime() {
    createFilms();
    String now = (String) value("SELECT DISTINCT \"$manifest\" FROM $t");
    query("DELETE FROM $t WHERE id < 4");
    assertThat(value("SELECT count(*) FROM $t")).isEqualTo(2L);
    for (String pointer : List.of("main~1", now, now.substring(0, 12))) {
      assertThat(value("SELECT count(*) FROM $t FOR VERSION AS OF '" + pointer + "'"))
          .as(pointer)
          .isEqualTo(5L);
    }
    Object time =
        value(
            "SELECT CAST(committed_at AS VARCHAR) FROM \"$t$snapshots\" WHERE version = '"
                + now
                + "'");
    assertThat(value("SELECT count(*) FROM $t FOR TIMESTAMP AS OF TIMESTAMP '" + time + "'"))
        .isEqualTo(5L);
    assertThat(
            column(
                "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                    + " query_vector => ARRAY[0, 1], num_results => 1, version => 'main~1'))"))
        .containsExactly(1L);
    assertThat(error("SELECT * FROM $t FOR VERSION AS OF 'nowhere'")).contains("nowhere");
    assertThat(error("SELECT * FROM $t FOR VERSION AS OF 5"))
        .contains("A version of type integer: expected a string");
  }

  @Test
  void branchesAreWrittenApart() {
    createFilms();
    query("CREATE BRANCH dev IN TABLE $t");
    assertThat(column("SHOW BRANCHES IN TABLE $t")).contains("dev", "main");
    query("INSERT INTO $t @ dev VALUES (9, 'Eraserhead', 1977, NULL, NULL)");
    assertThat(value("SELECT count(*) FROM $t")).isEqualTo(5L);
    assertThat(value("SELECT count(*) FROM $t FOR VERSION AS OF 'dev'")).isEqualTo(6L);
    query("DROP BRANCH dev IN TABLE $t");
    assertThat(column("SHOW BRANCHES IN TABLE $t")).doesNotContain("dev");
  }

  @Test
  void metadataTablesShowWhatTheTableIsMadeOf() {
    createFilms();
    assertThat(column("SELECT operation FROM \"$t$snapshots\" WHERE rows_added > 0"))
        .hasSize(2)
        .containsOnly("append");
    assertThat(value("SELECT count(*) FROM \"$t$history\"")).isEqualTo(3L);
    assertThat(column("SELECT name FROM \"$t$refs\"")).containsExactly("main");
    assertThat(value("SELECT sum(rows) FROM \"$t$batches\"")).isEqualTo(5L);
    assertThat(value("SELECT count(*) FROM \"$t$tombstones\"")).isEqualTo(0L);
    assertThat(error("SELECT * FROM \"$t$nothing\"")).contains("does not exist");
  }

  @Test
  void hiddenColumnsNameRowVersionAndBatch() {
    createFilms();
    assertThat(value("SELECT count(DISTINCT \"$anchor\") FROM $t")).isEqualTo(5L);
    assertThat(value("SELECT count(DISTINCT \"$batch\") FROM $t")).isEqualTo(2L);
    assertThat(column("SELECT DISTINCT \"$manifest\" FROM $t"))
        .isEqualTo(column("SELECT version FROM \"$t$refs\""));
    Object anchor = value("SELECT \"$anchor\" FROM $t WHERE id = 3");
    assertThat(value("SELECT id FROM $t WHERE \"$anchor\" = " + anchor)).isEqualTo(3L);
    assertThat(
            column(
                "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                    + " query_anchor => "
                    + anchor
                    + ", num_results => 1))"))
        .containsExactly(3L);
  }

  @Test
  void searchReturnsColumnsDistanceAnchorAndVersion() {
    createFilms();
    MaterializedResult found =
        query(
            "SELECT * FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                + " query_vector => ARRAY[0, 1], num_results => 2, filter => 'year >= 1985',"
                + " columns => ARRAY['title', 'id']))");
    assertThat(found.getColumnNames())
        .containsExactly("title", "id", "_distance", "_anchor", "_manifest");
    assertThat(found.getMaterializedRows().stream().map(row -> row.getField(0)))
        .containsExactly("Brazil", "Cube");
    assertThat((float) (Float) found.getMaterializedRows().get(0).getField(2))
        .isEqualTo((float) Math.sqrt(2));
  }

  @Test
  void aConditionAboveASearchActsAfterIt() {
    createFilms();
    assertThat(
            column(
                "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                    + " query_vector => ARRAY[0, 1], num_results => 2)) WHERE id > 2"))
        .isEmpty();
  }

  @Test
  void badSearchesSayWhatToDo() {
    createFilms();
    String search = "SELECT * FROM TABLE(lake.system.vector_search(table_name => 'films.$t', ";
    assertThat(error(search + "query_vector => ARRAY[1]))"))
        .contains("query_vector has 1 elements: expected 2, the dimension of 'embedding'");
    assertThat(error(search + "query_vector => ARRAY[1, NULL]))"))
        .contains("query_vector has NULL at place 2");
    assertThat(error(search + "num_results => 3))")).contains("Give query_vector or query_anchor");
    assertThat(error(search + "query_vector => ARRAY[1, 1], num_results => 0))"))
        .contains("num_results is 0");
    assertThat(error(search + "query_vector => ARRAY[1, 1], filter => 'yeer > 1'))"))
        .contains("unknown column yeer");
    assertThat(error(search + "query_vector => ARRAY[1, 1], mode => 'fast'))"))
        .contains("expected exact or approximate");
    assertThat(error(search + "query_vector => ARRAY[1, 1], vector_column => 'title'))"))
        .contains("vector_column 'title' is no embedding of the table");
  }

  @Test
  void orderByDistanceIsPushedDownWithTheEnginesOwnAnswer() {
    query(
        "CREATE TABLE $t WITH (embeddings = ARRAY['v:3:l2']) AS SELECT n AS id,"
            + " IF(n % 17 = 0, NULL, ARRAY[CAST(sin(n) AS REAL), CAST(cos(3 * n) AS REAL),"
            + " CAST(sin(7 * n) AS REAL)]) AS v FROM UNNEST(sequence(1, 2000)) AS s(n)");
    query("INSERT INTO $t SELECT id + 5000, v FROM $t WHERE id < 500");
    query("DELETE FROM $t WHERE id % 5 = 0");
    String q = "ARRAY[DOUBLE '0.1', 0.7, -0.3]";
    for (String function :
        List.of("cosine_distance", "euclidean_distance", "dot_product", "cosine_similarity")) {
      for (String order : List.of("ASC", "DESC", "ASC NULLS FIRST")) {
        String call = function + "(v, " + q + ")";
        String pushed =
            "SELECT " + call + " FROM $t WHERE id <> 3 ORDER BY 1 " + order + " LIMIT 20";
        String own =
            "SELECT "
                + function
                + "(v, transform("
                + q
                + ", x -> x + if(random() > 2, 1, 0)))"
                + " FROM $t WHERE id <> 3 ORDER BY 1 "
                + order
                + " LIMIT 20";
        assertThat(column(pushed)).as(call + order).isEqualTo(column(own));
        assertThat((String) value("EXPLAIN " + pushed)).contains("top 20 by " + function);
      }
    }
  }

  @Test
  void theNearestRowsComeWithAnyColumnAndNoSortOfTheEngines() {
    createFilms();
    String nearest =
        "SELECT id, title, embedding, \"$anchor\", \"$manifest\", \"$batch\","
            + " dot_product(embedding, ARRAY[1e0, 0.3e0]), euclidean_distance(embedding, $q)"
            + " FROM $t ORDER BY euclidean_distance(embedding, $q) LIMIT 5";
    String q = "ARRAY[0.3e0, 1e0]";
    String pushed = nearest.replace("$q", q);
    assertThat((String) value("EXPLAIN " + pushed)).contains("top 5 by").doesNotContain("TopN");
    String own = nearest.replace("$q", "transform(" + q + ", x -> x + if(random() > 2, 1, 0))");
    assertThat((String) value("EXPLAIN " + own)).contains("TopN");
    assertThat(query(pushed)).isEqualTo(query(own));
  }

  @Test
  void zeroVectorsFailAsTheEnginesFunctionDoes() {
    createFilms();
    query("INSERT INTO $t VALUES (6, 'Zero', 2000, 1, ARRAY[0, 0])");
    String sql = "SELECT id FROM $t ORDER BY cosine_distance(embedding, ARRAY[1e0, 2e0]) LIMIT 2";
    assertThat(error(sql)).contains("Vector magnitude cannot be zero");
    assertThat(column(sql.replace("ORDER", "WHERE id < 6 ORDER")))
        .containsExactlyInAnyOrder(3L, 5L);
  }

  @Test
  void badVectorsAreRefusedOnInsert() {
    createFilms();
    assertThat(error("INSERT INTO $t VALUES (7, 'x', 1, 1, ARRAY[1, 2, 3])"))
        .contains("vector of dimension 3 in row 0: expected 2");
    assertThat(error("INSERT INTO $t VALUES (7, 'x', 1, 1, ARRAY[1, REAL 'NaN'])")).contains("NaN");
    assertThat(error("INSERT INTO $t VALUES (7, 'x', 1, 1, ARRAY[1, NULL])")).contains("NULL");
    assertThat(error("INSERT INTO $t (title) VALUES ('x')")).contains("NULL value not allowed");
    assertThat(value("SELECT count(*) FROM $t")).isEqualTo(5L);
  }

  @Test
  void badPropertiesSayWhatIsExpected() {
    assertThat(error("CREATE TABLE $t (v ARRAY(REAL) WITH (dimension = 0))"))
        .contains("embedding dimension 0: expected 1 to 65535");
    assertThat(error("CREATE TABLE $t (v ARRAY(REAL) WITH (dimension = 2, metric = 'cos'))"))
        .contains("metric 'cos' is unknown: expected l2, cosine or ip");
    assertThat(error("CREATE TABLE $t (v ARRAY(DOUBLE) WITH (dimension = 2))"))
        .contains("cannot be an embedding: expected array(real)");
    assertThat(error("CREATE TABLE $t (v ARRAY(REAL)) WITH (embeddings = ARRAY['v'])"))
        .contains("embedding 'v': expected 'column:dimension'");
    assertThat(error("CREATE TABLE $t (v ARRAY(REAL)) WITH (embeddings = ARRAY['w:2'])"))
        .contains("embeddings names [w], which the table does not have");
    assertThat(error("CREATE TABLE $t (_a INTEGER)")).contains("begins with _");
  }

  @Test
  void tablesAndSchemasAreRenamedAndDropped() {
    createFilms();
    query("CREATE SCHEMA archive_$t");
    query("ALTER TABLE $t RENAME TO archive_$t.old");
    assertThat(value("SELECT count(*) FROM archive_$t.old")).isEqualTo(5L);
    assertThat(column("SHOW TABLES")).doesNotContain(table);
    assertThat(error("DROP SCHEMA archive_$t")).contains("archive_" + table);
    query("COMMENT ON TABLE archive_$t.old IS 'kept'");
    assertThat((String) value("SHOW CREATE TABLE archive_$t.old")).contains("COMMENT 'kept'");
    query("DROP TABLE archive_$t.old");
    query("DROP SCHEMA archive_$t");
    assertThat(column("SHOW SCHEMAS")).doesNotContain("archive_" + table);
  }

  @Test
  void statisticsCountLiveRows() {
    createFilms();
    query("DELETE FROM $t WHERE id = 1");
    var rows = query("SHOW STATS FOR $t").getMaterializedRows();
    assertThat(rows.get(rows.size() - 1).getField(4)).isEqualTo(4.0);
  }

  @Test
  void updatesAreRefusedWithTheWayRound() {
    createFilms();
    assertThat(error("UPDATE $t SET year = 1 WHERE id = 1")).contains("use DELETE and INSERT");
  }

  @Test
  void anUnknownPropertyOfTheCatalogIsRefused() {
    assertThatThrownBy(() ->
            runner.createCatalog(
                "other", "dreamdb", Map.of("dreamdb.warehouse", "/tmp", "dreamdb.wharehouse", "x")))
        .hasStackTraceContaining("property 'dreamdb.wharehouse' is unknown");
    assertThatThrownBy(() -> runner.createCatalog("other", "dreamdb", Map.of()))
        .hasStackTraceContaining("dreamdb.warehouse is not set");
  }

  @Test
  void vectorFunctionsComputeOverReals() {
    String a = "ARRAY[REAL '3', REAL '4']";
    assertThat(value("SELECT vector_l2_distance(" + a + ", ARRAY[REAL '0', REAL '0'])"))
        .isEqualTo(5f);
    assertThat(value("SELECT vector_inner_product(" + a + ", ARRAY[1, 2])")).isEqualTo(11f);
    assertThat(value("SELECT vector_cosine_similarity(" + a + ", ARRAY[0, 0])")).isNull();
    assertThat(value("SELECT vector_l1_distance(" + a + ", ARRAY[1, 1])")).isEqualTo(5f);
    assertThat(value("SELECT vector_hamming_distance(" + a + ", ARRAY[3, 1])")).isEqualTo(1);
    assertThat(value("SELECT vector_norm(" + a + ", REAL '1')")).isEqualTo(7f);
    assertThat(value("SELECT vector_normalize(" + a + ")")).isEqualTo(List.of(0.6f, 0.8f));
    assertThat(
            value(
                "SELECT vector_subtract(vector_add("
                    + a
                    + ", "
                    + a
                    + "), vector_scale("
                    + a
                    + ", 2))"))
        .isEqualTo(List.of(0f, 0f));
    assertThat(value("SELECT vector_quantize(" + a + ", REAL '2')")).isEqualTo(List.of(2f, 2f));
    assertThat(value("SELECT vector_l2_distance(" + a + ", ARRAY[1, NULL])")).isNull();
    assertThat(value("SELECT object_id(X'')"))
        .isEqualTo("d2xrgsnz6x42djvaibg6unw4zfezxszfzgw4cevxzsnjhsxed4zge");
    assertThat(error("SELECT vector_l2_distance(" + a + ", ARRAY[REAL '1'])"))
        .contains("vector_l2_distance")
        .contains("2")
        .contains("1");
  }

  @Test
  void vectorsOfAGroupAreSummedAndAveraged() {
    createFilms();
    assertThat(value("SELECT vector_sum(embedding) FROM $t")).isEqualTo(List.of(10f, 13f));
    assertThat(value("SELECT vector_avg(embedding) FROM $t WHERE id IN (1, 2)"))
        .isEqualTo(List.of(0.5f, 0.5f));
    assertThat(
            query("SELECT id % 2, vector_sum(embedding) FROM $t GROUP BY 1 ORDER BY 1").toString())
        .contains("0, [1.0, 0.0]")
        .contains("1, [9.0, 13.0]");
    assertThat(value("SELECT vector_sum(embedding) FROM $t WHERE id > 99")).isNull();
  }

  @Test
  void aSearchNeedsAccessToAllThatItsResultDependsOn() {
    createFilms();
    String search =
        "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
            + " query_vector => ARRAY[0, 1], columns => ARRAY['id'], filter => 'year > 1980'))";
    assertThat(column(search)).containsExactly(2L, 3L);
    try {
      for (String denied : List.of("id", "embedding", "year")) {
        runner.getAccessControl().reset();
        runner
            .getAccessControl()
            .deny(
                TestingAccessControlManager.privilege(
                    table + "." + denied, TestingPrivilegeType.SELECT_COLUMN));
        assertThat(error(search)).as(denied).contains("Access Denied");
      }
      runner.getAccessControl().reset();
      runner
          .getAccessControl()
          .deny(
              TestingAccessControlManager.privilege(
                  table + ".title", TestingPrivilegeType.SELECT_COLUMN));
      assertThat(column(search)).containsExactly(2L, 3L);
    } finally {
      runner.getAccessControl().reset();
    }
  }

  @Test
  void aSearchIsRefusedWhereRowFiltersOrMasksApplyAndOrderByIsNot() {
    createFilms();
    String search =
        "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
            + " query_vector => ARRAY[0, 1]))";
    QualifiedObjectName name = new QualifiedObjectName("lake", "films", table);
    String user = runner.getDefaultSession().getUser();
    try {
      runner
          .getAccessControl()
          .rowFilter(name, user, ViewExpression.builder().expression("id > 2").build());
      assertThat(error(search)).contains("row filters or column masks").contains("ORDER BY");
      assertThat(
              column(
                  "SELECT id FROM $t ORDER BY euclidean_distance(embedding, ARRAY[0, 1]) LIMIT 1"))
          .containsExactly(3L);
      runner.getAccessControl().reset();
      runner
          .getAccessControl()
          .columnMask(name, "title", user, ViewExpression.builder().expression("'x'").build());
      assertThat(error(search)).contains("row filters or column masks");
    } finally {
      runner.getAccessControl().reset();
    }
  }

  @Test
  void insertsAtTheSameTimeAllLand() throws Exception {
    createFilms();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<MaterializedResult>> inserts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String insert = "INSERT INTO $t VALUES (" + (100 + i) + ", 'x', 1, 1, ARRAY[1, 1])";
        inserts.add(() -> query(insert));
      }
      for (Future<MaterializedResult> done : threads.invokeAll(inserts)) {
        assertThat(done.get().getUpdateCount()).hasValue(1);
      }
    }
    assertThat(value("SELECT count(*) FROM $t WHERE id >= 100")).isEqualTo(8L);
    assertThat(value("SELECT count(DISTINCT \"$anchor\") FROM $t")).isEqualTo(13L);
  }
}
