package io.dreamdb.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * What one append took.
 *
 * @param cpuNanos CPU time of its thread
 * @param wallNanos wall-clock time
 * @param requests to the store, and bytes
 */
record AppendCost(long cpuNanos, long wallNanos, TallyingObjectStore.Tally requests) {

  /** Runs and measures an append to a counted store. */
  static AppendCost of(Runnable append) {
    TallyingObjectStore.Tally before = TallyingObjectStore.tally();
    long wall = System.nanoTime();
    long cpu = Rounds.cpuNanos();
    append.run();
    return new AppendCost(
        Rounds.cpuNanos() - cpu,
        System.nanoTime() - wall,
        TallyingObjectStore.tally().since(before));
  }

  /**
   * The appends around one: a single append says little, as pages of metadata split now and then.
   *
   * @param number of the append in the middle, from 1
   */
  record Around(
      int number,
      int window,
      Percentiles cpu,
      Percentiles wall,
      Percentiles metadataBytes,
      Percentiles reads,
      Percentiles writes) {

    private static final int MOST_EACH_SIDE = 50;

    static Around append(int number, List<AppendCost> costs) {
      int side = Math.min(MOST_EACH_SIDE, number / 2);
      List<AppendCost> near =
          costs.subList(number - 1 - side + 1, Math.min(costs.size(), number + side));
      return new Around(
          number,
          near.size(),
          Percentiles.of(near.stream().map(AppendCost::cpuNanos).toList()),
          Percentiles.of(near.stream().map(AppendCost::wallNanos).toList()),
          Percentiles.of(near.stream().map(cost -> cost.requests().metadataBytes()).toList()),
          Percentiles.of(near.stream().map(cost -> cost.requests().reads()).toList()),
          Percentiles.of(near.stream().map(cost -> cost.requests().writes()).toList()));
    }

    Map<String, Object> cells() {
      return Report.cells(
          "n",
          number,
          "window",
          window,
          "CPU ms p50",
          cpu.median() / 1e6,
          "mean",
          cpu.mean() / 1e6,
          "wall ms p50",
          wall.median() / 1e6,
          "metadata bytes p50",
          metadataBytes.median(),
          "max",
          metadataBytes.max(),
          "reads p50",
          reads.median(),
          "writes p50",
          writes.median(),
          "writes max",
          writes.max());
    }
  }
}
