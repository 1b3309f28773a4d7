package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import io.dreamdb.dataset.Append;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.hash.Blake3;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.RowBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Many small appends, some of a batch, and one large one. */
@Command(name = "append", description = "Many small appends, some of a batch, and a large one.")
final class AppendBenchmark implements Callable<Integer> {

  private static final int SMALL_ROWS = 10;
  private static final int SMALL_DIMENSION = 16;
  private static final int BLOCK_ROWS = 4096;
  private static final int BLOCKS = 8;
  private static final double TARGET_GROWTH = 2;
  private static final long TARGET_METADATA_BYTES = 32 << 10;

  @Mixin private CommonOptions common = new CommonOptions();

  @Mixin private BatchAppends batches = new BatchAppends();

  @Option(
      names = "--appends",
      defaultValue = "10000",
      description = "Small appends of ten rows; 0 for none (default: ${DEFAULT-VALUE}).")
  private int appends;

  @Option(
      names = "--warm-up",
      defaultValue = "3000",
      description = "Small appends to another table before (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--rows",
      defaultValue = "100000",
      description = "Rows of the large append; 0 for none (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(names = "--dimension", defaultValue = "384", description = "Default: ${DEFAULT-VALUE}.")
  private int dimension;

  @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(names = "--folder", description = "Where the tables are made (default: temporary files).")
  private @Nullable Path folder;

  @Override
  public Integer call() throws Exception {
    Report report = common.report();
    report.line("hash kernel", Blake3.warmUp());
    if (appends > 0) {
      common.profiled(report, "small appends", () -> small(report));
    }
    if (!batches.none()) {
      try (ScratchWarehouse warehouse = ScratchWarehouse.in(folder)) {
        batches.run(report, common, warehouse);
      }
    }
    if (rows > 0) {
      common.profiled(report, "large appends", () -> large(report));
    }
    return 0;
  }

  private void small(Report report) throws Exception {
    SampleRows sample = SampleRows.vectors(common.seed(), SMALL_DIMENSION, Metric.L2);
    RowBlock block = sample.block(0, SMALL_ROWS);
    try (ScratchWarehouse warehouse = ScratchWarehouse.countedIn(folder)) {
      Dataset other = warehouse.createTable("other", sample.schema());
      for (int i = 0; i < warmUp; i++) {
        other.append(RefName.MAIN).rows(List.of(block));
      }
      Dataset table = warehouse.createTable("small", sample.schema());
      List<AppendCost> costs = new ArrayList<>();
      for (int i = 0; i < appends; i++) {
        costs.add(AppendCost.of(() -> table.append(RefName.MAIN).rows(List.of(block))));
      }
      reportSmall(report, costs);
    }
  }

  private void reportSmall(Report report, List<AppendCost> costs) {
    List<AppendCost.Around> shown = new ArrayList<>();
    try (Report.Table table =
        report.table("append n of " + SMALL_ROWS + " rows, over a window around n")) {
      for (int n = 10; n <= costs.size(); n *= 10) {
        AppendCost.Around around = AppendCost.Around.append(n, costs);
        shown.add(around);
        table.row(around.cells());
      }
    }
    if (shown.isEmpty()) {
      return;
    }
    AppendCost.Around first = shown.get(0);
    AppendCost.Around last = shown.get(shown.size() - 1);
    double growth = (double) last.cpu().median() / first.cpu().median();
    report.target(
        "CPU of append " + last.number() + " / append " + first.number(),
        "at most 2",
        growth,
        growth <= TARGET_GROWTH);
    long most = last.metadataBytes().max();
    report.target(
        "metadata of an append around " + last.number() + ", the largest, bytes",
        "at most 32 KiB",
        most,
        most <= TARGET_METADATA_BYTES);
  }

  private void large(Report report) throws Exception {
    SampleRows both = SampleRows.vectors(common.seed(), dimension, Metric.L2);
    SampleRows scalars = SampleRows.scalars(common.seed());
    String withVectors = "6 scalar columns and " + dimension + " floats";
    String withoutVectors = "6 scalar columns";
    try (ScratchWarehouse warehouse = ScratchWarehouse.in(folder)) {
      Rounds measured = new Rounds();
      add(measured, withVectors, warehouse.createTable("vectors", both.schema()), both);
      add(measured, withoutVectors, warehouse.createTable("scalars", scalars.schema()), scalars);
      Map<String, Rounds.Timing> timings = measured.run(rounds);
      try (Report.Table table = report.table("append of " + rows + " rows by one writer")) {
        timings.forEach((name, timing) ->
            table.row(
                Report.cells(
                    "rows of",
                    name,
                    "rows per CPU-s",
                    timing.rate(rows * 1e9),
                    "MB of vectors per CPU-s",
                    name.equals(withVectors)
                        ? timing.rate((double) rows * dimension * Float.BYTES * 1e3)
                        : 0.0,
                    "CPU ms",
                    timing.cpu().median() / 1e6,
                    "wall ms",
                    timing.wall().median() / 1e6)));
      }
    }
  }

  private void add(Rounds measured, String name, Dataset table, SampleRows sample) {
    List<RowBlock> blocks = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      blocks.add(sample.block((long) i * BLOCK_ROWS, BLOCK_ROWS));
    }
    measured.add(
        name,
        () -> {
          Append append = table.append(RefName.MAIN);
          try (TaskWriter writer = append.writer()) {
            for (int row = 0; row < rows; row += BLOCK_ROWS) {
              RowBlock block = blocks.get(row / BLOCK_ROWS % BLOCKS);
              int count = Math.min(BLOCK_ROWS, rows - row);
              writer.write(count == BLOCK_ROWS ? block : block.slice(0, count));
            }
            return append.commit(writer.finish()).summary().rowsLive();
          }
        });
  }
}
