package io.dreamdb.benchmarks;

import io.dreamdb.InvalidInput;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recall and rate of the vector index on data of yours. */
@Command(
    name = "ann",
    description = "Builds, searches and changes an index over vectors of a file.")
final class AnnBenchmark implements Callable<Integer> {

  @Mixin private AnnOptions options = new AnnOptions();

  @Mixin private SweepGrid grid = new SweepGrid();

  @Option(
      names = "--append-fraction",
      defaultValue = "0.1",
      description = "Of the rows, how many more are appended (default: ${DEFAULT-VALUE}).")
  private double appendFraction;

  @Option(
      names = "--delete-fraction",
      defaultValue = "0.01",
      description = "Of the rows, how many are deleted (default: ${DEFAULT-VALUE}).")
  private double deleteFraction;

  @Option(
      names = "--build-heap-megabytes",
      description = "Build the index in a JVM with this -Xmx, and measure what lives in its heap.")
  private @Nullable Integer buildHeapMegabytes;

  @Override
  public Integer call() throws Exception {
    requireFraction("--append-fraction", appendFraction);
    requireFraction("--delete-fraction", deleteFraction);
    AnnData data = options.read();
    AnnRun.warmUp(options, data);
    try (ScratchWarehouse warehouse = ScratchWarehouse.in(options.folder());
        AnnLines lines = options.lines()) {
      AnnRun run = new AnnRun(options, data, grid, warehouse, lines);
      run.build(buildHeapMegabytes);
      run.search();
      run.exact();
      run.append(appendFraction);
      run.delete(deleteFraction);
      run.open();
    }
    return 0;
  }

  private static void requireFraction(String option, double fraction) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new InvalidInput(option + " is " + fraction + "; expected 0 or more, less than 1");
    }
  }
}
