package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.dataset.IndexOptions;
import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.object.RefName;
import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What EXPLAIN ANALYZE VERBOSE shows of a search. */
@Tag("ci")
@ExtendWith(TrinoCluster.class)
final class SearchMetricsTest {

  private final DistributedQueryRunner runner;
  private final String folder;
  private final SqlTable table;

  SearchMetricsTest(TrinoCluster.Running cluster) {
    this.runner = cluster.runner();
    this.folder = cluster.folder().toString();
    this.table = new SqlTable(cluster);
  }

  @BeforeEach
  void indexedPoints() {
    table.query("CREATE TABLE $t (id BIGINT, point ARRAY(REAL) WITH (dimension = 2))");
    table.query(
        "INSERT INTO $t SELECT id, ARRAY[CAST(sin(id) AS REAL), CAST(cos(id * 7) AS REAL)]"
            + " FROM UNNEST(sequence(1, 1000)) AS t(id)");
    try (Warehouse warehouse = Warehouse.open(folder)) {
      warehouse
          .table(name())
          .index(RefName.MAIN, Optional.empty())
          .rebuild(IndexOptions.DEFAULT.withCells(8));
    }
    table.query("INSERT INTO $t VALUES (1001, ARRAY[0.5, 0.5]), (1002, ARRAY[0, 0.5])");
  }

  private TableName name() {
    return TableName.parse("films." + table.name());
  }

  private SearchResult.Statistics search(SearchRequest request) {
    try (Warehouse warehouse = Warehouse.open(folder)) {
      return warehouse.table(name()).snapshot().search(request).statistics();
    }
  }

  private String analyzed(Session session, String query) {
    return (String) table.query(session, "EXPLAIN ANALYZE VERBOSE " + query).getOnlyValue();
  }

  private static void assertShown(String plan, SearchResult.Statistics search) {
    assertThat(search.cells()).isPositive();
    assertThat(search.rowsScanned()).isEqualTo(2);
    assertThat(plan)
        .contains(line("Index cells", search.cells()))
        .contains(line("Index codes", search.entries()))
        .contains(line("Index candidates", search.candidates()))
        .contains(line("Vectors compared", search.rowsScored()))
        .contains(line("Vectors without index", search.rowsScanned()))
        .contains(line("Bytes of codes and vectors", search.bytes()))
        .contains(line("Bytes fetched", search.fetchedBytes()))
        .contains(line("Requests to the store", search.requests()))
        .contains(line("Rounds of requests", search.rounds()))
        .contains("'Search time' = {duration=");
  }

  private static String line(String name, long value) {
    return "'" + name + "' = LongCount{total=" + value + "}";
  }

  @Test
  void aSearchShowsWhatItTook() {
    String plan =
        analyzed(
            runner.getDefaultSession(),
            "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                + " query_vector => ARRAY[0.5, 0.5], nprobe => 2))");
    assertShown(plan, search(SearchRequest.near(0.5f, 0.5f).withProbes(2)));
  }

  @Test
  void anOrderByDistanceShowsTheSearchThatChoseItsRows() {
    String order = "SELECT id FROM $t ORDER BY euclidean_distance(point, ARRAY[0.5, 0.5]) LIMIT 10";
    assertThat(analyzed(runner.getDefaultSession(), order)).doesNotContain("Index cells");
    Session approximate =
        Session.builder(runner.getDefaultSession())
            .setCatalogSessionProperty("lake", "approximate_search", "true")
            .build();
    // It looks for spare rows, among which the engine's arithmetic decides.
    assertShown(analyzed(approximate, order), search(SearchRequest.near(0.5f, 0.5f).withK(74)));
  }

  @Test
  void eachStatisticIsAMetric() {
    SearchResult.Statistics none = new SearchResult.Statistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    assertThat(RankedPageSource.metrics(none).getMetrics())
        .hasSameSizeAs(SearchResult.Statistics.class.getRecordComponents());
  }
}
