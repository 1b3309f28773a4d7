package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.dataset.Commits.Commit;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.RowBlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Writers that are processes of their own and meet a signal at any moment of their commits. */
final class StoppedWriters {

  private static final int THREADS = 2;
  private static final int ENDLESS = 1_000_000;

  private final Dataset table;
  private final Random random;
  private final Queue<Commit> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private long nextId;
  private int unanswered;

  StoppedWriters(Path folder, long seed) {
    this.table = Committers.table(folder.toString(), Map.of());
    this.random = new Random(seed);
  }

  /** Ends a writer so often without warning, and commits after each. */
  void kill(int rounds) throws Exception {
    for (int round = 0; round < rounds; round++) {
      try (Writer writer = new Writer()) {
        writer.letRun(1);
        writer.process.toHandle().destroyForcibly();
        writer.listener.join();
      }
      unanswered += THREADS;
      append();
      check();
    }
  }

  /** Stops one writer so often, for as long as two collections take. */
  void stop(int rounds) throws Exception {
    try (Writer writer = new Writer()) {
      for (int round = 0; round < rounds; round++) {
        writer.letRun(3);
        signal(writer.process, "STOP");
        append();
        CollectResult first = table.collect().run();
        CollectResult second = table.collect().run();
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        signal(writer.process, "CONT");
      }
      writer.letRun(3);
      writer.process.toHandle().destroyForcibly();
      writer.listener.join();
    }
    unanswered += THREADS;
    append();
    check();
  }

  int commits() {
    return acknowledged.size();
  }

  /** How many commits were refused because their objects had been collected. */
  int refused() {
    return refused.get();
  }

  /** A process that commits, and what it says. */
  private final class Writer implements AutoCloseable {

    private final Process process;
    private final Thread listener;

    Writer() throws IOException {
      process = Committers.start(table.location(), THREADS, ENDLESS, nextId, 0);
      nextId += (long) THREADS * ENDLESS;
      BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
      assertThat(output.readLine()).isEqualTo("ready");
      listener = new Thread(() -> listen(output), "listener");
      listener.start();
    }

    private void listen(BufferedReader output) {
      output
          .lines()
          .forEach(line -> {
            // What is cut off by the end of the process was not acknowledged.
            if (line.matches("[a-z2-7]{53}/[0-9]+/[0-9]+")) {
              acknowledged.add(Commit.parse(line));
            } else if (line.equals("refused")) {
              refused.incrementAndGet();
            }
          });
    }

    /** Lets it commit a few times, and then go on for a moment. */
    void letRun(int atLeast) throws InterruptedException {
      int before = acknowledged.size();
      while (acknowledged.size() < before + atLeast && process.isAlive()) {
        Thread.sleep(1);
      }
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(random.nextInt(40));
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private void append() {
    long id = nextId++;
    RowBlock row = ModelRow.block(List.of(ModelRow.random(new Random(id), id)));
    ObjectId version = table.append(RefName.MAIN).rows(List.of(row)).version();
    acknowledged.add(new Commit(version, id, 0));
  }

  /** All that was acknowledged is there, once; what was under way is there whole or not at all. */
  private void check() {
    List<ObjectId> held = new ArrayList<>();
    table.history(RefName.MAIN).forEachRemaining(snapshot -> held.add(snapshot.version()));
    assertThat(held).doesNotHaveDuplicates();
    assertThat(new HashSet<>(held))
        .containsAll(acknowledged.stream().map(Commit::version).toList());
    assertThat(held).hasSizeBetween(commits() + 1, commits() + 1 + unanswered);
    Set<Long> ids = new HashSet<>();
    var blocks = table.snapshot().scan().columns(ModelRow.SCHEMA.select(List.of("id"))).rows();
    while (blocks.hasNext()) {
      RowBlock block = blocks.next().rows();
      for (int i = 0; i < block.rows(); i++) {
        assertThat(ids.add((Long) block.row(i).get(0))).isTrue();
      }
    }
    assertThat(ids).containsAll(acknowledged.stream().map(Commit::id).toList());
    assertThat(ids).hasSize(held.size() - 1);
    assertThat(TableFindings.of(table)).isEmpty();
  }

  private static void signal(Process process, String name)
      throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
