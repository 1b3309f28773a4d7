package io.dreamdb.benchmarks;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.hash.Blake3;
import io.dreamdb.kernel.DistanceKernel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A build of an index in a JVM with a small heap.
 *
 * @param cells that the index has
 * @param cost of the build; collections of the whole heap do not count as its CPU time
 * @param liveBytes the most of the heap that was in use after a collection
 */
record BuildHeap(int cells, Cost cost, long liveBytes) {

  /** With nothing left uncollected between what is in use. */
  private static final List<String> COLLECTOR =
      List.of("-XX:+UseSerialGC", "-XX:MarkSweepDeadRatio=0");

  private static final long PERIOD_MILLIS = 500;

  /** Builds the index of a table in a JVM of its own. */
  static BuildHeap of(Dataset table, AnnOptions options, int megabytes)
      throws IOException, InterruptedException {
    List<String> flags =
        Stream.concat(Stream.of("-Xmx" + megabytes + "m"), COLLECTOR.stream()).toList();
    int cells = options.cells().orElse(0);
    List<String> arguments =
        List.of(table.location(), String.valueOf(cells), String.valueOf(options.seed()));
    String[] printed = ChildJvm.run(BuildHeap.class, flags, arguments).get(0).split(" ");
    Cost cost = new Cost(Long.parseLong(printed[1]), Long.parseLong(printed[2]));
    return new BuildHeap(Integer.parseInt(printed[0]), cost, Long.parseLong(printed[3]));
  }

  /** Arguments: location of the table, cells or 0, seed. Prints the numbers of the record. */
  public static void main(String[] arguments) throws Exception {
    Blake3.warmUp();
    DistanceKernel.awaitCompiled(Duration.ofSeconds(60));
    Dataset table = Dataset.open(arguments[0]);
    int wanted = Integer.parseInt(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    int[] cells = new int[1];
    Watch watch = new Watch();
    watch.start();
    Cost cost =
        Cost.of(() ->
            cells[0] =
                AnnIndex.rebuild(
                    table, wanted == 0 ? OptionalInt.empty() : OptionalInt.of(wanted), seed));
    System.out.println(
        cells[0] + " " + cost.cpuNanos() + " " + cost.wallNanos() + " " + watch.peakBytes);
  }

  /** Collects the whole heap again and again, and looks how much is left. */
  private static final class Watch extends Thread {

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private volatile long peakBytes;

    Watch() {
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        while (true) {
          System.gc();
          peakBytes = Math.max(peakBytes, memory.getHeapMemoryUsage().getUsed());
          Thread.sleep(PERIOD_MILLIS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
