package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Searches through so many cells that their centroids stand in several blocks. */
final class RoutedSearchTest {

  private static final int ROWS = 5_000;
  private static final int CELLS = 4_500;
  private static final int DIMENSION = 6;

  @Test
  void searchesAreCompleteAndExactOnesAreTrue() {
    Dataset table = table();
    assertThat(
            table
                .index(RefName.MAIN, Optional.empty())
                .rebuild(IndexOptions.DEFAULT.withCells(CELLS).withThreads(1))
                .cells())
        .isGreaterThan(4_096);
    table.delete(RefName.MAIN).where(Predicate.parse("grp < 50"));
    Snapshot now = table.snapshot();
    BruteForce all = new BruteForce(now, now.schema().find("embedding").orElseThrow(), "grp");
    Random random = new Random(3);
    for (int round = 0; round < 10; round++) {
      float[] query = vector(random);
      SearchRequest request = SearchRequest.near(query).withK(10);
      List<SearchResult.Hit> truth = all.nearest(query, 10, any -> true, Float.MAX_VALUE);
      assertThat(now.search(request.withMode(SearchRequest.Mode.EXACT)).hits()).isEqualTo(truth);
      // So few probes run dry, and in the end all cells are probed.
      SearchRequest most = request.withK(3_000).withProbes(1).withCandidates(3_000);
      assertThat(now.search(most).hits()).hasSize(3_000).containsAll(truth);
      SearchRequest few = request.withFilter(Predicate.parse("grp >= 4990")).withProbes(1);
      assertThat(now.search(few.withCandidates(10)).hits())
          .isEqualTo(all.nearest(query, 10, group -> group >= 4_990, Float.MAX_VALUE));
    }
  }

  private static Dataset table() {
    Warehouse warehouse = Warehouse.open("memory:" + UUID.randomUUID());
    warehouse.createSchema("demo", Map.of());
    Schema columns =
        Schema.of(
            Field.required(1, "grp", PrimitiveType.BIGINT),
            Field.required(2, "embedding", new EmbeddingType(DIMENSION, Metric.L2)));
    Dataset table = warehouse.createTable(new TableName("demo", "t"), columns, Map.of());
    Schema own = table.snapshot().schema();
    ColumnBuilder numbers = ColumnBuilder.of(PrimitiveType.BIGINT);
    ColumnBuilder embeddings = ColumnBuilder.of(own.fields().get(1).type());
    Random random = new Random(1);
    for (int i = 0; i < ROWS; i++) {
      numbers.append((long) i);
      embeddings.append(vector(random));
    }
    table
        .append(RefName.MAIN)
        .rows(List.of(new RowBlock(own, ROWS, List.of(numbers.build(), embeddings.build()))));
    return table;
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
