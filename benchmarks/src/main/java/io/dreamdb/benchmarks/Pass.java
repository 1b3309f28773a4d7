package io.dreamdb.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * What it took to answer all queries, one at a time in each thread.
 *
 * @param queries answered
 * @param cpuNanos of all threads that worked for it
 * @param p50Nanos wall-clock time of a query that half of them did not exceed
 * @param p99Nanos the same for 99 of 100
 */
record Pass(long queries, long cpuNanos, long p50Nanos, long p99Nanos) {

  /** Before anything was measured. */
  static final Pass NONE = new Pass(0, 0, 0, 0);

  private static final WorkCpu CPU = new WorkCpu();

  /**
   * Answers {@code queries} queries, and again until so much time went by: a pass of 50 queries of
   * 20 µs would measure the clock.
   */
  static synchronized Pass run(int queries, int threads, IntFunction<?> search, long leastNanos) {
    List<Long> times = new ArrayList<>();
    long cpu = CPU.nanos();
    long start = System.nanoTime();
    do {
      for (long time : once(queries, threads, search)) {
        times.add(time);
      }
    } while (System.nanoTime() - start < leastNanos);
    long spent = CPU.nanos() - cpu;
    Percentiles wall = Percentiles.of(times);
    return new Pass(times.size(), spent, wall.median(), wall.at(99));
  }

  private static long[] once(int queries, int threads, IntFunction<?> search) {
    long[] times = new long[queries];
    if (threads == 1) {
      some(times, 0, 1, search);
      return times;
    }
    try (var pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> parts = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread;
        parts.add(pool.submit(() -> some(times, first, threads, search)));
      }
      for (Future<?> part : parts) {
        part.get();
      }
      return times;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a searching thread failed", e);
    }
  }

  private static void some(long[] times, int first, int step, IntFunction<?> search) {
    for (int query = first; query < times.length; query += step) {
      long start = System.nanoTime();
      Object answer = search.apply(query);
      times[query] = System.nanoTime() - start;
      if (answer == null) {
        throw new IllegalStateException("query " + query + " has no answer");
      }
    }
  }

  /** The median of each figure. */
  static Pass median(List<Pass> passes) {
    long[] cpu = passes.stream().mapToLong(pass -> pass.cpuNanos() / pass.queries()).toArray();
    long[] p50 = passes.stream().mapToLong(Pass::p50Nanos).toArray();
    long[] p99 = passes.stream().mapToLong(Pass::p99Nanos).toArray();
    return new Pass(1, middle(cpu), middle(p50), middle(p99));
  }

  private static long middle(long[] numbers) {
    Arrays.sort(numbers);
    return numbers[numbers.length / 2];
  }

  double queriesPerCpuSecond() {
    return queries * 1e9 / cpuNanos;
  }
}
