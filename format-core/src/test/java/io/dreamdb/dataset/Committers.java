package io.dreamdb.dataset;

import io.dreamdb.dataset.Commits.Commit;
import io.dreamdb.store.s3.S3Fault;
import io.dreamdb.store.s3.S3FaultPlan;
import io.dreamdb.store.s3.StrictS3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Committers that race on one ref, in ever other settings; none may lose or repeat a commit. */
enum Committers {
  /** Threads of one process, a local folder. */
  THREADS_ON_A_FOLDER {
    @Override
    Commits run(Path folder, int committers, int times, long seed) throws Exception {
      Dataset table = table(folder.toString(), Map.of());
      return checked(table, Commits.run(table, committers, times, 0));
    }
  },

  /** Threads of one process, a bucket. */
  THREADS_ON_A_BUCKET {
    @Override
    Commits run(Path folder, int committers, int times, long seed) throws Exception {
      return onBucket(committers, times, S3FaultPlan.NONE);
    }
  },

  /** The same; of the writes of the ref, five in a hundred get no reply and five are late. */
  THREADS_ON_A_LOSSY_BUCKET {
    @Override
    Commits run(Path folder, int committers, int times, long seed) throws Exception {
      S3FaultPlan lossy =
          S3FaultPlan.seeded(seed, Map.of(S3Fault.DROP_REPLY, 0.05, S3Fault.DELAY, 0.05));
      return onBucket(
          committers,
          times,
          (method, key) ->
              method.equals("PUT") && key.contains("/refs/")
                  ? lossy.next(method, key)
                  : S3Fault.NONE);
    }
  },

  /** Processes of four threads, a local folder. */
  PROCESSES_ON_A_FOLDER {
    @Override
    Commits run(Path folder, int committers, int times, long seed) throws Exception {
      return inProcesses(folder, committers, times, 0);
    }
  },

  /** The same; of the swaps, five in a hundred lose their reply and five are late. */
  PROCESSES_ON_A_LOSSY_FOLDER {
    @Override
    Commits run(Path folder, int committers, int times, long seed) throws Exception {
      return inProcesses(folder, committers, times, seed);
    }
  };

  private static final TableName NAME = new TableName("demo", "busy");
  private static final int THREADS = 4;

  /** Makes a table, lets so many committers append so often, and checks what became of it. */
  abstract Commits run(Path folder, int committers, int times, long seed) throws Exception;

  static Dataset table(String location, Map<String, String> store) {
    Warehouse warehouse = Warehouse.open(location, store, Commits.options());
    warehouse.createSchema("demo", Map.of());
    return warehouse.createTable(NAME, ModelRow.SCHEMA, Map.of());
  }

  private static Commits checked(Dataset table, Commits commits) {
    commits.requireAllOnce(table);
    return commits;
  }

  private static Commits onBucket(int committers, int times, S3FaultPlan faults) throws Exception {
    try (StrictS3Server server = StrictS3Server.start()) {
      Dataset table = table("s3://" + StrictS3Server.BUCKET + "/tables", server.options());
      server.setFaults(faults);
      Commits commits = Commits.run(table, committers, times, 0);
      server.setFaults(S3FaultPlan.NONE);
      return checked(table, commits);
    }
  }

  private static Commits inProcesses(Path folder, int committers, int times, long seed)
      throws Exception {
    Dataset table = table(folder.toString(), Map.of());
    List<Process> children = new ArrayList<>();
    List<BufferedReader> outputs = new ArrayList<>();
    try {
      for (int process = 0; process < committers / THREADS; process++) {
        Process child =
            start(
                table.location(),
                THREADS,
                times,
                (long) process * THREADS * times,
                seed == 0 ? 0 : seed + process);
        children.add(child);
        outputs.add(child.inputReader(StandardCharsets.UTF_8));
      }
      long start = System.nanoTime();
      List<Commit> all = new ArrayList<>();
      for (BufferedReader output : outputs) {
        output.lines().filter(line -> line.contains("/")).map(Commit::parse).forEach(all::add);
      }
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      if (all.size() != committers / THREADS * THREADS * times) {
        throw new AssertionError("the processes acknowledged " + all.size() + " commits");
      }
      return checked(table, new Commits(all, wall));
    } finally {
      children.forEach(Process::destroyForcibly);
    }
  }

  /** A process that commits to the table at that location. */
  static Process start(String location, int threads, int times, long firstId, long seed)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx160m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Djava.util.logging.config.file=src/test/resources/quiet-logging.properties",
            "-cp",
            System.getProperty("java.class.path"),
            CommitterProcess.class.getName(),
            location,
            Integer.toString(threads),
            Integer.toString(times),
            Long.toString(firstId),
            Long.toString(seed))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
