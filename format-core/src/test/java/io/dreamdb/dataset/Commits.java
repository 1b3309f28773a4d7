package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Conflict;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.RowBlock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Commits of one row each that were acknowledged, and the time that they took together.
 *
 * @param all in any order
 * @param wall from the first call to the last answer
 */
record Commits(List<Commit> all, Duration wall) {

  /**
   * One commit.
   *
   * @param version what the ref held after it
   * @param id of its row
   * @param nanos between call and answer
   */
  record Commit(ObjectId version, long id, long nanos) {

    /** As one word. */
    String text() {
      return version + "/" + id + "/" + nanos;
    }

    static Commit parse(String text) {
      String[] parts = text.split("/", -1);
      return new Commit(
          ObjectId.parse(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
  }

  /** Options under which nobody gives up; the waits are the default ones. */
  static DatasetOptions options() {
    return DatasetOptions.parse(Map.of("commit.retry.num-retries", "1000000"));
  }

  /** Appends {@code times} rows by each of some threads, which begin together. */
  static Commits run(Dataset table, int threads, int times, long firstId) throws Exception {
    return run(table, threads, times, firstId, commit -> {});
  }

  /** Is told of answers as soon as they are there. */
  interface Answers {
    void acknowledged(Commit commit);

    /** A commit was refused, and is tried again from the beginning. */
    default void refused(Conflict refusal) {
      throw refusal;
    }
  }

  /** The same, telling of each answer. */
  static Commits run(Dataset table, int threads, int times, long firstId, Answers answers)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    try {
      List<Future<List<Commit>>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        long first = firstId + (long) thread * times;
        running.add(pool.submit(() -> appends(table, times, first, answers)));
      }
      List<Commit> all = new ArrayList<>();
      for (Future<List<Commit>> one : running) {
        all.addAll(one.get());
      }
      return new Commits(all, Duration.ofNanos(System.nanoTime() - start));
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Commit> appends(Dataset table, int times, long firstId, Answers answers) {
    List<Commit> done = new ArrayList<>();
    long start = System.nanoTime();
    for (long id = firstId; id < firstId + times; ) {
      RowBlock row = ModelRow.block(List.of(ModelRow.random(new Random(id), id)));
      try {
        ObjectId version = table.append(RefName.MAIN).rows(List.of(row)).version();
        long now = System.nanoTime();
        done.add(new Commit(version, id++, now - start));
        start = now;
        answers.acknowledged(done.get(done.size() - 1));
      } catch (Conflict refusal) {
        answers.refused(refusal);
      }
    }
    return done;
  }

  /** Each commit must be an ancestor of the head, once, and nothing else but the first manifest. */
  void requireAllOnce(Dataset table) {
    List<ObjectId> held = new ArrayList<>();
    table.history(RefName.MAIN).forEachRemaining(snapshot -> held.add(snapshot.version()));
    assertThat(held).doesNotHaveDuplicates().hasSize(all.size() + 1);
    assertThat(new HashSet<>(held)).containsAll(all.stream().map(Commit::version).toList());
    Set<Long> ids = new HashSet<>();
    var blocks = table.snapshot().scan().columns(ModelRow.SCHEMA.select(List.of("id"))).rows();
    while (blocks.hasNext()) {
      RowBlock block = blocks.next().rows();
      for (int i = 0; i < block.rows(); i++) {
        assertThat(ids.add((Long) block.row(i).get(0))).as("row %d twice", i).isTrue();
      }
    }
    assertThat(ids).containsExactlyInAnyOrderElementsOf(all.stream().map(Commit::id).toList());
  }

  private long waitedNanos(double part) {
    long[] sorted = all.stream().mapToLong(Commit::nanos).sorted().toArray();
    return sorted[(int) Math.min(sorted.length - 1, Math.round(part * sorted.length))];
  }

  /** How often the median wait the longest one is. */
  double unfairness() {
    return (double) waitedNanos(1) / waitedNanos(0.5);
  }

  double perSecond() {
    return all.size() * 1e9 / wall.toNanos();
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%d commits, %.1f a second; waits: median %.1f ms, 99 %% %.1f ms, longest %.1f ms",
        all.size(),
        perSecond(),
        waitedNanos(0.5) / 1e6,
        waitedNanos(0.99) / 1e6,
        waitedNanos(1) / 1e6);
  }
}
