package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.testing.DistributedQueryRunner;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Schemas, tables and their columns, as SQL makes and shows them. */
@Tag("ci")
@ExtendWith(TrinoCluster.class)
final class TableDefinitionTest {

  private final DistributedQueryRunner runner;
  private final SqlTable table;

  TableDefinitionTest(TrinoCluster.Running cluster) {
    this.runner = cluster.runner();
    this.table = new SqlTable(cluster);
  }

  @Test
  void tablesAreShownAndDescribed() {
    table.createFilms();
    assertThat(table.column("SHOW SCHEMAS FROM lake")).contains("films");
    assertThat(table.column("SHOW TABLES")).contains(table.name());
    assertThat(table.column("DESCRIBE $t"))
        .containsExactly("id", "title", "year", "rating", "embedding");
    assertThat((String) table.value("SHOW CREATE TABLE $t"))
        .contains("id bigint NOT NULL")
        .contains("dimension = 2")
        .contains("metric = 'l2'")
        .contains("embeddings = ARRAY['embedding:2:l2']");
    assertThat(
            table.column(
                "SELECT column_name FROM information_schema.columns WHERE table_name = '$t'"))
        .contains("embedding");
  }

  @Test
  void whatShowCreateTableSaysMakesTheSameTable() {
    table.createFilms();
    String ddl = (String) table.value("SHOW CREATE TABLE $t");
    table.query("DROP TABLE $t");
    table.query(ddl);
    assertThat(table.value("SHOW CREATE TABLE $t")).isEqualTo(ddl);
  }

  @Test
  void narrowTypesAreWidenedAndForeignOnesRefused() {
    table.query(
        "CREATE TABLE $t AS SELECT TINYINT '1' a, CAST('x' AS VARCHAR(3)) b, CAST('y' AS CHAR(3)) c");
    assertThat(
            table.query("DESCRIBE $t").getMaterializedRows().stream().map(row -> row.getField(1)))
        .containsExactly("integer", "varchar", "varchar");
    assertThat(table.error("CREATE TABLE other (a TIME)"))
        .contains("Column 'a' has type time(3), which no table holds");
  }

  @Test
  void ctasMakesEmbeddingsByTheTableProperty() {
    table.createFilms();
    table.query(
        "CREATE TABLE $t_copy WITH (embeddings = ARRAY['embedding:2:cosine:clip']) AS"
            + " SELECT id, embedding FROM $t WHERE embedding IS NOT NULL");
    assertThat((String) table.value("SHOW CREATE TABLE $t_copy"))
        .contains("embedding:2:cosine:clip")
        .contains("model = 'clip'");
    assertThat(table.value("SELECT count(*) FROM $t_copy")).isEqualTo(4L);
    assertThat(
            table.column(
                "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t_copy',"
                    + " query_vector => ARRAY[0, 2], num_results => 1))"))
        .containsExactly(1L);
  }

  @Test
  void aFailedCtasLeavesNoTable() {
    assertThat(
            table.error(
                "CREATE TABLE $t WITH (embeddings = ARRAY['v:2:l2']) AS"
                    + " SELECT ARRAY[REAL '1'] AS v"))
        .contains("vector of dimension 1 in row 0: expected 2");
    assertThat(table.column("SHOW TABLES")).doesNotContain(table.name());
    table.query("CREATE TABLE $t (a INTEGER)");
  }

  @Test
  void badPropertiesSayWhatIsExpected() {
    assertThat(table.error("CREATE TABLE $t (v ARRAY(REAL) WITH (dimension = 0))"))
        .contains("embedding dimension 0: expected 1 to 65535");
    assertThat(table.error("CREATE TABLE $t (v ARRAY(REAL) WITH (dimension = 2, metric = 'cos'))"))
        .contains("metric 'cos' is unknown: expected l2, cosine or ip");
    assertThat(table.error("CREATE TABLE $t (v ARRAY(DOUBLE) WITH (dimension = 2))"))
        .contains("cannot be an embedding: expected array(real)");
    assertThat(table.error("CREATE TABLE $t (v ARRAY(REAL)) WITH (embeddings = ARRAY['v'])"))
        .contains("embedding 'v': expected 'column:dimension'");
    assertThat(table.error("CREATE TABLE $t (v ARRAY(REAL)) WITH (embeddings = ARRAY['w:2'])"))
        .contains("embeddings names [w], which the table does not have");
    assertThat(table.error("CREATE TABLE $t (_a INTEGER)")).contains("begins with _");
  }

  @Test
  void tablesAndSchemasAreRenamedAndDropped() {
    table.createFilms();
    table.query("CREATE SCHEMA archive_$t");
    table.query("ALTER TABLE $t RENAME TO archive_$t.old");
    assertThat(table.value("SELECT count(*) FROM archive_$t.old")).isEqualTo(5L);
    assertThat(table.column("SHOW TABLES")).doesNotContain(table.name());
    assertThat(table.error("DROP SCHEMA archive_$t")).contains("archive_" + table.name());
    table.query("COMMENT ON TABLE archive_$t.old IS 'kept'");
    assertThat((String) table.value("SHOW CREATE TABLE archive_$t.old")).contains("COMMENT 'kept'");
    table.query("DROP TABLE archive_$t.old");
    table.query("DROP SCHEMA archive_$t");
    assertThat(table.column("SHOW SCHEMAS")).doesNotContain("archive_" + table.name());
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
}
