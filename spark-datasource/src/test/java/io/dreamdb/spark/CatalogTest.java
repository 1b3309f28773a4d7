package io.dreamdb.spark;

import static io.dreamdb.spark.SharedSession.rows;
import static io.dreamdb.spark.SharedSession.session;
import static io.dreamdb.spark.SharedSession.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSession.class)
class CatalogTest {

  private String schema;

  @BeforeEach
  void newSchema() {
    schema = SharedSession.newSchema();
  }

  @Test
  void optionsAreRequiredKnownAndParsed() {
    assertThatThrownBy(() -> options(Map.of()))
        .hasMessageContaining("option spark.sql.catalog.x.warehouse is missing");
    assertThatThrownBy(() -> options(Map.of("warehouse", "memory:a", "warehose", "b")))
        .hasMessageContaining(
            "[DREAMDB_INVALID_INPUT] option spark.sql.catalog.x.warehose is unknown")
        .hasMessageContaining("isolation-level");
    assertThatThrownBy(() -> options(Map.of("warehouse", "memory:a", "verify", "sometimes")))
        .hasMessageContaining("sometimes");
    CatalogOptions parsed =
        options(Map.of("warehouse", "memory:a", "verify", "always", "store.region", "eu"));
    assertThat(parsed.location()).isEqualTo("memory:a");
    assertThat(parsed.dataset()).isEqualTo(Map.of("verify", "always"));
    assertThat(parsed.store()).isEqualTo(Map.of("region", "eu"));
  }

  private static CatalogOptions options(Map<String, String> options) {
    return CatalogOptions.parse("x", new CaseInsensitiveStringMap(options));
  }

  @Test
  void namespacesAreMadeListedAndDropped() {
    String name = schema.substring(schema.indexOf('.') + 1);
    assertThat(rows("SHOW NAMESPACES IN lake")).contains("[" + name + "]");
    assertThatThrownBy(() -> sql("CREATE NAMESPACE " + schema))
        .hasMessageContaining("SCHEMA_ALREADY_EXISTS");
    sql("CREATE NAMESPACE IF NOT EXISTS " + schema);
    sql("CREATE TABLE " + schema + ".t (id INT)");
    assertThatThrownBy(() -> sql("DROP NAMESPACE " + schema))
        .hasMessageContaining("SCHEMA_NOT_EMPTY");
    sql("DROP NAMESPACE " + schema + " CASCADE");
    assertThat(rows("SHOW NAMESPACES IN lake")).doesNotContain("[" + name + "]");
    assertThatThrownBy(() -> sql("DROP NAMESPACE " + schema))
        .hasMessageContaining("SCHEMA_NOT_FOUND");
    assertThatThrownBy(() -> sql("CREATE NAMESPACE lake.a.b")).hasMessageContaining("has 2 parts");
  }

  @Test
  void aSchemasCommentIsShown() {
    sql("CREATE NAMESPACE " + schema + "x COMMENT 'pictures'");
    assertThat(rows("DESCRIBE NAMESPACE " + schema + "x")).contains("[Comment,pictures]");
    sql("DROP NAMESPACE " + schema + "x");
  }

  @Test
  void tablesAreListedRenamedAndDropped() {
    sql("CREATE TABLE " + schema + ".a (id INT)");
    sql("INSERT INTO " + schema + ".a VALUES (1)");
    sql("ALTER TABLE " + schema + ".a RENAME TO " + schema.substring(5) + ".b");
    assertThat(rows("SHOW TABLES IN " + schema)).hasSize(1).first().asString().contains(",b,");
    assertThat(rows("SELECT id FROM " + schema + ".b")).containsExactly("[1]");
    assertThatThrownBy(() -> rows("SELECT * FROM " + schema + ".a"))
        .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    sql("CREATE TABLE " + schema + ".a (id INT)");
    assertThatThrownBy(
            () -> sql("ALTER TABLE " + schema + ".a RENAME TO " + schema.substring(5) + ".b"))
        .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");
    sql("DROP TABLE " + schema + ".a");
    sql("DROP TABLE IF EXISTS " + schema + ".a");
    assertThatThrownBy(() -> sql("DROP TABLE " + schema + ".a"))
        .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    sql("DROP TABLE " + schema + ".b PURGE");
    assertThat(rows("SHOW TABLES IN " + schema)).isEmpty();
  }

  @Test
  void createTableIsRefusedWhereTheNameIsTaken() {
    sql("CREATE TABLE " + schema + ".t (id INT)");
    assertThatThrownBy(() -> sql("CREATE TABLE " + schema + ".T (id INT)"))
        .hasMessageContaining("TABLE_OR_VIEW_ALREADY_EXISTS");
    sql("CREATE TABLE IF NOT EXISTS " + schema + ".t (id INT)");
  }

