package io.dreamdb.benchmarks;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.RowBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/**
 * Appends of some thousand rows with a vector: to a table without an index, where they stay
 * uncovered, and to one with an index, for which each append writes a pack.
 */
final class BatchAppends {

  private static final int WARM_UP = 30;
  private static final int BLOCK_ROWS = 4096;
  private static final double TARGET_UNCOVERED_MILLIS = 59;
  private static final double TARGET_PACKED_MILLIS = 150;

  @Option(
      names = "--batches",
      defaultValue = "15",
      description = "Appends of a batch that are measured; 0 for none (default: ${DEFAULT-VALUE}).")
  private int batches;

  @Option(
      names = "--batch-rows",
      defaultValue = "5000",
      description = "Rows of each (default: ${DEFAULT-VALUE}).")
  private int batchRows;

  @Option(
      names = "--batch-dimension",
      defaultValue = "768",
      description = "Elements of each vector (default: ${DEFAULT-VALUE}).")
  private int dimension;

  @Option(
      names = "--indexed-rows",
      defaultValue = "50000",
      description = "Rows that both tables have before (default: ${DEFAULT-VALUE}).")
  private int indexedRows;

  boolean none() {
    return batches == 0;
  }

  void run(Report report, CommonOptions common, ScratchWarehouse warehouse) throws Exception {
    long seed = common.seed();
    SampleRows sample = SampleRows.clustered(seed, dimension, indexedRows);
    Dataset plain = filled(warehouse.createTable("plain", sample.schema()), sample);
    Dataset indexed = filled(warehouse.createTable("indexed", sample.schema()), sample);
    report.line("cells", AnnIndex.rebuild(indexed, OptionalInt.empty(), seed));
    Map<String, Dataset> tables = new LinkedHashMap<>();
    tables.put("uncovered", plain);
    tables.put("with its pack", indexed);
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    common.profiled(
        report,
        "appends of a batch",
        () -> {
          for (int i = 0; i < WARM_UP + batches; i++) {
            RowBlock block = sample.block(indexedRows + (long) i * batchRows, batchRows);
            for (Map.Entry<String, Dataset> table : tables.entrySet()) {
              Cost cost = Cost.of(() -> table.getValue().append(RefName.MAIN).rows(List.of(block)));
              if (i >= WARM_UP) {
                costs.computeIfAbsent(table.getKey(), name -> new ArrayList<>()).add(cost);
              }
            }
          }
        });
    report(report, costs);
  }

  private Dataset filled(Dataset table, SampleRows sample) {
    var append = table.append(RefName.MAIN);
    try (TaskWriter writer = append.writer()) {
      for (int first = 0; first < indexedRows; first += BLOCK_ROWS) {
        writer.write(sample.block(first, Math.min(BLOCK_ROWS, indexedRows - first)));
      }
      append.commit(writer.finish());
    }
    return table;
  }

  private void report(Report report, Map<String, List<Cost>> costs) {
    Map<String, Double> millis = new LinkedHashMap<>();
    String title =
        "append of " + batchRows + " rows of six scalar columns and " + dimension + " floats";
    try (Report.Table table = report.table(title)) {
      costs.forEach((name, some) -> {
        Percentiles cpu = Percentiles.of(some.stream().map(Cost::cpuNanos).toList());
        Percentiles wall = Percentiles.of(some.stream().map(Cost::wallNanos).toList());
        millis.put(name, wall.median() / 1e6);
        table.row(
            Report.cells(
                "rows",
                name,
                "CPU ms p50",
                cpu.median() / 1e6,
                "wall ms p50",
                wall.median() / 1e6,
                "wall ms max",
                wall.max() / 1e6));
      });
    }
    target(report, "uncovered", millis, TARGET_UNCOVERED_MILLIS);
    target(report, "with its pack", millis, TARGET_PACKED_MILLIS);
  }

  private static void target(Report report, String name, Map<String, Double> millis, double goal) {
    double measured = millis.getOrDefault(name, Double.NaN);
    report.target(
        "append " + name + ", wall ms p50",
        "at most " + Math.round(goal),
        measured,
        measured <= goal);
  }
}
