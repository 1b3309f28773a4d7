package io.dreamdb.spark;

import static io.dreamdb.spark.SharedSession.rows;
import static io.dreamdb.spark.SharedSession.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSession.class)
class SearchTest {

  private static String table;

  @BeforeAll
  static void points() {
    table = SharedSession.newSchema() + ".points";
    sql(
        "CREATE TABLE "
            + table
            + " (id INT, kind STRING, point ARRAY<FLOAT>) TBLPROPERTIES"
            + " ('dreamdb.field.point.dimension' = '2', 'dreamdb.field.point.metric' = 'l2')");
    sql(
        "INSERT INTO "
            + table
            + " VALUES (1, 'a', array(0, 0)), (2, 'b', array(0, 1)), (3, 'a', array(0, 2)),"
            + " (4, 'b', array(0, 3)), (5, 'a', NULL), (6, 'b', array(0, 5))");
    sql("DELETE FROM " + table + " WHERE id = 2");
  }

  private static List<String> search(String columns, String arguments) {
    return rows(
        "SELECT "
            + columns
            + " FROM vector_search(table => '"
            + table
            + "', query_vector => array(0.0, 0.9)"
            + arguments
            + ")");
  }

  @Test
  void liveRowsComeNearestFirst() {
    assertThat(search("id", "")).containsExactly("[1]", "[3]", "[4]", "[6]");
    assertThat(search("id, _distance", ", num_results => 2")).containsExactly("[1,0.9]", "[3,1.1]");
  }

  @Test
  void filterActsInsideAndWhereActsAfterTheTopK() {
    assertThat(search("id", ", num_results => 2, filter => 'kind = ''b'''"))
        .containsExactly("[4]", "[6]");
    assertThat(
            rows(
                "SELECT id FROM vector_search(table => '"
                    + table
                    + "', query_vector => array(0.0, 0.9), num_results => 2) WHERE id >= 3"))
        .containsExactly("[3]");
  }

  @Test
  void anEarlierVersionIsSearchedWithTheRowsThatItHad() {
    assertThat(search("id", ", num_results => 1, version => 'main~1'")).containsExactly("[2]");
  }

  @Test
  void aRowIsFoundByItsAnchorAgain() {
    String anchor = rows("SELECT _anchor FROM " + table + " WHERE id = 4").get(0);
    String query =
        "SELECT id FROM vector_search(table => '"
            + table
            + "', query_anchor => "
            + anchor.substring(1, anchor.length() - 1)
            + ", num_results => 2)";
    assertThat(rows(query)).containsExactly("[4]", "[3]");
  }

  @Test
  void allColumnsComeWithDistanceAnchorAndManifest() {
    assertThat(
            SharedSession.session()
                .sql("SELECT * FROM vector_search('" + table + "', array(0, 0), 1)")
                .columns())
        .containsExactly("id", "kind", "point", "_distance", "_anchor", "_manifest");
    assertThat(search("*", ", num_results => 1, columns => array('kind')").get(0))
        .startsWith("[a,0.9,");
  }

  @Test
  void maxDistanceEndsTheAnswer() {
    assertThat(search("id", ", max_distance => 1.5")).containsExactly("[1]", "[3]");
  }

  @Test
  void positionalArgumentsAndTheCurrentCatalogWork() {
    assertThat(rows("SELECT id FROM vector_search('" + table + "', array(0, 5), 1)"))
        .containsExactly("[6]");
    String[] parts = table.split("\\.");
    sql("USE lake." + parts[1]);
    try {
      assertThat(rows("SELECT id FROM vector_search('points', array(0, 5), 1)"))
          .containsExactly("[6]");
    } finally {
      sql("USE spark_catalog.default");
    }
  }

