package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.hash.Blake3;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.object.RefName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Search through the public API on a local table, one core. */
@Command(
    name = "search",
    description = "Search of a local table, exact or through its index, warm and in a new JVM.")
final class SearchBenchmark implements Callable<Integer> {

  private static final String SEARCH = "search";
  private static final String READ = "streaming read";
  private static final String READ_ONE_SUM = "streaming read in one sum";
  private static final String READ_FRESH = "streaming read, mapped anew each time";
  private static final double TARGET_RATIO = 0.6;
  private static final int BLOCK_ROWS = 4096;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--rows", defaultValue = "100000", description = "Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(names = "--dimension", defaultValue = "384", description = "Default: ${DEFAULT-VALUE}.")
  private int dimension;

  @Option(
      names = "--metric",
      defaultValue = "l2",
      converter = MetricConverter.class,
      description = "l2, cosine or ip (default: ${DEFAULT-VALUE}).")
  private Metric metric = Metric.L2;

  @Option(names = "--k", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
  private int k;

  @Option(names = "--queries", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}.")
  private int queries;

  @Option(
      names = "--indexed",
      description =
          "Search vectors in clusters through an index, by l2, and read rows by their anchors.")
  private boolean indexed;

  @Option(names = "--folder", description = "Where the table is made (default: temporary files).")
  private @Nullable Path folder;

  /** Reads a metric's name. */
  static final class MetricConverter implements picocli.CommandLine.ITypeConverter<Metric> {
    @Override
    public Metric convert(String text) {
      return Metric.parse(text);
    }
  }

  @Override
  public Integer call() throws Exception {
    Report report = common.report();
    report.line("hash kernel", Blake3.warmUp());
    report.line("vector loops compiled", DistanceKernel.awaitCompiled(Duration.ofSeconds(60)));
    try (ScratchWarehouse warehouse = ScratchWarehouse.in(folder)) {
      if (indexed) {
        throughTheIndex(report, warehouse);
      } else {
        exactly(report, warehouse);
      }
    }
    return 0;
  }

  private void exactly(Report report, ScratchWarehouse warehouse) throws Exception {
    SampleRows sample = SampleRows.vectors(common.seed(), dimension, metric);
    Dataset table = warehouse.createTable("vectors", sample.schema());
    append(table, sample);
    warm(report, table.snapshot(), sample, warehouse.vectorFiles());
    Vectors first = new Vectors(sample.vector(FirstSearches.SEARCHES * dimension), dimension);
    for (FirstSearches.Start start : FirstSearches.Start.values()) {
      FirstSearches.report(report, start, "exact", table.location(), first, k);
    }
  }

  private void throughTheIndex(Report report, ScratchWarehouse warehouse) throws Exception {
    SampleRows sample = SampleRows.clustered(common.seed(), dimension, rows);
    Dataset table = warehouse.createTable("vectors", sample.schema());
    append(table, sample);
    report.line("cells", AnnIndex.rebuild(table, OptionalInt.empty(), common.seed()));
    Vectors near = sample.vectorsAfter(rows, Math.max(queries, FirstSearches.SEARCHES));
    new WarmReads(table.snapshot(), near.first(queries), k).report(report, common);
    Vectors first = near.first(FirstSearches.SEARCHES);
    for (FirstSearches.Start start :
        List.of(FirstSearches.Start.DEFAULT, FirstSearches.Start.WARMED)) {
      FirstSearches.report(report, start, "through the index", table.location(), first, k);
    }
  }

  private void append(Dataset table, SampleRows sample) {
    var append = table.append(RefName.MAIN);
    try (TaskWriter writer = append.writer()) {
      for (int first = 0; first < rows; first += BLOCK_ROWS) {
        writer.write(sample.block(first, Math.min(BLOCK_ROWS, rows - first)));
      }
      append.commit(writer.finish());
    }
  }

  private void warm(Report report, Snapshot snapshot, SampleRows sample, List<Path> files)
      throws Exception {
    List<SearchRequest> requests = new ArrayList<>();
    for (int i = 0; i < queries; i++) {
      requests.add(SearchRequest.near(sample.vector(dimension)).withK(k));
    }
    List<ByteBuffer> mapped = new ArrayList<>();
    for (Path file : files) {
      mapped.add(MappedFloats.of(file));
    }
    int[] next = {0};
    Rounds measured = new Rounds();
    measured.add(SEARCH, () -> search(snapshot, requests.get(next[0]++ % requests.size())));
    measured.add(READ, () -> read(mapped));
    measured.add(READ_ONE_SUM, () -> readInOneSum(mapped));
    measured.add(READ_FRESH, () -> readFresh(files));
    Map<String, Rounds.Timing> timings = measured.run(queries);
    double bytes = (double) rows * dimension * Float.BYTES;
    try (Report.Table table =
        report.table("warm, " + queries + " queries, one at a time, k = " + k)) {
      timings.forEach((name, timing) ->
          table.row(
              Report.cells(
                  "work",
                  name,
                  "GB per CPU-s",
                  timing.rate(bytes),
                  "CPU ms p50",
                  timing.cpu().median() / 1e6,
                  "CPU ms p99",
                  timing.cpu().at(99) / 1e6,
                  "wall ms p50",
                  timing.wall().median() / 1e6,
                  "wall ms p99",
                  timing.wall().at(99) / 1e6)));
    }
    double ratio = Math.min(ratio(timings, READ), ratio(timings, READ_ONE_SUM));
    report.line("search / read mapped anew", ratio(timings, READ_FRESH));
    report.target("search / faster streaming read", "at least 0.6", ratio, ratio >= TARGET_RATIO);
    common.profiled(
        report,
        "warm search",
        () -> {
          for (SearchRequest request : requests) {
            search(snapshot, request);
          }
        });
  }

  /** How fast the search is in units of that read. */
  private static double ratio(Map<String, Rounds.Timing> timings, String read) {
    Rounds.Timing reading = timings.get(read);
    Rounds.Timing searching = timings.get(SEARCH);
    if (reading == null || searching == null) {
      throw new IllegalStateException("not measured: " + timings.keySet());
    }
    return (double) reading.cpu().median() / searching.cpu().median();
  }

  private long search(Snapshot snapshot, SearchRequest request) {
    SearchResult result = snapshot.search(request);
    if (result.hits().size() != Math.min(k, rows) || result.statistics().rowsScored() != rows) {
      throw new IllegalStateException("the search was not of all rows: " + result.statistics());
    }
    return result.hits().get(0).anchor();
  }

  private static long read(List<ByteBuffer> mapped) {
    long result = 0;
    for (ByteBuffer buffer : mapped) {
      result = 31 * result + MemoryRead.of(buffer);
    }
    return result;
  }

  private static long readInOneSum(List<ByteBuffer> mapped) {
    long result = 0;
    for (ByteBuffer buffer : mapped) {
      result = 31 * result + MemoryRead.inOneSum(buffer);
    }
    return result;
  }

  private static long readFresh(List<Path> files) throws IOException {
    long result = 0;
    for (Path file : files) {
      result = 31 * result + MemoryRead.of(MappedFloats.of(file));
    }
    return result;
  }
}
