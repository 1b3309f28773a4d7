package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import io.dreamdb.dataset.Append;
import io.dreamdb.dataset.CollectResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.MergeStrategy;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.RowBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Committers on one branch, merges, old versions and collections, as tables grow. */
@Command(
    name = "lifecycle",
    description = "Committers on one branch, merges, old versions and collections, as tables grow.")
final class LifecycleBenchmark implements Callable<Integer> {

  private static final int DIMENSION = 16;
  private static final int ROWS = 10;
  private static final int SIDE_COMMITS = 5;
  private static final double TARGET_COMMITS = 15;
  private static final double TARGET_WAIT = 20;
  private static final double TARGET_MERGE = 2;
  private static final long TARGET_REQUESTS = 20;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--committers", defaultValue = "32", description = "Default: ${DEFAULT-VALUE}.")
  private int committers;

  @Option(
      names = "--commits",
      defaultValue = "40",
      description = "Commits of each committer (default: ${DEFAULT-VALUE}).")
  private int commits;

  @Option(
      names = "--batches",
      split = ",",
      defaultValue = "1000,10000,100000",
      description = "Batches of the tables that are merged (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches = List.of();

  @Option(
      names = "--versions",
      defaultValue = "6000",
      description =
          "Versions of the table of which an old one is opened (default: ${DEFAULT-VALUE}).")
  private int versions;

  @Option(
      names = "--collected",
      split = ",",
      defaultValue = "500,5000",
      description = "Appends before each collection (default: ${DEFAULT-VALUE}).")
  private List<Integer> collected = List.of();

  @Option(names = "--folder", description = "Where the tables are made (default: temporary files).")
  private @Nullable Path folder;

  @Override
  public Integer call() throws Exception {
    Report report = common.report();
    if (committers > 0) {
      race(report);
    }
    merges(report);
    if (versions > 0) {
      old(report);
    }
    collections(report);
    return 0;
  }

  private SampleRows sample() {
    return SampleRows.vectors(common.seed(), DIMENSION, Metric.L2);
  }

  private void race(Report report) throws Exception {
    SampleRows sample = sample();
    RowBlock block = sample.block(0, ROWS);
    try (ScratchWarehouse warehouse = ScratchWarehouse.in(folder)) {
      Dataset warm = warehouse.createTable("warm", sample.schema());
      commit(warm, block, 500);
      Dataset table = warehouse.createTable("race", sample.schema());
      ExecutorService threads = Executors.newFixedThreadPool(committers);
      long begin = System.nanoTime();
      List<Future<List<Long>>> all = new ArrayList<>();
      for (int i = 0; i < committers; i++) {
        all.add(threads.submit(() -> commit(table, block, commits)));
      }
      List<Long> waits = new ArrayList<>();
      for (Future<List<Long>> one : all) {
        waits.addAll(one.get());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      threads.shutdown();
      Percentiles wait = Percentiles.of(waits);
      double rate = waits.size() / seconds;
      double longest = (double) wait.max() / wait.median();
      try (Report.Table lines = report.table(committers + " committers on one branch, a folder")) {
        lines.row(
            Report.cells(
                "commits",
                waits.size(),
                "commits a second",
                rate,
                "wait ms p50",
                wait.median() / 1e6,
                "max",
                wait.max() / 1e6));
      }
      report.target("commits a second together", "at least 15", rate, rate >= TARGET_COMMITS);
      report.target("longest wait / median", "at most 20", longest, longest <= TARGET_WAIT);
    }
  }

  /** Appends so often; how long each took. */
  private static List<Long> commit(Dataset table, RowBlock block, int times) {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      long begin = System.nanoTime();
      table.append(RefName.MAIN).rows(List.of(block));
      waits.add(System.nanoTime() - begin);
    }
    return waits;
  }

  private void merges(Report report) throws Exception {
    SampleRows sample = sample();
    List<AppendCost> costs = new ArrayList<>();
    try (ScratchWarehouse warehouse = ScratchWarehouse.countedIn(folder);
        Report.Table lines =
            report.table("merge of branches with " + SIDE_COMMITS + " commits on each side")) {
      for (int round = 0; round < 2; round++) {
        costs.clear();
        for (int count : batches) {
          Dataset table = warehouse.createTable("merge" + round + "_" + count, sample.schema());
          fill(table, sample, count);
          AppendCost cost = merge(table, sample.block(0, ROWS));
          costs.add(cost);
          if (round > 0) {
            lines.row(
                Report.cells(
                    "batches",
                    count,
                    "CPU ms",
                    cost.cpuNanos() / 1e6,
                    "wall ms",
                    cost.wallNanos() / 1e6,
                    "reads",
                    cost.requests().reads(),
                    "writes",
                    cost.requests().writes(),
                    "metadata bytes",
                    cost.requests().metadataBytes()));
          }
        }
      }
    }
    if (costs.size() > 1) {
      double growth =
          (double) costs.get(costs.size() - 1).cpuNanos() / Math.max(1, costs.get(0).cpuNanos());
      report.target(
          "CPU of a merge of the largest / the smallest table",
          "flat, at most 2",
          growth,
          growth <= TARGET_MERGE);
    }
  }

  /** One commit of many batches, which share their payload. */
  private static void fill(Dataset table, SampleRows sample, int count) {
    Append append = table.append(RefName.MAIN);
    try (TaskWriter writer = append.writer()) {
      writer.write(sample.block(0, ROWS));
      WrittenBatch one = writer.finish().get(0);
      append.commit(Collections.nCopies(count, one));
    }
  }

  private static AppendCost merge(Dataset table, RowBlock block) {
    RefName side = new RefName("side");
    table.createBranch(side.text(), "main");
    for (int i = 0; i < SIDE_COMMITS; i++) {
      table.append(side).rows(List.of(block));
      table.append(RefName.MAIN).rows(List.of(block));
    }
    return AppendCost.of(
        () -> table.merge(RefName.MAIN).from(side.text()).strategy(MergeStrategy.REFUSE).commit());
  }

  private void old(Report report) throws Exception {
    SampleRows sample = sample();
    RowBlock block = sample.block(0, 1);
    try (ScratchWarehouse warehouse = ScratchWarehouse.countedIn(folder)) {
      Dataset table = warehouse.createTable("old", sample.schema());
      for (int i = 0; i < versions; i++) {
        table.append(RefName.MAIN).rows(List.of(block));
      }
      String pointer = "main~" + versions * 5 / 6;
      Dataset fresh = Dataset.open(table.location());
      TallyingObjectStore.Tally before = TallyingObjectStore.tally();
      long rows = fresh.snapshot(pointer).rowCount();
      long requests = TallyingObjectStore.tally().since(before).reads();
      report.line("rows of " + pointer, rows);
      report.target(
          "requests to open " + pointer + " in a fresh reader",
          "at most 20",
          requests,
          requests <= TARGET_REQUESTS);
    }
  }

  private void collections(Report report) throws Exception {
    SampleRows sample = sample();
    RowBlock block = sample.block(0, ROWS);
    try (ScratchWarehouse warehouse = ScratchWarehouse.countedIn(folder);
        Report.Table lines =
            report.table("collection, half of the versions expired, the last of two cycles")) {
      for (int count : collected) {
        Dataset table = warehouse.createTable("collect" + count, sample.schema());
        commit(table, block, count);
        table.expire().keep(count / 2).run();
        table.collect().run();
        CollectResult[] result = new CollectResult[1];
        AppendCost cost = AppendCost.of(() -> result[0] = table.collect().run());
        lines.row(
            Report.cells(
                "appends",
                count,
                "objects marked",
                result[0].objects(),
                "listed",
                result[0].listed(),
                "deleted",
                result[0].deleted(),
                "CPU ms",
                cost.cpuNanos() / 1e6,
                "CPU µs an object",
                cost.cpuNanos() / 1e3 / Math.max(1, result[0].listed()),
                "wall ms",
                cost.wallNanos() / 1e6));
      }
    }
  }
}
