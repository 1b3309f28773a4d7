package io.dreamdb.benchmarks.engines;

import com.sun.management.OperatingSystemMXBean;
import io.dreamdb.benchmarks.CommonOptions;
import io.dreamdb.benchmarks.Report;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Appends from a cached DataFrame, and scans beside Spark's own Parquet tables. */
@Command(
    name = "spark",
    description = "Append and scan in Spark, beside its own Parquet tables.",
    mixinStandardHelpOptions = true)
final class SparkBenchmark implements Callable<Integer> {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final double APPEND_GOAL = 40_000;
  private static final double SCAN_GOAL = 0.9;

  private static final String SCALARS =
      "SELECT id,"
          + " concat('title ', pmod(xxhash64(id, 1), 1000), ' ', pmod(xxhash64(id), 1000000)) AS title,"
          + " CAST(pmod(xxhash64(id, 2), 100) AS INT) AS category,"
          + " pmod(xxhash64(id, 3), 1000000007) / 1000000007D AS score,"
          + " timestamp_millis(1700000000000 + id) AS created,"
          + " pmod(xxhash64(id, 4), 2) = 0 AS active";

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--append-rows", defaultValue = "100000", description = "Rows of an append.")
  private int appendRows;

  @Option(names = "--dimension", defaultValue = "384", description = "Of the appended vectors.")
  private int dimension;

  @Option(names = "--scan-rows", defaultValue = "1000000", description = "Rows of a scan.")
  private int scanRows;

  @Option(names = "--warm-up", defaultValue = "15", description = "Rounds before those that count.")
  private int warmUps;

  @Option(names = "--rounds", defaultValue = "25", description = "Rounds of which to take medians.")
  private int rounds;

  @Option(names = "--folder", description = "Where to make the tables; default: a temporary one.")
  private @Nullable Path folder;

  @Override
  public Integer call() throws Exception {
    Report report = common.report();
    try (ScratchFolder scratch = ScratchFolder.in(folder);
        SparkSession session = session(scratch.path())) {
      report.line("version of Spark", session.version());
      session.sql("CREATE NAMESPACE lake.bench");
      if (appendRows > 0) {
        append(report, session);
      }
      if (scanRows > 0) {
        scan(report, session);
      }
    }
    return 0;
  }

  private static SparkSession session(Path scratch) {
    return SparkSession.builder()
        .appName("dreamdb benchmark")
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.warehouse.dir", scratch.resolve("spark-warehouse").toString())
        .config("spark.local.dir", scratch.toString())
        .config("spark.sql.extensions", "io.dreamdb.spark.DreamExtensions")
        .config("spark.sql.catalog.lake", "io.dreamdb.spark.DreamCatalog")
        .config("spark.sql.catalog.lake.warehouse", scratch.resolve("lake").toString())
        .getOrCreate();
  }

  private void append(Report report, SparkSession session) throws Exception {
    Dataset<Row> rows =
        session
            .range(0, appendRows, 1, 2)
            .selectExpr(
                "id",
                "transform(sequence(1, "
                    + dimension
                    + "), i -> CAST(pmod(xxhash64(id, i), 2000001) / 1000000D - 1 AS FLOAT))"
                    + " AS embedding");
    rows.createOrReplaceTempView("vectors");
    Dataset<Row> cached = session.sql(SCALARS + ", embedding FROM vectors").cache();
    cached.count();
    session.sql(
        "CREATE TABLE lake.bench.appended (id BIGINT, title STRING, category INT, score DOUBLE,"
            + " created TIMESTAMP, active BOOLEAN, embedding ARRAY<FLOAT>) TBLPROPERTIES"
            + " ('dreamdb.field.embedding.dimension' = '"
            + dimension
            + "')");
    Interleaved work = new Interleaved(SYSTEM::getProcessCpuTime);
    String read = "read the cached frame";
    String append = "append it";
    work.add(read, () -> read(cached));
    work.add(append, () -> cached.writeTo("lake.bench.appended").append());
    Interleaved.Results times = work.run(warmUps, rounds);
    try (Report.Table table = report.table("append of " + appendRows + " rows")) {
      times.forEach((name, time) -> table.row(cells(name, time, appendRows)));
    }
    double beyond = times.of(append).cpuMillis() - times.of(read).cpuMillis();
    double rate = appendRows / (beyond / 1e3);
    report.target(
        "append, rows per CPU-second beyond reading", ">= 40,000", rate, rate >= APPEND_GOAL);
    common.profiled(report, "append", () -> cached.writeTo("lake.bench.appended").append());
    cached.unpersist(true);
  }

  private void scan(Report report, SparkSession session) throws Exception {
    session.range(0, scanRows, 1, 2).createOrReplaceTempView("ids");
    Dataset<Row> rows = session.sql(SCALARS + " FROM ids");
    rows.write().format("parquet").saveAsTable("snappy");
    rows.write().format("parquet").option("compression", "zstd").saveAsTable("zstd");
    session.sql(
        "CREATE TABLE lake.bench.scanned (id BIGINT, title STRING, category INT, score DOUBLE,"
            + " created TIMESTAMP, active BOOLEAN)");
    rows.writeTo("lake.bench.scanned").append();
    Interleaved work = new Interleaved(SYSTEM::getProcessCpuTime);
    String dreamdb = "dreamdb";
    String parquet = "parquet, Spark's default (snappy)";
    work.add(dreamdb, () -> read(session.table("lake.bench.scanned")));
    work.add(parquet, () -> read(session.table("snappy")));
    work.add("parquet, zstd", () -> read(session.table("zstd")));
    Interleaved.Results times = work.run(warmUps, rounds);
    try (Report.Table table = report.table("scan of six columns, " + scanRows + " rows")) {
      times.forEach((name, time) -> table.row(cells(name, time, scanRows)));
    }
    double ratio = times.of(parquet).cpuMillis() / times.of(dreamdb).cpuMillis();
    report.target("scan, rate beside Parquet", ">= 0.9", ratio, ratio >= SCAN_GOAL);
    common.profiled(
        report,
        "scan",
        () -> {
          for (int i = 0; i < rounds; i++) {
            read(session.table("lake.bench.scanned"));
          }
        });
  }

  /** Takes all rows and does nothing with them. */
  private static void read(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  private static Map<String, Object> cells(String what, Interleaved.Times times, int rows) {
    return Report.cells(
        "what",
        what,
        "thousand rows per CPU-s",
        rows / times.cpuMillis(),
        "CPU ms",
        times.cpuMillis(),
        "wall ms",
        times.wallMillis());
  }
}
