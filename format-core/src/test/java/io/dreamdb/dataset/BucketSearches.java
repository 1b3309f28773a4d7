package io.dreamdb.dataset;

import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.store.s3.StrictS3Server;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Measures what searches of a table in a bucket read: {@code BucketSearches FOLDER ROWS}. Few
 * directions of the vectors carry most of the variance, as in learned embeddings.
 */
final class BucketSearches {

  private static final int DIMENSION = 768;
  private static final int CLUSTERS = 400;
  private static final int BATCH_ROWS = 20_000;
  private static final int QUERIES = 100;

  static final Schema SCHEMA =
      Schema.of(
          Field.required(11, "id", PrimitiveType.BIGINT),
          Field.nullable(13, "v", new EmbeddingType(DIMENSION, Metric.COSINE)));

  private BucketSearches() {}

  /** What one search took. */
  record Taken(SearchResult.Statistics statistics, long gets, long nanos) {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int rows = Integer.parseInt(arguments[1]);
    Dataset local = table(folder, rows);
    try (StrictS3Server server = StrictS3Server.start()) {
      String location = "s3://" + StrictS3Server.BUCKET + "/measured";
      local.cloneTo(location, server.options()).run();
      Dataset bucket = Dataset.open(location, server.options(), DatasetOptions.DEFAULT);
      long before = server.requests("GET");
      Snapshot snapshot = bucket.snapshot();
      print("open", List.of(new Taken(nothing(), server.requests("GET") - before, 0)));
      for (String mode : List.of("recall 0.95", "recall 0.99", "k 100", "nprobe 60", "exact")) {
        Dataset fresh = Dataset.open(location, server.options(), DatasetOptions.DEFAULT);
        int count = mode.equals("exact") ? 5 : QUERIES;
        List<Taken> taken = new ArrayList<>();
        long cpu = cpu();
        for (int i = 0; i < count; i++) {
          taken.add(search(fresh.snapshot(), server, request(mode, i)));
        }
        System.out.println(mode + ": CPU ms a search " + (cpu() - cpu) / 1_000_000 / count);
        print(mode + ", the first", taken.subList(0, 1));
        print(mode + ", the others", taken.subList(1, taken.size()));
        Taken again = search(fresh.snapshot(), server, request(mode, count - 1));
        print(mode + ", the last again", List.of(again));
      }
      SearchResult near = snapshot.search(request("recall 0.95", 7));
      long[] anchors = near.hits().stream().mapToLong(SearchResult.Hit::anchor).toArray();
      before = server.requests("GET");
      long start = System.nanoTime();
      RowBlock block = snapshot.lookup(anchors, SCHEMA);
      System.out.println(
          "lookup of "
              + block.rows()
              + " rows: GET "
              + (server.requests("GET") - before)
              + ", ms "
              + (System.nanoTime() - start) / 1_000_000);
    }
  }

  private static SearchResult.Statistics nothing() {
    return new SearchResult.Statistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  static SearchRequest request(String mode, int number) {
    SearchRequest request = SearchRequest.near(vector(1_000_000 + number));
    return switch (mode) {
      case "recall 0.99" -> request.withRecall(0.99);
      case "nprobe 60" -> request.withProbes(60).withCandidates(100);
      case "k 100" -> request.withK(100);
      case "exact" -> request.withMode(SearchRequest.Mode.EXACT);
      default -> request;
    };
  }

  private static Taken search(Snapshot snapshot, StrictS3Server server, SearchRequest request) {
    long before = server.requests("GET");
    long start = System.nanoTime();
    SearchResult.Statistics statistics = snapshot.search(request).statistics();
    return new Taken(statistics, server.requests("GET") - before, System.nanoTime() - start);
  }

  private static void print(String what, List<Taken> taken) {
    System.out.printf(
        Locale.ROOT,
        "%s: cells %d, candidates %d, MB median %.2f largest %.2f, requests median %d largest %d,"
            + " GET median %d, rounds median %d largest %d, ms median %d%n",
        what,
        percentile(taken, one -> one.statistics().cells(), 50),
        percentile(taken, one -> one.statistics().candidates(), 50),
        percentile(taken, one -> one.statistics().fetchedBytes(), 50) / 1e6,
        percentile(taken, one -> one.statistics().fetchedBytes(), 100) / 1e6,
        percentile(taken, one -> one.statistics().requests(), 50),
        percentile(taken, one -> one.statistics().requests(), 100),
        percentile(taken, Taken::gets, 50),
        percentile(taken, one -> one.statistics().rounds(), 50),
        percentile(taken, one -> one.statistics().rounds(), 100),
        percentile(taken, Taken::nanos, 50) / 1_000_000);
  }

  private static long percentile(
      List<Taken> taken, java.util.function.ToLongFunction<Taken> of, int percent) {
    long[] sorted = taken.stream().mapToLong(of).sorted().toArray();
    return sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percent / 100)];
  }

  /** A table with an index, in a folder; one that is there already is used again. */
  static Dataset table(Path folder, int rows) {
    TableName name = TableName.parse("demo.embedded");
    Warehouse warehouse = Warehouse.open(folder.toString(), Map.of(), SmallWarehouse.options(3));
    if (Files.exists(folder.resolve("done"))) {
      return warehouse.table(name);
    }
    warehouse.createSchema("demo", Map.of());
    Dataset table = warehouse.createTable(name, SCHEMA, Map.of());
    for (int from = 0; from < rows; from += BATCH_ROWS) {
      table.append(RefName.MAIN).rows(List.of(rows(from, Math.min(rows, from + BATCH_ROWS))));
    }
    IndexedTable.index(table).rebuild(IndexOptions.DEFAULT);
    try {
      Files.createFile(folder.resolve("done"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return table;
  }

  private static RowBlock rows(int from, int to) {
    ColumnBuilder ids = ColumnBuilder.of(PrimitiveType.BIGINT);
    ColumnBuilder vectors = ColumnBuilder.of(SCHEMA.fields().get(1).type());
    for (int id = from; id < to; id++) {
      ids.append((long) id);
      vectors.append(vector(id));
    }
    return new RowBlock(SCHEMA, to - from, List.of(ids.build(), vectors.build()));
  }

  private static float[] vector(int number) {
    SplittableRandom own = new SplittableRandom(99L + 31L * number);
    SplittableRandom centre = new SplittableRandom(7 + own.nextInt(CLUSTERS));
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      double deviation = Math.pow(i + 1, -0.6);
      vector[i] = (float) (deviation * (centre.nextGaussian() + 0.6 * own.nextGaussian()));
    }
    return vector;
  }
}
