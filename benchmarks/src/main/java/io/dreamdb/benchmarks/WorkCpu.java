package io.dreamdb.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CPU time of all threads that do a program's work: Java's, ended ones too, and those of native
 * libraries, but not the JVM's own, which compile and collect garbage. On Linux it is the CPU clock
 * of the process less the CPU clocks of the JVM's threads, which are known by their names;
 * elsewhere the sum over the Java threads that are alive. Not safe for many threads.
 */
final class WorkCpu {

  private static final Path TASKS = Path.of("/proc/self/task");
  private static final List<String> OWN_THREADS =
      List.of(
          "C1 Compiler",
          "C2 Compiler",
          "GC Thread",
          "G1 ",
          "VM ",
          "Shenandoah",
          "ZWorker",
          "XWorker",
          "ZDriver",
          "ZDirector",
          "JFR ");
  private static final int TRIES = 10;
  private static final long LONG_LOOK_NANOS = 500_000;
  private static final int PROCESS_CLOCK = 2;
  private static final int THREAD_CLOCK_BITS = 6; // CPUCLOCK_PERTHREAD_MASK | CPUCLOCK_SCHED

  private final Optional<MethodHandle> clock;
  private final MemorySegment time = Arena.global().allocate(ValueLayout.JAVA_LONG, 2);
  private final Map<Integer, Boolean> isOwn = new HashMap<>();
  private final Map<Integer, Long> own = new HashMap<>(); // nanoseconds, the last known of each

  WorkCpu() {
    this.clock = Files.isDirectory(TASKS) ? Optional.of(clockGetTime()) : Optional.empty();
  }

  private static MethodHandle clockGetTime() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find("clock_gettime").orElseThrow(),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  }

  /** So far, in nanoseconds. Only differences mean something. */
  long nanos() {
    return clock.isPresent() ? processLessOwnThreads() : javaThreads();
  }

  /** Reads clocks that run meanwhile: again, if this thread was stopped between them. */
  private long processLessOwnThreads() {
    long nanos = 0;
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && shortest > LONG_LOOK_NANOS; i++) {
      long start = System.nanoTime();
      long own = ownThreads();
      long process = read(PROCESS_CLOCK);
      long look = System.nanoTime() - start;
      if (look < shortest) {
        shortest = look;
        nanos = process - own;
      }
    }
    return nanos;
  }

  private long ownThreads() {
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        int thread = Integer.parseInt(task.getFileName().toString());
        if (isOwn.computeIfAbsent(thread, number -> isOwn(task))) {
          own.merge(thread, read(~thread << 3 | THREAD_CLOCK_BITS), Math::max);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the threads of this process cannot be listed", e);
    }
    return own.values().stream().mapToLong(Long::longValue).sum();
  }

  private static boolean isOwn(Path task) {
    try {
      String name = Files.readString(task.resolve("comm"));
      return OWN_THREADS.stream().anyMatch(name::startsWith);
    } catch (IOException e) {
      return false; // it ended meanwhile
    }
  }

  /** Nanoseconds of a clock; 0 if there is none of that number any more. */
  private long read(int number) {
    try {
      int failed = (int) clock.orElseThrow().invokeExact(number, time);
      return failed != 0
          ? 0
          : time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000
              + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
    } catch (Throwable e) {
      throw new IllegalStateException("clock_gettime cannot be called", e);
    }
  }

  private static long javaThreads() {
    var threads = ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);
    long sum = 0;
    for (long nanos : threads.getThreadCpuTime(threads.getAllThreadIds())) {
      sum += Math.max(0, nanos);
    }
    return sum;
  }
}
