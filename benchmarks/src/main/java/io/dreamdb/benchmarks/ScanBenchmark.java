package io.dreamdb.benchmarks;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.Scan;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.hash.Blake3;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Core's own scan, and how the heap of scan and append grows with the rows. */
@Command(name = "scan", description = "Core's scan of scalar columns, and the heap it needs.")
final class ScanBenchmark implements Callable<Integer> {

  private static final int BLOCK_ROWS = 4096;

  /** With nothing left uncollected between what is in use. */
  private static final List<String> COLLECTOR =
      List.of("-XX:+UseSerialGC", "-XX:MarkSweepDeadRatio=0");

  private static final String FEW = "category = 7 and score > 0.9";

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--rows", defaultValue = "1000000", description = "Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--heap-megabytes",
      defaultValue = "64",
      description = "-Xmx of the JVM whose heap is measured (default: ${DEFAULT-VALUE}).")
  private int heapMegabytes;

  @Option(names = "--folder", description = "Where the tables are made (default: temporary files).")
  private @Nullable Path folder;

  @Override
  public Integer call() throws Exception {
    Report report = common.report();
    report.line("hash kernel", Blake3.warmUp());
    SampleRows sample = SampleRows.scalars(common.seed());
    try (ScratchWarehouse warehouse = ScratchWarehouse.in(folder)) {
      Dataset table = warehouse.createTable("rows", sample.schema());
      write(table, sample, rows);
      rates(report, table.snapshot());
    }
    try (ScratchWarehouse warehouse = ScratchWarehouse.in(folder)) {
      heap(report, warehouse, sample);
    }
    return 0;
  }

  static void write(Dataset table, SampleRows sample, int rows) {
    var append = table.append(RefName.MAIN);
    try (TaskWriter writer = append.writer()) {
      for (int row = 0; row < rows; row += BLOCK_ROWS) {
        writer.write(sample.block(row, Math.min(BLOCK_ROWS, rows - row)));
      }
      append.commit(writer.finish());
    }
  }

  private void rates(Report report, Snapshot snapshot) throws Exception {
    Rounds measured = new Rounds();
    measured.add("6 columns", () -> count(snapshot.scan(), rows));
    for (String name : List.of("id", "title", "category", "score", "created", "active")) {
      measured.add(
          "column " + name,
          () -> count(snapshot.scan().columns(snapshot.schema().select(List.of(name))), rows));
    }
    measured.add("where " + FEW, () -> count(snapshot.scan().where(Predicate.parse(FEW)), -1));
    Map<String, Rounds.Timing> timings = measured.run(rounds);
    try (Report.Table table = report.table("scan of " + rows + " rows, one core")) {
      timings.forEach((name, timing) ->
          table.row(
              Report.cells(
                  "what",
                  name,
                  "million rows per CPU-s",
                  timing.rate(rows * 1e3),
                  "CPU ms",
                  timing.cpu().median() / 1e6,
                  "wall ms",
                  timing.wall().median() / 1e6)));
    }
    common.profiled(
        report,
        "scan of 6 columns",
        () -> {
          for (int i = 0; i < rounds; i++) {
            count(snapshot.scan(), rows);
          }
        });
  }

  /** Reads all rows; there must be as many as expected, if that is not negative. */
  static long count(Scan scan, long expected) {
    long found = 0;
    Iterator<Scan.ScannedRows> blocks = scan.rows();
    while (blocks.hasNext()) {
      found += blocks.next().rows().rows();
    }
    if (expected >= 0 && found != expected) {
      throw new IllegalStateException("the scan had " + found + " rows, not " + expected);
    }
    return found;
  }

  private void heap(Report report, ScratchWarehouse warehouse, SampleRows sample) throws Exception {
    try (Report.Table table =
        report.table("peak of the live heap in a JVM with -Xmx" + heapMegabytes + "m, MB")) {
      for (int some : new int[] {rows / 10, rows, 4 * rows}) {
        String location = warehouse.createTable("heap" + some, sample.schema()).location();
        for (LiveHeap.Work work : LiveHeap.Work.values()) {
          List<String> printed =
              ChildJvm.run(
                  LiveHeap.class,
                  Stream.concat(Stream.of("-Xmx" + heapMegabytes + "m"), COLLECTOR.stream())
                      .toList(),
                  List.of(work.name(), location, String.valueOf(some)));
          table.row(
              Report.cells(
                  "rows",
                  some,
                  "work",
                  work.text(),
                  "live heap",
                  Double.parseDouble(printed.get(0)) / 1e6));
        }
      }
    }
  }
}
