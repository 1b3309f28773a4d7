package io.dreamdb.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.store.s3.StrictS3Server;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both engines on one warehouse in a bucket, reached with keys that nothing may print. */
@Tag("ci")
@ExtendWith(Engines.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BucketTest {

  private static final String SECRET = StrictS3Server.SECRET_KEY;

  @Test
  @Order(1)
  void whatSparkWritesTrinoReadsSearchesAndChanges() {
    Engine spark = Engines.spark();
    Engine trino = Engines.trino();
    spark.rows("CREATE NAMESPACE bucket.films");
    spark.rows(
        "CREATE TABLE bucket.films.posters (id BIGINT NOT NULL, title STRING, embedding ARRAY<FLOAT>)"
            + " TBLPROPERTIES ('dreamdb.field.embedding.dimension' = '2',"
            + " 'dreamdb.field.embedding.metric' = 'l2')");
    spark.rows(
        "INSERT INTO bucket.films.posters SELECT id, concat('film ', id),"
            + " array(float(id), float(id % 3)) FROM range(300)");
    assertThat(trino.value("SELECT count(*) FROM bucket.films.posters")).isEqualTo("300");
    assertThat(
            trino.rows(
                "SELECT id, _distance FROM TABLE(bucket.system.vector_search(table_name =>"
                    + " 'films.posters', query_vector => ARRAY[7, 1], num_results => 2))"))
        .isEqualTo(
            spark.rows(
                "SELECT id, _distance FROM vector_search(table => 'bucket.films.posters',"
                    + " query_vector => array(7, 1), num_results => 2)"))
        .first()
        .isEqualTo(List.of("7", "0x0.0p0"));
    trino.rows("DELETE FROM bucket.films.posters WHERE id = 7");
    trino.rows("INSERT INTO bucket.films.posters VALUES (900, 'new', ARRAY[7, 1])");
    assertThat(spark.value("SELECT count(*) FROM bucket.films.posters")).isEqualTo("300");
    assertThat(
            spark.value(
                "SELECT title FROM vector_search(table => 'bucket.films.posters',"
                    + " query_vector => array(7, 1), num_results => 1)"))
        .isEqualTo("new");
    assertThat(trino.value("SELECT count(*) FROM bucket.films.posters FOR VERSION AS OF 'main~2'"))
        .isEqualTo("300");
    assertThat(Engines.s3().keys())
        .allMatch(key -> key.startsWith("warehouse/"))
        .anyMatch(key -> key.matches("warehouse/films/posters-[a-z2-7]+/refs/main"));
  }

  @Test
  @Order(2)
  void trinoShowsWhatASearchFetched() {
    assertThat(
            Engines.trino()
                .value(
                    "EXPLAIN ANALYZE VERBOSE SELECT id FROM TABLE(bucket.system.vector_search("
                        + "table_name => 'films.posters', query_vector => ARRAY[7, 1]))"))
        .containsPattern("'Bytes fetched' = LongCount\\{total=[1-9]")
        .containsPattern("'Requests to the store' = LongCount\\{total=[1-9]")
        .containsPattern("'Rounds of requests' = LongCount\\{total=[1-9]");
  }

  @Test
  @Order(3)
  void noStatementOfTrinoShowsTheSecretNorDoesItsLog() throws Exception {
    Engine trino = Engines.trino();
    for (String statement :
        List.of(
            "SHOW CREATE TABLE bucket.films.posters",
            "SHOW CREATE SCHEMA bucket.films",
            "EXPLAIN (TYPE DISTRIBUTED) INSERT INTO bucket.films.posters"
                + " SELECT * FROM bucket.films.posters WHERE id < 3",
            "EXPLAIN (TYPE IO) INSERT INTO bucket.films.posters SELECT * FROM bucket.films.posters",
            "EXPLAIN ANALYZE VERBOSE SELECT * FROM bucket.films.posters WHERE id < 3",
            "SHOW SESSION",
            "SHOW CATALOGS",
            "SELECT * FROM system.metadata.catalogs",
            "SELECT * FROM system.runtime.queries",
            "SELECT * FROM bucket.films.\"posters$snapshots\"")) {
      assertThat(trino.rows(statement).toString()).as(statement).doesNotContain(SECRET);
    }
    assertThat(Engines.trinoLog()).contains("software.amazon").doesNotContain(SECRET);
  }

  @Test
  @Order(4)
  void noStatementOfSparkShowsTheSecretNorDoesItsLog() {
    StringWriter log = new StringWriter();
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    LoggerConfig root = context.getConfiguration().getRootLogger();
    Level before = root.getLevel();
    WriterAppender appender =
        WriterAppender.createAppender(
            PatternLayout.createDefaultLayout(), null, log, "secrets", false, true);
    appender.start();
    Map<String, Appender> others = Map.copyOf(root.getAppenders());
    others.keySet().forEach(root::removeAppender);
    root.addAppender(appender, Level.ALL, null);
    root.setLevel(Level.DEBUG);
    context.updateLoggers();
    try {
      for (String statement :
          List.of(
              "SHOW CREATE TABLE bucket.films.posters",
              "SHOW TBLPROPERTIES bucket.films.posters",
              "DESCRIBE TABLE EXTENDED bucket.films.posters",
              "DESCRIBE NAMESPACE EXTENDED bucket.films",
              "SHOW CATALOGS",
              "SET",
              "SET -v",
              "SET `spark.sql.catalog.bucket.s3.aws-secret-key`",
              "EXPLAIN EXTENDED INSERT INTO bucket.films.posters"
                  + " SELECT * FROM bucket.films.posters WHERE id < 3",
              "EXPLAIN FORMATTED SELECT * FROM bucket.films.posters WHERE id < 3",
              "INSERT INTO bucket.films.posters VALUES (901, 'again', array(1, 1))",
              "SELECT * FROM bucket.films.posters WHERE id < 3")) {
        assertThat(Engines.spark().rows(statement).toString()).as(statement).doesNotContain(SECRET);
      }
    } finally {
      root.removeAppender("secrets");
      others.values().forEach(other -> root.addAppender(other, null, null));
      root.setLevel(before);
      context.updateLoggers();
    }
    // Not the text itself: a failure would print megabytes.
    assertThat(log.toString().contains("Parsing command: SHOW CREATE TABLE")).isTrue();
    assertThat(log.toString().contains(SECRET)).isFalse();
  }

  @Test
  @Order(5)
  void aStoreThatDoesNotLetThemInIsNamedWithoutTheSecret() {
    Engine spark = Engines.spark();
    Map.of(
            "", "io.dreamdb.spark.DreamCatalog",
            ".warehouse", "s3://lake/warehouse",
            ".s3.endpoint", Engines.s3().endpoint().toString(),
            ".s3.path-style-access", "true",
            ".s3.aws-access-key", "nobody",
            ".s3.aws-secret-key", SECRET)
        .forEach(
            (key, value) -> spark.rows("SET `spark.sql.catalog.shut" + key + "`=`" + value + "`"));
    assertThatThrownBy(() -> spark.rows("SHOW NAMESPACES IN shut"))
        .isInstanceOf(StatementFailure.class)
        .hasStackTraceContaining("InvalidAccessKeyId")
        .satisfies(failure -> {
          for (Throwable t = failure.getCause(); t != null; t = t.getCause()) {
            assertThat(t.toString()).doesNotContain(SECRET);
          }
        });
  }
}