  @Test
  void showCreateTableSaysWhatTheTableIs() {
    sql(
        "CREATE TABLE "
            + schema
            + ".t (id BIGINT NOT NULL COMMENT 'key', v ARRAY<FLOAT>) USING dreamdb COMMENT 'films'"
            + " TBLPROPERTIES ('dreamdb.field.v.dimension' = '3', 'dreamdb.field.v.metric' ="
            + " 'cosine', 'dreamdb.field.v.model' = 'clip', 'team' = 'blue')");
    assertThat(rows("SHOW CREATE TABLE " + schema + ".t").get(0))
        .contains("id BIGINT NOT NULL COMMENT 'key'")
        .contains("v ARRAY<FLOAT>")
        .contains("COMMENT 'films'")
        .contains("'dreamdb.field.v.dimension' = '3'")
        .contains("'dreamdb.field.v.metric' = 'cosine'")
        .contains("'dreamdb.field.v.model' = 'clip'")
        .contains("'team' = 'blue'");
  }

  @Test
  void aTableIsMadeAgainFromWhatItSaysOfItself() {
    sql(
        "CREATE TABLE "
            + schema
            + ".t (id INT, v ARRAY<FLOAT>) TBLPROPERTIES ('dreamdb.field.v.dimension' = '3')");
    String statement = sql("SHOW CREATE TABLE " + schema + ".t").get(0).getString(0);
    sql("DROP TABLE " + schema + ".t");
    sql(statement);
    assertThat(sql("SHOW CREATE TABLE " + schema + ".t").get(0).getString(0)).isEqualTo(statement);
  }

  @Test
  void propertiesAreSetAndRemoved() {
    sql("CREATE TABLE " + schema + ".t (id INT)");
    sql("ALTER TABLE " + schema + ".t SET TBLPROPERTIES ('a' = '1', 'b' = '2')");
    sql("ALTER TABLE " + schema + ".t UNSET TBLPROPERTIES ('a')");
    assertThat(rows("SHOW TBLPROPERTIES " + schema + ".t"))
        .contains("[b,2]")
        .doesNotContain("[a,1]");
    assertThatThrownBy(
            () -> sql("ALTER TABLE " + schema + ".t SET TBLPROPERTIES ('dreamdb.x' = '1')"))
        .hasMessageContaining("part of a column's type");
  }

  @Test
  void createTableSaysWhatCannotBe() {
    refused("(id INT, v ARRAY<FLOAT>)", "'dreamdb.field.v.metric' = 'l2'", "dimension is missing");
    refused("(v ARRAY<DOUBLE>)", "'dreamdb.field.v.dimension' = '2'", "expected ARRAY<FLOAT>");
    refused("(v ARRAY<FLOAT>)", "'dreamdb.field.v.dimension' = '65536'", "expected 1 to 65535");
    refused("(v ARRAY<FLOAT>)", "'dreamdb.field.v.dimension' = 'two'", "is 'two'");
    refused("(v ARRAY<FLOAT>)", "'dreamdb.field.w.dimension' = '2'", "name no column");
    refused("(v ARRAY<FLOAT>)", "'dreamdb.field.v.dimensions' = '2'", "is unknown");
    refused("(v ARRAY<FLOAT>)", "'dreamdb.colour' = 'red'", "is unknown");
    refused("(i INTERVAL DAY TO SECOND)", "'a' = '1'", "INTERVAL DAY TO SECOND");
    refused("(_anchor INT)", "'a' = '1'", "kept for hidden columns");
    assertThatThrownBy(() -> sql("CREATE TABLE " + schema + ".t (id INT) PARTITIONED BY (id)"))
        .hasMessageContaining("PARTITIONED BY");
    assertThatThrownBy(() -> sql("CREATE TABLE " + schema + ".t (id INT) USING parquet"))
        .hasMessageContaining("USING parquet in a DreamDB catalog");
    assertThatThrownBy(() -> sql("CREATE TABLE " + schema + ".t (id INT) LOCATION '/x'"))
        .hasMessageContaining("leave it out");
    assertThat(rows("SHOW TABLES IN " + schema)).isEmpty();
  }

  private void refused(String columns, String properties, String message) {
    assertThatThrownBy(() ->
            sql("CREATE TABLE " + schema + ".t " + columns + " TBLPROPERTIES (" + properties + ")"))
        .hasMessageContaining("[DREAMDB_")
        .hasMessageContaining(message);
  }

  @Test
  void smallIntegersAreKeptAsInt() {
    sql("CREATE TABLE " + schema + ".t (a TINYINT, b SMALLINT)");
    sql("INSERT INTO " + schema + ".t VALUES (1Y, 2S)");
    assertThat(rows("SELECT typeof(a), typeof(b), a, b FROM " + schema + ".t"))
        .containsExactly("[int,int,1,2]");
  }

  @Test
  void aFailureCarriesConditionAndState() {
    List<DreamFailure> failures = new java.util.ArrayList<>();
    try {
      session().sql("CREATE TABLE " + schema + ".t (_x INT)");
    } catch (DreamFailure e) {
      failures.add(e);
    }
    assertThat(failures).hasSize(1);
    assertThat(failures.get(0).getCondition()).isEqualTo("DREAMDB_INVALID_INPUT");
    assertThat(failures.get(0).getSqlState()).isEqualTo("22023");
  }
}
