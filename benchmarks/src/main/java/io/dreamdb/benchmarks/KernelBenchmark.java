package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.TopK;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Distances, top-k and the loops of the index, beside the memory, Lucene and JVector. */
@Command(
    name = "kernels",
    description = "Distances, top-k and the loops of the index, beside memory, Lucene and JVector.")
final class KernelBenchmark implements Callable<Integer> {

  private static final int[] DIMENSIONS = {128, 384, 768};
  private static final String READ_HEAP = "read heap";
  private static final String READ_MAPPED = "read mapped";
  private static final String ONE_SUM = " in one sum";
  private static final double TARGET_HEAP = 0.95;
  private static final double TARGET_MAPPED = 0.8;

  /** As many as a search scores at a time. */
  private static final int BLOCK_ROWS = 1 << 11;

  private static final int CACHED_BYTES = 512 << 10;
  private static final int SCORES = 1 << 20;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--rounds", defaultValue = "9", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--megabytes",
      defaultValue = "128",
      description = "Size of the vectors; above the cache's (default: ${DEFAULT-VALUE}).")
  private int megabytes;

  private double lowestHeap = Double.POSITIVE_INFINITY;
  private double lowestMapped = Double.POSITIVE_INFINITY;

  @Override
  public Integer call() throws Exception {
    Report report = common.report();
    report.line("vector loops compiled", DistanceKernel.awaitCompiled(Duration.ofSeconds(120)));
    float[] floats =
        SampleRows.scalars(common.seed()).vector(megabytes * ((1 << 20) / Float.BYTES));
    ByteBuffer mapped = MappedFloats.of(floats);
    distances(report, megabytes + " MiB of vectors", floats, mapped, 1);
    float[] few = Arrays.copyOf(floats, CACHED_BYTES / Float.BYTES);
    distances(report, "512 KiB of vectors, in the cache", few, MappedFloats.of(few), 400);
    topK(report, floats);
    new IndexKernelBenchmark(floats, common.seed()).run(report, rounds);
    report.target(
        "lowest heap / read, vectors beyond the cache",
        "at least 0.95",
        lowestHeap,
        lowestHeap >= TARGET_HEAP);
    report.target(
        "lowest mapped / read, vectors beyond the cache",
        "at least 0.8",
        lowestMapped,
        lowestMapped >= TARGET_MAPPED);
    return 0;
  }

  private void distances(Report report, String title, float[] floats, ByteBuffer mapped, int passes)
      throws Exception {
    try (Report.Table table = report.table(title + ": GB per CPU-second, one core")) {
      for (int dimension : DIMENSIONS) {
        Rounds measured = new Rounds();
        measured.add(READ_HEAP, () -> Rounds.repeat(passes, () -> MemoryRead.of(floats)));
        measured.add(
            READ_HEAP + ONE_SUM, () -> Rounds.repeat(passes, () -> MemoryRead.inOneSum(floats)));
        measured.add(READ_MAPPED, () -> Rounds.repeat(passes, () -> MemoryRead.of(mapped)));
        measured.add(
            READ_MAPPED + ONE_SUM, () -> Rounds.repeat(passes, () -> MemoryRead.inOneSum(mapped)));
        addOurs(measured, dimension, floats, mapped, passes);
        PeerKernels.addTo(measured, dimension, floats, passes);
        Map<String, Double> rates = new LinkedHashMap<>();
        double bytes = (double) passes * floats.length * Float.BYTES;
        measured.run(rounds).forEach((name, timing) -> rates.put(name, timing.rate(bytes)));
        rates.merge(READ_HEAP, rates.getOrDefault(READ_HEAP + ONE_SUM, 0.0), Math::max);
        rates.merge(READ_MAPPED, rates.getOrDefault(READ_MAPPED + ONE_SUM, 0.0), Math::max);
        rows(table, dimension, rates, passes == 1);
      }
    }
  }

  private void rows(
      Report.Table table, int dimension, Map<String, Double> rates, boolean beyondCache) {
    for (Metric metric : Metric.values()) {
      double heap = rates.getOrDefault(heap(metric), 0.0);
      double map = rates.getOrDefault(mapped(metric), 0.0);
      double heapRatio = heap / rates.getOrDefault(READ_HEAP, 0.0);
      double mappedRatio = map / rates.getOrDefault(READ_MAPPED, 0.0);
      if (beyondCache) {
        lowestHeap = Math.min(lowestHeap, heapRatio);
        lowestMapped = Math.min(lowestMapped, mappedRatio);
      }
      Map<String, Object> cells =
          Report.cells(
              "dimension",
              dimension,
              "metric",
              metric.text(),
              READ_HEAP,
              rates.getOrDefault(READ_HEAP, 0.0),
              "heap",
              heap,
              "heap / read",
              heapRatio,
              READ_MAPPED,
              rates.getOrDefault(READ_MAPPED, 0.0),
              "mapped",
              map,
              "mapped / read",
              mappedRatio);
      for (String peer : PeerKernels.names()) {
        cells.put(peer, rates.getOrDefault(PeerKernels.work(peer, metric), 0.0));
      }
      table.row(cells);
    }
  }

  private static void addOurs(
      Rounds measured, int dimension, float[] floats, ByteBuffer mapped, int passes) {
    int rows = floats.length / dimension;
    float[] query = Arrays.copyOf(floats, dimension);
    float[] out = new float[BLOCK_ROWS];
    for (Metric metric : Metric.values()) {
      DistanceKernel kernel = DistanceKernel.of(metric, query);
      measured.add(
          heap(metric),
          () ->
              Rounds.repeat(
                  passes,
                  () -> {
                    for (int row = 0; row < rows; row += BLOCK_ROWS) {
                      int count = Math.min(BLOCK_ROWS, rows - row);
                      kernel.score(floats, row * dimension, count, out);
                    }
                    return Float.floatToRawIntBits(out[0]);
                  }));
      measured.add(
          mapped(metric),
          () ->
              Rounds.repeat(
                  passes,
                  () -> {
                    for (int row = 0; row < rows; row += BLOCK_ROWS) {
                      int count = Math.min(BLOCK_ROWS, rows - row);
                      kernel.score(mapped, row * dimension * Float.BYTES, count, out);
                    }
                    return Float.floatToRawIntBits(out[0]);
                  }));
    }
  }

  private void topK(Report report, float[] floats) throws Exception {
    float[] random = Arrays.copyOf(floats, SCORES);
    float[] falling = new float[SCORES];
    for (int i = 0; i < SCORES; i++) {
      falling[i] = SCORES - i;
    }
    Rounds measured = new Rounds();
    Map<String, float[]> inputs = new LinkedHashMap<>();
    inputs.put("random", random);
    inputs.put("falling, the worst", falling);
    int[] ks = {10, 100, 10_000};
    inputs.forEach((name, scores) -> {
      for (int k : ks) {
        measured.add(name + " " + k, () -> top(k, scores));
      }
    });
    Map<String, Rounds.Timing> timings = measured.run(rounds);
    try (Report.Table table = report.table("top-k: billions of distances per CPU-second")) {
      inputs
          .keySet()
          .forEach(name -> {
            for (int k : ks) {
              Rounds.Timing timing = timings.get(name + " " + k);
              if (timing != null) {
                table.row(Report.cells("order", name, "k", k, "rate", timing.rate(SCORES)));
              }
            }
          });
    }
  }

  private static long top(int k, float[] scores) {
    TopK top = new TopK(k);
    top.offerRun(scores, scores.length, 0, null, 0);
    return top.nearest().anchor(0);
  }

  private static String heap(Metric metric) {
    return metric.text() + " heap";
  }

  private static String mapped(Metric metric) {
    return metric.text() + " mapped";
  }
}
