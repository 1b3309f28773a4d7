package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.index.Calibration;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That a recall that is asked for is found by queries that are no rows of the table. */
class CalibratedSearchTest {

  private static final int DIMENSION = 64;
  private static final int ROWS = 9_000;
  private static final int QUERIES = 300;
  private static final int CLUSTERS = 60;

  @TempDir Path folder;

  /** A point of a narrow cluster that lies by itself, or, one in two, of a wide common cloud. */
  private static float[] point(SplittableRandom random) {
    int cluster = random.nextInt(CLUSTERS);
    SplittableRandom center = new SplittableRandom(cluster);
    boolean narrow = cluster % 2 == 0;
    float[] point = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      double middle = 1 + (narrow ? 2 : 0.2) * center.nextGaussian();
      point[i] = (float) (middle + (narrow ? 0.1 : 0.8) * random.nextGaussian());
    }
    return point;
  }

  private Dataset table(Metric metric) {
    EmbeddingType type = new EmbeddingType(DIMENSION, metric);
    Schema schema =
        Schema.of(Field.required(1, "id", PrimitiveType.BIGINT), Field.required(2, "v", type));
    ColumnBuilder ids = ColumnBuilder.of(PrimitiveType.BIGINT);
    ColumnBuilder vectors = ColumnBuilder.of(type);
    SplittableRandom random = new SplittableRandom(7);
    for (long id = 0; id < ROWS; id++) {
      ids.append(id);
      vectors.append(point(random));
    }
    Warehouse warehouse =
        Warehouse.open(folder.resolve(metric.name()).toString(), Map.of(), DatasetOptions.DEFAULT);
    warehouse.createSchema("s", Map.of());
    Dataset table = warehouse.createTable(new TableName("s", "t"), schema, Map.of());
    table
        .append(RefName.MAIN)
        .rows(List.of(new RowBlock(schema, ROWS, List.of(ids.build(), vectors.build()))));
    table
        .index(RefName.MAIN, Optional.empty())
        .rebuild(IndexOptions.DEFAULT.withCells(90).withThreads(1));
    return table;
  }

  @ParameterizedTest
  @EnumSource
  void newVectorsFindWhatTheyAskFor(Metric metric) {
    Snapshot snapshot = table(metric).snapshot();
    SplittableRandom random = new SplittableRandom(8);
    List<float[]> queries = Stream.generate(() -> point(random)).limit(QUERIES).toList();
    for (double asked : new double[] {0.9, 0.95, 0.99}) {
      int found = 0;
      for (float[] query : queries) {
        SearchRequest request = SearchRequest.near(query).withK(10);
        List<SearchResult.Hit> truth =
            snapshot.search(request.withMode(SearchRequest.Mode.EXACT)).hits();
        List<SearchResult.Hit> hits = snapshot.search(request.withRecall(asked)).hits();
        found += (int) hits.stream().filter(truth::contains).count();
      }
      assertThat(found / (10.0 * QUERIES)).as("recall asked %s", asked).isGreaterThan(asked - 0.02);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "IP", mode = EnumSource.Mode.EXCLUDE)
  void easyQueriesProbeFewerCells(Metric metric) {
    Snapshot snapshot = table(metric).snapshot();
    List<Calibration> calibration =
        snapshot
            .searched(snapshot.schema().fields().get(1))
            .index()
            .orElseThrow()
            .track()
            .calibration();
    assertThat(calibration)
        .anySatisfy(at -> assertThat(at.probes().slack()).isLessThan(Float.POSITIVE_INFINITY));

    SplittableRandom random = new SplittableRandom(9);
    List<Long> cells =
        Stream.generate(() -> SearchRequest.near(point(random)).withK(10).withRecall(0.95))
            .limit(50)
            .map(request -> snapshot.search(request).statistics().cells())
            .toList();
    assertThat(cells).containsAnyOf(1L, 2L, 3L, 4L).anyMatch(probed -> probed > 8);
  }
}
