package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Vector functions, and ORDER BY one of them with a LIMIT. */
@Tag("ci")
@ExtendWith(TrinoCluster.class)
final class VectorFunctionsTest {

  private final SqlTable table;

  VectorFunctionsTest(TrinoCluster.Running cluster) {
    this.table = new SqlTable(cluster);
  }

  @Test
  void orderByDistanceIsPushedDownWithTheEnginesOwnAnswer() {
    table.query(
        "CREATE TABLE $t WITH (embeddings = ARRAY['v:3:l2']) AS SELECT n AS id,"
            + " IF(n % 17 = 0, NULL, ARRAY[CAST(sin(n) AS REAL), CAST(cos(3 * n) AS REAL),"
            + " CAST(sin(7 * n) AS REAL)]) AS v FROM UNNEST(sequence(1, 2000)) AS s(n)");
    table.query("INSERT INTO $t SELECT id + 5000, v FROM $t WHERE id < 500");
    table.query("DELETE FROM $t WHERE id % 5 = 0");
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
        assertThat(table.column(pushed)).as(call + order).isEqualTo(table.column(own));
        assertThat((String) table.value("EXPLAIN " + pushed)).contains("top 20 by " + function);
      }
    }
  }

  @Test
  void theNearestRowsComeWithAnyColumnAndNoSortOfTheEngines() {
    table.createFilms();
    String nearest =
        "SELECT id, title, embedding, \"$anchor\", \"$manifest\", \"$batch\","
            + " dot_product(embedding, ARRAY[1e0, 0.3e0]), euclidean_distance(embedding, $q)"
            + " FROM $t ORDER BY euclidean_distance(embedding, $q) LIMIT 5";
    String q = "ARRAY[0.3e0, 1e0]";
    String pushed = nearest.replace("$q", q);
    assertThat((String) table.value("EXPLAIN " + pushed))
        .contains("top 5 by")
        .doesNotContain("TopN");
    String own = nearest.replace("$q", "transform(" + q + ", x -> x + if(random() > 2, 1, 0))");
    assertThat((String) table.value("EXPLAIN " + own)).contains("TopN");
    assertThat(table.query(pushed)).isEqualTo(table.query(own));
  }

  @Test
  void zeroVectorsFailAsTheEnginesFunctionDoes() {
    table.createFilms();
    table.query("INSERT INTO $t VALUES (6, 'Zero', 2000, 1, ARRAY[0, 0])");
    String sql = "SELECT id FROM $t ORDER BY cosine_distance(embedding, ARRAY[1e0, 2e0]) LIMIT 2";
    assertThat(table.error(sql)).contains("Vector magnitude cannot be zero");
    assertThat(table.column(sql.replace("ORDER", "WHERE id < 6 ORDER")))
        .containsExactlyInAnyOrder(3L, 5L);
  }

  @Test
  void vectorFunctionsComputeOverReals() {
    String a = "ARRAY[REAL '3', REAL '4']";
    assertThat(table.value("SELECT vector_l2_distance(" + a + ", ARRAY[REAL '0', REAL '0'])"))
        .isEqualTo(5f);
    assertThat(table.value("SELECT vector_inner_product(" + a + ", ARRAY[1, 2])")).isEqualTo(11f);
    assertThat(table.value("SELECT vector_cosine_similarity(" + a + ", ARRAY[0, 0])")).isNull();
    assertThat(table.value("SELECT vector_l1_distance(" + a + ", ARRAY[1, 1])")).isEqualTo(5f);
    assertThat(table.value("SELECT vector_hamming_distance(" + a + ", ARRAY[3, 1])")).isEqualTo(1);
    assertThat(table.value("SELECT vector_norm(" + a + ", REAL '1')")).isEqualTo(7f);
    assertThat(table.value("SELECT vector_normalize(" + a + ")")).isEqualTo(List.of(0.6f, 0.8f));
    assertThat(
            table.value(
                "SELECT vector_subtract(vector_add("
                    + a
                    + ", "
                    + a
                    + "), vector_scale("
                    + a
                    + ", 2))"))
        .isEqualTo(List.of(0f, 0f));
    assertThat(table.value("SELECT vector_quantize(" + a + ", REAL '2')"))
        .isEqualTo(List.of(2f, 2f));
    assertThat(table.value("SELECT vector_l2_distance(" + a + ", ARRAY[1, NULL])")).isNull();
    assertThat(table.value("SELECT object_id(X'')"))
        .isEqualTo("d2xrgsnz6x42djvaibg6unw4zfezxszfzgw4cevxzsnjhsxed4zge");
    assertThat(table.error("SELECT vector_l2_distance(" + a + ", ARRAY[REAL '1'])"))
        .contains("vector_l2_distance")
        .contains("2")
        .contains("1");
  }

  @Test
  void vectorsOfAGroupAreSummedAndAveraged() {
    table.createFilms();
    assertThat(table.value("SELECT vector_sum(embedding) FROM $t")).isEqualTo(List.of(10f, 13f));
    assertThat(table.value("SELECT vector_avg(embedding) FROM $t WHERE id IN (1, 2)"))
        .isEqualTo(List.of(0.5f, 0.5f));
    assertThat(
            table
                .query("SELECT id % 2, vector_sum(embedding) FROM $t GROUP BY 1 ORDER BY 1")
                .toString())
        .contains("0, [1.0, 0.0]")
        .contains("1, [9.0, 13.0]");
    assertThat(table.value("SELECT vector_sum(embedding) FROM $t WHERE id > 99")).isNull();
  }
}
