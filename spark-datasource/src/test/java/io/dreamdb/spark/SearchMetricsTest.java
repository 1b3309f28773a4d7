package io.dreamdb.spark;

import static io.dreamdb.spark.SharedSession.sql;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.IndexOptions;
import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.object.RefName;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a search took stands beside its scan. */
@ExtendWith(SharedSession.class)
class SearchMetricsTest {

  private static String table;

  @BeforeAll
  static void indexedPoints() {
    table = SharedSession.newSchema() + ".points";
    sql(
        "CREATE TABLE "
            + table
            + " (id BIGINT, point ARRAY<FLOAT>) TBLPROPERTIES"
            + " ('dreamdb.field.point.dimension' = '2', 'dreamdb.field.point.metric' = 'l2')");
    sql(
        "INSERT INTO "
            + table
            + " SELECT id, array(float(sin(id)), float(cos(id * 7))) FROM range(1000)");
    try (Warehouse warehouse = Warehouse.open(SharedSession.warehouse())) {
      Dataset points = warehouse.table(TableName.parse(table.substring("lake.".length())));
      points.index(RefName.MAIN, Optional.empty()).rebuild(IndexOptions.DEFAULT.withCells(8));
    }
    sql("INSERT INTO " + table + " VALUES (1000, array(0.5, 0.5)), (1001, array(0, 0.5))");
  }

  /** Runs a query; the metrics of the scan that it consists of. */
  private static Metrics run(String query) {
    var frame = (org.apache.spark.sql.classic.Dataset<?>) SharedSession.session().sql(query);
    frame.collectAsList();
    SparkPlan scan = frame.queryExecution().executedPlan().collectLeaves().head();
    return new Metrics(scan.metrics());
  }

  private record Metrics(scala.collection.immutable.Map<String, SQLMetric> all) {

    long of(String name) {
      return ((SQLMetric) all.apply(name)).value();
    }
  }

  private static SearchResult.Statistics search(SearchRequest request) {
    try (Warehouse warehouse = Warehouse.open(SharedSession.warehouse())) {
      return warehouse
          .table(TableName.parse(table.substring("lake.".length())))
          .snapshot()
          .search(request)
          .statistics();
    }
  }

  private static void assertShown(Metrics shown, SearchResult.Statistics expected) {
    assertThat(shown.of("searchCells")).isEqualTo(expected.cells()).isPositive();
    assertThat(shown.of("searchCodes")).isEqualTo(expected.entries()).isPositive();
    assertThat(shown.of("searchCandidates")).isEqualTo(expected.candidates()).isPositive();
    assertThat(shown.of("searchCompared")).isEqualTo(expected.rowsScored()).isPositive();
    assertThat(shown.of("searchScanned")).isEqualTo(expected.rowsScanned()).isEqualTo(2);
    assertThat(shown.of("searchBytes")).isEqualTo(expected.bytes()).isPositive();
    assertThat(shown.of("searchFetched")).isEqualTo(expected.fetchedBytes());
    assertThat(shown.of("searchRequests")).isEqualTo(expected.requests());
    assertThat(shown.of("searchRounds")).isEqualTo(expected.rounds());
    assertThat(shown.of("searchNanos")).isPositive();
  }

  @Test
  void aSearchShowsWhatItTook() {
    Metrics shown =
        run(
            "SELECT id FROM vector_search(table => '"
                + table
                + "', query_vector => array(0.5, 0.5), nprobe => 2)");
    assertShown(shown, search(SearchRequest.near(0.5f, 0.5f).withProbes(2)));
  }

  @Test
  void anOrderByDistanceShowsTheSearchThatChoseItsRows() {
    String order =
        "SELECT id FROM "
            + table
            + " ORDER BY vector_l2_distance(point, array(0.5F, 0.5F)) NULLS LAST LIMIT 10";
    assertThat(run(order).of("searchCells")).isZero();
    sql("SET spark.sql.dreamdb.approximateSearch = true");
    try {
      // It looks for spare rows, among which Spark's arithmetic decides.
      assertShown(run(order), search(SearchRequest.near(0.5f, 0.5f).withK(74)));
    } finally {
      sql("RESET spark.sql.dreamdb.approximateSearch");
    }
  }

  @Test
  void eachStatisticIsAMetricThatSparkCanMake() throws Exception {
    CustomMetric[] metrics = SearchMetric.all();
    assertThat(metrics).hasSameSizeAs(SearchResult.Statistics.class.getRecordComponents());
    assertThat(Arrays.stream(metrics).map(CustomMetric::name)).doesNotHaveDuplicates();
    for (CustomMetric metric : metrics) {
      CustomMetric made = metric.getClass().getConstructor().newInstance();
      assertThat(made.name()).isEqualTo(metric.name());
    }
  }
}
