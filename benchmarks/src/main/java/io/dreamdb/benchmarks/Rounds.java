package io.dreamdb.benchmarks;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs several kinds of work in turn, round by round, so that what disturbs the machine disturbs
 * all of them. One thread.
 */
final class Rounds {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
  private static final int WARM_PASSES = 3;
  private static final int WARM_PASSES_AT_MOST = 40;
  private static final long QUIET_COMPILER_MILLIS = 3;

  /** Takes results, so that nobody can compile their computation away. */
  private static volatile long sink;

  private final Map<String, Work> works = new LinkedHashMap<>();

  /** Work whose result depends on all that it does. */
  interface Work {
    long run() throws Exception;
  }

  /** CPU time of this thread. */
  static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Adds work under a name. */
  void add(String name, Work work) {
    if (works.putIfAbsent(name, work) != null) {
      throw new IllegalArgumentException("there is work named '" + name + "' already");
    }
  }

  /** Runs a pass several times, as one work. */
  static long repeat(int passes, Work pass) throws Exception {
    long result = 0;
    for (int i = 0; i < passes; i++) {
      result = 31 * result + pass.run();
    }
    return result;
  }

  /** Runs all until nothing is compiled any more, then as many rounds as asked for. */
  Map<String, Timing> run(int rounds) throws Exception {
    warm();
    Map<String, List<Long>> cpu = new LinkedHashMap<>();
    Map<String, List<Long>> wall = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Work> entry : works.entrySet()) {
        long wallStart = System.nanoTime();
        long cpuStart = cpuNanos();
        sink = entry.getValue().run();
        long cpuEnd = cpuNanos();
        cpu.computeIfAbsent(entry.getKey(), name -> new ArrayList<>()).add(cpuEnd - cpuStart);
        wall.computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
            .add(System.nanoTime() - wallStart);
      }
    }
    Map<String, Timing> timings = new LinkedHashMap<>();
    cpu.forEach((name, nanos) ->
        timings.put(
            name,
            new Timing(Percentiles.of(nanos), Percentiles.of(wall.getOrDefault(name, nanos)))));
    return timings;
  }

  private void warm() throws Exception {
    for (int pass = 0; pass < WARM_PASSES_AT_MOST; pass++) {
      long before = COMPILER.getTotalCompilationTime();
      for (Work work : works.values()) {
        sink = work.run();
      }
      if (pass >= WARM_PASSES
          && COMPILER.getTotalCompilationTime() - before <= QUIET_COMPILER_MILLIS) {
        return;
      }
    }
  }

  /**
   * The times of one kind of work.
   *
   * @param cpu nanoseconds of the thread's CPU time
   * @param wall nanoseconds of wall-clock time
   */
  record Timing(Percentiles cpu, Percentiles wall) {

    /** Units for each nanosecond of CPU time: bytes give GB/s. */
    double rate(double unitsPerRun) {
      return unitsPerRun / cpu.median();
    }
  }
}
