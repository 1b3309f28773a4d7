package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a search promises, whatever it goes through: complete, ordered, no deleted row. */
abstract class SearchContract {

  private static final long SEED = 20_260_901;

  private final Random random = new Random(SEED);

  /** Makes what searches go through, once all rows are there. */
  abstract void prepare(Dataset table);

  private Dataset table(int dimension, Metric metric, int rows, IntFunction<float[]> vectors) {
    Warehouse warehouse = Warehouse.open("memory:" + UUID.randomUUID());
    warehouse.createSchema("demo", Map.of());
    Schema columns =
        Schema.of(
            Field.required(1, "grp", PrimitiveType.BIGINT),
            Field.nullable(2, "embedding", new EmbeddingType(dimension, metric)));
    Dataset table = warehouse.createTable(new TableName("demo", "t"), columns, Map.of());
    if (rows > 0) {
      ColumnBuilder numbers = ColumnBuilder.of(PrimitiveType.BIGINT);
      ColumnBuilder embeddings = ColumnBuilder.of(columns.fields().get(1).type());
      for (int i = 0; i < rows; i++) {
        numbers.append((long) i);
        embeddings.append(vectors.apply(i));
      }
      Schema own = table.snapshot().schema();
      table
          .append(RefName.MAIN)
          .rows(List.of(new RowBlock(own, rows, List.of(numbers.build(), embeddings.build()))));
      prepare(table);
    }
    return table;
  }

  private static BruteForce all(Snapshot now) {
    return new BruteForce(now, now.schema().find("embedding").orElseThrow(), "grp");
  }

  private float[] gaussian(int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  /** Compares all modes with all rows of groups from {@code least} on. */
  private static void check(Snapshot now, float[] query, int k, int least) {
    SearchRequest request = SearchRequest.near(query).withK(k);
    SearchRequest asked =
        least == 0 ? request : request.withFilter(Predicate.parse("grp >= " + least));
    List<SearchResult.Hit> every =
        all(now).nearest(query, Integer.MAX_VALUE, group -> group >= least, Float.MAX_VALUE);
    List<SearchResult.Hit> truth = every.subList(0, Math.min(k, every.size()));
    assertThat(now.search(asked.withMode(SearchRequest.Mode.EXACT)).hits())
        .as("exact, seed %d", SEED)
        .isEqualTo(truth);
    assertThat(now.search(asked.withProbes(10_000).withCandidates(100_000)).hits())
        .as("all cells, seed %d", SEED)
        .isEqualTo(truth);
    assertThat(now.search(asked).hits())
        .as("approximate, seed %d", SEED)
        .hasSameSizeAs(truth)
        .isSubsetOf(every)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(
            Comparator.comparingDouble((SearchResult.Hit hit) -> hit.distance())
                .thenComparingLong(SearchResult.Hit::anchor));
  }

  @ParameterizedTest
  @EnumSource
  void whereTheNearestRowsAreDeletedTheNextOnesAreFound(Metric metric) {
    Dataset table = table(24, metric, 3_000, i -> gaussian(24));
    float[] query = gaussian(24);
    for (int round = 0; round < 3; round++) {
      List<SearchResult.Hit> nearest =
          all(table.snapshot()).nearest(query, 10, any -> true, Float.MAX_VALUE);
      table
          .delete(RefName.MAIN)
          .anchors(
              nearest.stream().mapToLong(SearchResult.Hit::anchor).iterator(), Optional.empty());
      check(table.snapshot(), query, 10, 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereTheThousandNearestAreFilteredOutTheOthersAreFound(Metric metric) {
    float[] query = gaussian(24);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      vectors.add(gaussian(24));
    }
    DistanceKernel kernel = DistanceKernel.of(metric, query);
    vectors.sort(Comparator.comparingDouble(kernel::distance));
    Snapshot now = table(24, metric, 3_000, vectors::get).snapshot();
    check(now, query, 10, 1_000);
    check(now, query, 100, 2_990);
    check(now, query, 10, 3_000);
  }

  @ParameterizedTest
  @EnumSource
  void rowsThatAreAllEqualComeByTheirAnchors(Metric metric) {
    float[] same = gaussian(10);
    Snapshot now = table(10, metric, 700, i -> same).snapshot();
    check(now, same, 25, 0);
    check(now, gaussian(10), 699, 0);
  }

  @ParameterizedTest
  @EnumSource
  void fewRowsAndTiesAreFoundWhole(Metric metric) {
    float[] query = gaussian(6);
    check(table(6, metric, 1, i -> gaussian(6)).snapshot(), query, 10, 0);
    check(table(6, metric, 5, i -> gaussian(6)).snapshot(), query, 10, 0);
    List<float[]> few = List.of(gaussian(6), gaussian(6), gaussian(6));
    check(table(6, metric, 900, i -> few.get(i % 3)).snapshot(), query, 301, 0);
  }

  @ParameterizedTest
  @EnumSource
  void oneDimensionAndManyAreSearched(Metric metric) {
    check(table(1, metric, 600, i -> gaussian(1)).snapshot(), gaussian(1), 20, 0);
    check(table(4_096, metric, 40, i -> gaussian(4_096)).snapshot(), gaussian(4_096), 10, 0);
  }

  @Test
  void subnormalNumbersAreSearched() {
    for (Metric metric : List.of(Metric.L2, Metric.IP)) {
      Snapshot now =
          table(3, metric, 300, i -> new float[] {i % 17 * Float.MIN_VALUE, 0, Float.MIN_VALUE})
              .snapshot();
      check(now, new float[] {Float.MIN_VALUE, Float.MIN_NORMAL, 0}, 30, 0);
    }
  }

  @Test
  void aTableWithoutRowsGivesNone() {
    check(table(4, Metric.L2, 0, i -> gaussian(4)).snapshot(), gaussian(4), 10, 0);
    Dataset table = table(4, Metric.L2, 30, i -> gaussian(4));
    table.delete(RefName.MAIN).where(Predicate.parse("grp >= 0"));
    check(table.snapshot(), gaussian(4), 10, 0);
  }

  @Test
  void aSearchFromARowIsThatFromItsVector() {
    Snapshot now = table(16, Metric.COSINE, 2_000, i -> gaussian(16)).snapshot();
    BruteForce.Row row = all(now).rows().get(777);
    SearchRequest byAnchor = SearchRequest.nearRow(row.anchor()).withK(12);
    SearchRequest byVector = SearchRequest.near(row.vector()).withK(12);
    assertThat(now.search(byAnchor).hits()).isEqualTo(now.search(byVector).hits());
  }
}
