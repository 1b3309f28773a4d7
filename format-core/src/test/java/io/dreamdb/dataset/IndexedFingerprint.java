package io.dreamdb.dataset;

import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.object.SeededEntropy;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Prints one hash over tables with indexes: over the ids of their versions, which pin every byte of
 * centroids and packs, and over what searches find.
 */
final class IndexedFingerprint {

  private static final int DIMENSION = 72;

  private IndexedFingerprint() {}

  /** Arguments: the number of threads. */
  public static void main(String[] args) {
    System.out.println(hash(Integer.parseInt(args[0])));
  }

  static String hash(int threads) {
    long hash = 0;
    for (Metric metric : Metric.values()) {
      hash = hash * 31 + hash(metric, threads);
    }
    return Long.toHexString(hash);
  }

  private static long hash(Metric metric, int threads) {
    DatasetOptions options =
        DatasetOptions.DEFAULT.withEntropy(new SeededEntropy(11)).withSearchThreads(threads);
    String location = "memory:fingerprint-" + metric.text() + "-" + threads;
    try (Warehouse warehouse = Warehouse.open(location, Map.of(), options)) {
      warehouse.createSchema("demo", Map.of());
      Schema columns =
          Schema.of(Field.nullable(2, "embedding", new EmbeddingType(DIMENSION, metric)));
      Dataset table = warehouse.createTable(new TableName("demo", "t"), columns, Map.of());
      Random random = new Random(5);
      append(table, random, 1_500);
      append(table, random, 900);
      TableIndex index = table.index(RefName.MAIN, Optional.empty());
      index.rebuild(
          IndexOptions.DEFAULT.withCells(24).withSpill(metric == Metric.L2).withThreads(threads));
      append(table, random, 1_100);
      append(table, random, 40);
      return hash(table.snapshot(), random);
    }
  }

  private static long hash(Snapshot snapshot, Random random) {
    long hash = snapshot.version().toString().hashCode();
    for (int i = 0; i < 20; i++) {
      SearchRequest request = SearchRequest.near(vector(random)).withK(1 + random.nextInt(30));
      for (SearchRequest each :
          List.of(request, request.withProbes(3), request.withMode(SearchRequest.Mode.EXACT))) {
        for (SearchResult.Hit hit : snapshot.search(each).hits()) {
          hash = hash * 31 + hit.anchor();
          hash = hash * 31 + Float.floatToRawIntBits(hit.distance());
        }
      }
    }
    return hash;
  }

  private static void append(Dataset table, Random random, int rows) {
    Schema schema = table.snapshot().schema();
    ColumnBuilder vectors = ColumnBuilder.of(schema.find("embedding").orElseThrow().type());
    for (int i = 0; i < rows; i++) {
      vectors.append(i % 50 == 7 ? null : vector(random));
    }
    table.append(RefName.MAIN).rows(List.of(new RowBlock(schema, rows, List.of(vectors.build()))));
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSION];
    int cluster = random.nextInt(8);
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian() + ((i * 7 + cluster) % 8 == 0 ? 3 : 0);
    }
    return vector;
  }
}
