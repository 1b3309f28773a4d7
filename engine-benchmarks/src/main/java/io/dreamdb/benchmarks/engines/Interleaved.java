package io.dreamdb.benchmarks.engines;

import io.dreamdb.benchmarks.Percentiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/** Runs several kinds of work in turn, so that what disturbs the machine disturbs all of them. */
final class Interleaved {

  private final LongSupplier cpuNanos;
  private final Map<String, Work> works = new LinkedHashMap<>();

  /** Something to measure. */
  interface Work {
    void run() throws Exception;
  }

  /** Times are those of that clock, which counts what all threads of a process use. */
  Interleaved(LongSupplier cpuNanos) {
    this.cpuNanos = cpuNanos;
  }

  void add(String name, Work work) {
    works.put(name, work);
  }

  /**
   * Runs all, some rounds to get warm and then those that count.
   *
   * @return the times of each
   */
  Results run(int warmUps, int rounds) throws Exception {
    Map<String, List<Long>> cpu = new LinkedHashMap<>();
    Map<String, List<Long>> wall = new LinkedHashMap<>();
    for (int round = -warmUps; round < rounds; round++) {
      for (Map.Entry<String, Work> work : works.entrySet()) {
        long wallStart = System.nanoTime();
        long cpuStart = cpuNanos.getAsLong();
        work.getValue().run();
        if (round >= 0) {
          cpu.computeIfAbsent(work.getKey(), _ -> new ArrayList<>())
              .add(cpuNanos.getAsLong() - cpuStart);
          wall.computeIfAbsent(work.getKey(), _ -> new ArrayList<>())
              .add(System.nanoTime() - wallStart);
        }
      }
    }
    Map<String, Times> times = new LinkedHashMap<>();
    for (String name : works.keySet()) {
      times.put(
          name,
          new Times(
              Percentiles.of(cpu.getOrDefault(name, List.of())),
              Percentiles.of(wall.getOrDefault(name, List.of()))));
    }
    return new Results(times);
  }

  /**
   * What was measured.
   *
   * @param times by the name of the work, in the order in which it was added
   */
  record Results(Map<String, Times> times) {

    Times of(String name) {
      Times found = times.get(name);
      if (found == null) {
        throw new IllegalArgumentException("there is no work named '" + name + "'");
      }
      return found;
    }

    void forEach(BiConsumer<String, Times> consumer) {
      times.forEach(consumer);
    }
  }

  /**
   * The times of one kind of work.
   *
   * @param cpu nanoseconds of the process
   * @param wall nanoseconds of wall-clock time
   */
  record Times(Percentiles cpu, Percentiles wall) {

    double cpuMillis() {
      return cpu.median() / 1e6;
    }

    double wallMillis() {
      return wall.median() / 1e6;
    }
  }
}
