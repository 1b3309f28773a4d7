package io.dreamdb.benchmarks;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.DatasetOptions;
import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.hash.Blake3;
import io.dreamdb.kernel.DistanceKernel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The first searches of a JVM: its main runs them, and the parent reports what it printed. */
final class FirstSearches {

  static final int SEARCHES = 100;

  private static final List<Integer> SHOWN = List.of(1, 2, 3, 5, 10, 20, 50, 100);

  private FirstSearches() {}

  /** How the JVM begins. */
  enum Start {
    /** Nothing is prepared, and what is read is verified. */
    DEFAULT("nothing prepared", "first-touch", List.of()),
    /** Nothing is prepared, and nothing is verified. */
    UNVERIFIED("nothing prepared, verify = off", "off", List.of()),
    /** The loops are compiled before the clock starts. */
    WARMED("loops compiled before", "first-touch", List.of()),
    /** The same where no block of vectors would fit into the heap. */
    SMALL("loops compiled before, -Xmx64m", "first-touch", List.of("-Xmx64m"));

    private final String text;
    private final String verify;
    private final List<String> flags;

    Start(String text, String verify, List<String> flags) {
      this.text = text;
      this.verify = verify;
      this.flags = flags;
    }
  }

  /**
   * Runs a JVM that searches a table.
   *
   * @param how it is searched, for the title
   * @param queries as many as searches
   */
  static void report(
      Report report, Start start, String how, String location, Vectors queries, int k)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("dreamdb-queries", ".fvecs");
    List<String> lines;
    try {
      VectorFile.write(file, queries);
      lines =
          ChildJvm.run(
              FirstSearches.class,
              start.flags,
              List.of(start.name(), location, file.toString(), String.valueOf(k)));
    } finally {
      Files.delete(file);
    }
    try (Report.Table table = report.table("first searches of a JVM, " + how + ", " + start.text)) {
      for (String line : lines) {
        String[] parts = line.split(" ");
        table.row(
            Report.cells(
                "search",
                parts[0],
                "wall ms",
                Double.parseDouble(parts[1]),
                "wall ms so far",
                Double.parseDouble(parts[2]),
                "thread CPU ms",
                Double.parseDouble(parts[3]),
                "process CPU ms so far",
                Double.parseDouble(parts[4])));
      }
    }
  }

  /** Arguments: start, location of the table, queries, k. The first search includes the open. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Start start = Start.valueOf(arguments[0]);
    Vectors queries = VectorFile.floats(Path.of(arguments[2]));
    int k = Integer.parseInt(arguments[3]);
    if (start == Start.WARMED || start == Start.SMALL) {
      Blake3.warmUp();
      DistanceKernel.awaitCompiled(Duration.ofSeconds(60));
    }
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    long processStart = system.getProcessCpuTime();
    Snapshot snapshot = null;
    long wallSoFar = 0;
    for (int i = 1; i <= queries.rows(); i++) {
      SearchRequest request = SearchRequest.near(queries.row(i - 1)).withK(k);
      long wall = System.nanoTime();
      long cpu = Rounds.cpuNanos();
      if (snapshot == null) {
        DatasetOptions options = DatasetOptions.parse(Map.of("verify", start.verify));
        snapshot = Dataset.open(arguments[1], Map.of(), options).snapshot();
      }
      int found = snapshot.search(request).hits().size();
      if (found == 0) {
        throw new IllegalStateException("search " + i + " found nothing");
      }
      long cpuSpent = Rounds.cpuNanos() - cpu;
      long wallSpent = System.nanoTime() - wall;
      wallSoFar += wallSpent;
      if (SHOWN.contains(i)) {
        System.out.printf(
            Locale.ROOT,
            "%d %.3f %.3f %.3f %.3f%n",
            i,
            wallSpent / 1e6,
            wallSoFar / 1e6,
            cpuSpent / 1e6,
            (system.getProcessCpuTime() - processStart) / 1e6);
      }
    }
  }
}
