package io.dreamdb.benchmarks.engines;

import io.dreamdb.benchmarks.CommonOptions;
import io.dreamdb.benchmarks.Report;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scans beside the Iceberg connector of the same server, and searches beside SELECT 1. */
@Command(
    name = "trino",
    description = "Scan in Trino beside Iceberg, search beside SELECT 1.",
    mixinStandardHelpOptions = true)
final class TrinoBenchmark implements Callable<Integer> {

  private static final double SCAN_GOAL = 0.9;
  private static final double SEARCH_GOAL = 3;

  private static final String SCALARS =
      " AS SELECT id, 'title ' || CAST(id * 7919 % 1000 AS VARCHAR) || ' '"
          + " || CAST(id * 104729 % 1000000 AS VARCHAR) AS title,"
          + " CAST(id * 31 % 100 AS INTEGER) AS category, sin(id) AS score,"
          + " TIMESTAMP '2024-01-01 00:00:00.000000 UTC' + id * INTERVAL '0.001' SECOND AS created,"
          + " id * 7 % 3 = 0 AS active FROM ";

  /** Needs each value of each column. */
  private static final String SCAN =
      "SELECT max(id), max(title), max(category), max(score), max(created), bool_or(active) FROM ";

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--scan-rows", defaultValue = "1000000", description = "Rows of a scan.")
  private int scanRows;

  @Option(names = "--search-rows", defaultValue = "100000", description = "Rows to search.")
  private int searchRows;

  @Option(names = "--dimension", defaultValue = "384", description = "Of the vectors.")
  private int dimension;

  @Option(names = "--warm-up", defaultValue = "10", description = "Scans before those that count.")
  private int warmUps;

  @Option(names = "--rounds", defaultValue = "9", description = "Scans of which to take medians.")
  private int rounds;

  @Option(
      names = "--search-warm-up",
      defaultValue = "50",
      description = "Searches before those that count.")
  private int searchWarmUps;

  @Option(names = "--queries", defaultValue = "100", description = "Searches that count.")
  private int queries;

  @Option(names = "--folder", description = "Where to make the tables; default: a temporary one.")
  private @Nullable Path folder;

  @Override
  public Integer call() throws Exception {
    Report report = common.report();
    try (ScratchFolder scratch = ScratchFolder.in(folder);
        TrinoServer server = TrinoServer.start(scratch.path())) {
      report.line(
          "version of Trino", server.value("SELECT node_version FROM system.runtime.nodes"));
      server.run("CREATE SCHEMA lake.bench");
      server.run("CREATE SCHEMA iceberg.bench");
      if (scanRows > 0) {
        scan(report, server);
      }
      if (searchRows > 0) {
        search(report, server);
      }
    }
    return 0;
  }

  private void scan(Report report, TrinoServer server) throws Exception {
    Interleaved work = new Interleaved(server::cpuNanos);
    for (String catalog : new String[] {"lake", "iceberg"}) {
      String table = catalog + ".bench.scanned";
      server.run("CREATE TABLE " + table + SCALARS + ids(scanRows));
      work.add(catalog, () -> server.run(SCAN + table));
    }
    Interleaved.Results times = work.run(warmUps, rounds);
    try (Report.Table table = report.table("scan of six columns, " + scanRows + " rows")) {
      times.forEach((name, time) ->
          table.row(
              Report.cells(
                  "catalog",
                  name,
                  "thousand rows per CPU-s",
                  scanRows / time.cpuMillis(),
                  "CPU ms",
                  time.cpuMillis(),
                  "wall ms",
                  time.wallMillis())));
    }
    double ratio = times.of("iceberg").cpuMillis() / times.of("lake").cpuMillis();
    report.target("scan, rate beside Iceberg", ">= 0.9", ratio, ratio >= SCAN_GOAL);
  }

  /** A query for the numbers from 1 to that of the rows, by thousands. */
  private static String ids(int rows) {
    return "(SELECT a * 1000 + b AS id FROM UNNEST(sequence(0, "
        + (rows / 1000 - 1)
        + ")) AS t(a) CROSS JOIN UNNEST(sequence(1, 1000)) AS u(b))";
  }

  private void search(Report report, TrinoServer server) throws Exception {
    server.run(
        "CREATE TABLE lake.bench.vectors WITH (embeddings = ARRAY['embedding:"
            + dimension
            + ":l2']) AS SELECT id, transform(sequence(1, "
            + dimension
            + "), i -> CAST(sin(id * i) AS REAL)) AS embedding FROM "
            + ids(searchRows));
    Random random = new Random(common.seed());
    Interleaved work = new Interleaved(server::cpuNanos);
    String one = "SELECT 1";
    String function = "vector_search";
    String order = "ORDER BY euclidean_distance";
    work.add(one, () -> server.run("SELECT 1"));
    work.add(
        function,
        () ->
            server.run(
                "SELECT id, _distance FROM TABLE(lake.system.vector_search(table_name =>"
                    + " 'bench.vectors', query_vector => "
                    + vector(random)
                    + ", num_results => 10))"));
    work.add(
        order,
        () ->
            server.run(
                "SELECT id FROM lake.bench.vectors ORDER BY euclidean_distance(embedding, "
                    + vector(random)
                    + ") LIMIT 10"));
    Interleaved.Results times = work.run(searchWarmUps, queries);
    try (Report.Table table =
        report.table("10 nearest of " + searchRows + " x " + dimension + " over JDBC")) {
      times.forEach((name, time) ->
          table.row(
              Report.cells(
                  "statement",
                  name,
                  "wall ms p50",
                  time.wallMillis(),
                  "wall ms p99",
                  time.wall().at(99) / 1e6,
                  "CPU ms p50",
                  time.cpuMillis())));
    }
    double ratio = times.of(function).wallMillis() / times.of(one).wallMillis();
    report.target("search beside SELECT 1", "<= 3", ratio, ratio <= SEARCH_GOAL);
  }

  private String vector(Random random) {
    StringJoiner text = new StringJoiner(", ", "ARRAY[", "]");
    for (int i = 0; i < dimension; i++) {
      text.add(String.format(Locale.ROOT, "%.7f", random.nextDouble() * 2 - 1));
    }
    return text.toString();
  }
}