  @Test
  void theResultJoinsAndAggregates() {
    assertThat(
            rows(
                "SELECT t.kind, count(*) FROM vector_search('"
                    + table
                    + "', array(0, 0), 3) v JOIN "
                    + table
                    + " t ON v.id = t.id GROUP BY t.kind ORDER BY t.kind"))
        .containsExactly("[a,2]", "[b,1]");
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatThrownBy(() -> search("id", ", nuresults => 3"))
        .hasMessageContaining("[DREAMDB_INVALID_INPUT] vector_search has no argument 'nuresults'")
        .hasMessageContaining("num_results");
    assertThatThrownBy(() -> search("id", ", num_results => 0"))
        .hasMessageContaining("num_results is 0; expected 1 or more");
    assertThatThrownBy(() -> search("id", ", num_results => 10001"))
        .hasMessageContaining("[DREAMDB_LIMIT_EXCEEDED]")
        .hasMessageContaining("SQLSTATE: 54000");
    assertThatThrownBy(() -> search("id", ", filter => 'nosuch = 1'"))
        .hasMessageContaining("unknown column nosuch");
    assertThatThrownBy(() -> search("id", ", mode => 'fast'"))
        .hasMessageContaining("mode is 'fast'; expected exact or approximate");
    assertThatThrownBy(() -> search("id", ", columns => array('nosuch')"))
        .hasMessageContaining("unknown column 'nosuch'");
    assertThatThrownBy(() -> search("id", ", version => 'nosuch'"))
        .hasMessageContaining("[DREAMDB_INVALID_INPUT]");
    assertThatThrownBy(() -> search("id", ", vector_column => 'kind'"))
        .hasMessageContaining(
            "vector_column is 'kind', which is no embedding; the table has [point]");
    assertThatThrownBy(() -> search("id", ", query_anchor => 1"))
        .hasMessageContaining("one of the two; it was given both");
    assertThatThrownBy(() -> rows("SELECT * FROM vector_search('lake.x.y', array(1, 2))"))
        .hasMessageContaining("There is no table 'x.y' in catalog 'lake'");
    assertThatThrownBy(() -> rows("SELECT * FROM vector_search('" + table + "', array(1))"))
        .hasMessageContaining("query_vector has 1 elements; 'point' has dimension 2");
    assertThatThrownBy(() -> rows("SELECT * FROM vector_search('" + table + "', array(1, rand()))"))
        .hasMessageContaining("expected a constant");
    assertThatThrownBy(() -> rows("SELECT * FROM vector_search('lak.x.y', array(1, 2))"))
        .hasMessageContaining("there is no catalog 'lak', and catalog 'spark_catalog' is not");
  }

  @Test
  void argumentsOfAnotherTypeAreRefusedAndNotRounded() {
    assertThatThrownBy(() -> search("id", ", num_results => 1.5"))
        .hasMessageContaining(
            "argument 'num_results' has type DECIMAL(2,1); expected a whole number");
    assertThatThrownBy(() -> search("id", ", num_results => '3'"))
        .hasMessageContaining("argument 'num_results' has type STRING; expected a whole number");
    assertThatThrownBy(() -> search("id", ", num_results => 99999999999"))
        .hasMessageContaining(
            "argument 'num_results' is 99999999999; expected a number of 32 bits");
    assertThatThrownBy(() -> search("id", ", nprobe => -3"))
        .hasMessageContaining("nprobe is -3; expected 1 or more");
    assertThatThrownBy(() -> search("id", ", max_distance => 'far'"))
        .hasMessageContaining("argument 'max_distance' has type STRING; expected a number");
    assertThatThrownBy(() -> rows("SELECT * FROM vector_search('" + table + "', array('0', '1'))"))
        .hasMessageContaining(
            "argument 'query_vector' has type ARRAY<STRING>; expected ARRAY<FLOAT>");
    assertThatThrownBy(() -> rows("SELECT * FROM vector_search('" + table + "', array(1e39, 0))"))
        .hasMessageContaining("element 1 of 'query_vector' is Infinity as FLOAT");
    assertThat(search("id", ", num_results => NULL, max_distance => NULL, mode => 'Exact'"))
        .containsExactly("[1]", "[3]", "[4]", "[6]");
  }
}
