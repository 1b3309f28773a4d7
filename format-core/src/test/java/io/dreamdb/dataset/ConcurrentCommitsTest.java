package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import io.dreamdb.store.Fault;
import io.dreamdb.store.FaultPlan;
import io.dreamdb.store.FaultyObjectStore;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.StoreOperation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Many writers on one ref: every acknowledged commit is in the history, and once. */
class ConcurrentCommitsTest {

  private static final TableName NAME = new TableName("demo", "busy");

  @TempDir Path folder;
  private String memory;
  private final AtomicInteger nextId = new AtomicInteger();

  @org.junit.jupiter.api.BeforeEach
  void name(TestInfo test) {
    memory = "memory:" + test.getDisplayName().replaceAll("[^A-Za-z]", "");
  }

  @Test
  void appendsOfManyThreadsAllStayOnce() throws Exception {
    Dataset table = table(memory, Isolation.SERIALIZABLE);
    Queue<Committed> acknowledged = run(32, 10, thread -> append(table, RefName.MAIN));
    assertAllOnce(table, acknowledged, 320);
  }

  @Test
  void appendsOfManyThreadsToAFolderAllStayOnce() throws Exception {
    Dataset table = table(folder.toString(), Isolation.SERIALIZABLE);
    Queue<Committed> acknowledged = run(8, 10, thread -> append(table, RefName.MAIN));
    assertAllOnce(table, acknowledged, 80);
  }

  @Test
  void appendsAndDeletesOfManyThreadsAllStayOnce() throws Exception {
    Dataset table = table(memory, Isolation.SNAPSHOT);
    appendRows(table, 400);
    AtomicInteger victim = new AtomicInteger();
    Queue<Committed> acknowledged =
        run(16, 8, thread -> thread % 2 == 0 ? append(table, RefName.MAIN) : delete(table, victim));
    assertAllOnce(table, acknowledged, 128 + 1);
    assertThat(ids(table)).doesNotContain(0L, 1L, 2L, 63L).contains(64L);
    assertThat(table.snapshot().rowCount()).isEqualTo(400 - 64 + 64);
  }

  @Test
  void twoDeletesOfTheSameRowsCountThemOnce() {
    Dataset table = table(memory, Isolation.SERIALIZABLE);
    appendRows(table, 10);
    Delete first = table.delete(RefName.MAIN);
    Delete second = table.delete(RefName.MAIN);
    Delete third = table.delete(RefName.MAIN);

    assertThat(first.where(Predicate.parse("id < 5")).summary().rowsDeleted()).isEqualTo(5);
    assertThat(second.where(Predicate.parse("id < 7")).summary().rowsDeleted()).isEqualTo(2);
    CommitResult nothing = third.where(Predicate.parse("id < 3"));
    assertThat(nothing.summary().rowsDeleted()).isZero();
    assertThat(nothing.attempts()).isZero();
    assertThat(table.snapshot().rowCount()).isEqualTo(3);
  }

  @Test
  void anAppendOverARollbackIsRefusedUnderSerializableAndRepeatedUnderSnapshot() {
    for (Isolation isolation : Isolation.values()) {
      Dataset table = table(memory + isolation, isolation);
      appendRows(table, 3);
      appendRows(table, 3);
      Append append = table.append(RefName.MAIN);
      Delete delete = table.delete(RefName.MAIN);
      table.rollback(RefName.MAIN, "main~1");
      ModelRow row = row();
      if (isolation == Isolation.SNAPSHOT) {
        append.rows(List.of(ModelRow.block(List.of(row))));
        assertThat(table.snapshot().rowCount()).isEqualTo(4);
      } else {
        assertThatThrownBy(() -> append.rows(List.of(ModelRow.block(List.of(row)))))
            .isInstanceOf(Conflict.class)
            .hasMessageContaining("rollback");
      }
      assertThatThrownBy(() -> delete.where(Predicate.parse("id >= 0")))
          .isInstanceOf(Conflict.class);
    }
  }

  @Test
  void aRollbackOverAnAppendIsRefused() {
    Dataset table = table(memory, Isolation.SNAPSHOT);
    appendRows(table, 3);
    Space space = space(ObjectStores.open(table.location()), Isolation.SNAPSHOT);
    Head base = space.liveHead(RefName.MAIN);
    Rollback rollback = new Rollback(space, new Pointers(space).resolve("main~1").version());
    appendRows(table, 1);
    assertThatThrownBy(() -> new Committer(space).commit(base, rollback))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("others committed");
    assertThat(table.snapshot().rowCount()).isEqualTo(4);
  }

  @Test
  void aRollbackIsRepeatedOverAnEpochThatRose() {
    Dataset table = table(memory, Isolation.SERIALIZABLE);
    appendRows(table, 3);
    Space space = space(ObjectStores.open(table.location()), Isolation.SERIALIZABLE);
    Head base = space.liveHead(RefName.MAIN);
    Rollback rollback = new Rollback(space, new Pointers(space).resolve("main~1").version());
    table.moves().carried(RefName.MAIN, space.epochs.raise().epoch());
    assertThat(new Committer(space).commit(base, rollback).attempts()).isEqualTo(2);
    assertThat(table.snapshot().rowCount()).isZero();
  }

  @Test
  void aDropBesideWritersLosesNothingThatWasAcknowledged() throws Exception {
    Warehouse warehouse = warehouse(memory, Isolation.SERIALIZABLE);
    Dataset table = warehouse.createTable(NAME, ModelRow.SCHEMA, Map.of());
    Queue<Committed> acknowledged = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(7);
    List<Future<?>> writers = new ArrayList<>();
    for (int thread = 0; thread < 6; thread++) {
      String branch = "b" + thread;
      writers.add(
          threads.submit(() -> {
            try {
              while (true) {
                acknowledged.add(append(table, RefName.MAIN));
                table.createBranch(branch, "main");
                append(table, new RefName(branch));
                table.deleteRef(new RefName(branch));
              }
            } catch (Conflict dropped) {
              assertThat(dropped).hasMessageContaining("dropped");
            }
          }));
    }
    while (acknowledged.size() < 30) {
      Thread.onSpinWait();
    }
    warehouse.drop(NAME);
    for (Future<?> writer : writers) {
      writer.get();
    }
    threads.shutdown();
    Space space = space(ObjectStores.open(table.location()), Isolation.SERIALIZABLE);
    for (RefName ref : space.epochs.read().refs()) {
      assertThat(space.head(ref).orElseThrow().state())
          .as(ref.text())
          .isNotEqualTo(io.dreamdb.manifest.Lineage.State.LIVE);
    }
    warehouse.undrop(NAME, warehouse.hiddenTables().get(0).suffix());
    assertAllOnce(warehouse.table(NAME), acknowledged, acknowledged.size());
  }

  @Test
  void lostRepliesAndLateWritesLoseAndRepeatNothing() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      String location = memory + seed;
      Dataset plain = table(location, Isolation.SNAPSHOT);
      AtomicInteger victim = new AtomicInteger(nextId.get());
      appendRows(plain, 200);
      ObjectStore store = ObjectStores.open(plain.location());
      FaultPlan onSwaps =
          onRegisterWrites(
              FaultPlan.seeded(
                  seed,
                  Map.of(Fault.FAIL_AFTER, 0.2, Fault.FAIL_BEFORE, 0.1, Fault.APPLY_LATE, 0.2)));
      FaultyObjectStore faulty = new FaultyObjectStore(store, onSwaps, seed);
      Dataset table = new Dataset(space(faulty, Isolation.SNAPSHOT), Map.of());
      AtomicInteger turn = new AtomicInteger();
      Queue<Committed> acknowledged =
          run(
              6,
              8,
              thread -> {
                if (turn.incrementAndGet() % 3 == 0) {
                  faulty.applyLate();
                }
                return thread % 2 == 0 ? append(table, RefName.MAIN) : delete(table, victim);
              });
      faulty.applyLate();
      Dataset after = Dataset.open(plain.location());
      assertAllOnce(after, acknowledged, 48 + 1);
      assertThat(after.snapshot().rowCount()).isEqualTo(200);
    }
  }

  @Test
  void aRefThatIsMadeOrClosedUnderALostReplyIsMadeOrClosedOnce() {
    Dataset plain = table(memory, Isolation.SERIALIZABLE);
    appendRows(plain, 3);
    ObjectStore store = ObjectStores.open(plain.location());
    for (Fault fault : List.of(Fault.FAIL_AFTER, Fault.FAIL_BEFORE, Fault.APPLY_LATE)) {
      FaultPlan script = FaultPlan.script(StoreOperation.COMPARE_AND_SET, List.of(fault));
      FaultyObjectStore faulty =
          new FaultyObjectStore(
              store,
              (operation, target) ->
                  target.equals("refs/dev") ? script.next(operation, target) : Fault.NONE,
              1);
      Dataset table = new Dataset(space(faulty, Isolation.SERIALIZABLE), Map.of());
      assertThat(table.createBranch("dev", "main").attempts()).isEqualTo(1);
      faulty.applyLate();
      assertThat(plain.snapshot("dev").rowCount()).isEqualTo(3);

      FaultPlan closing = FaultPlan.script(StoreOperation.COMPARE_AND_SET, List.of(fault));
      FaultyObjectStore faultyClose = new FaultyObjectStore(store, closing, 1);
      new Dataset(space(faultyClose, Isolation.SERIALIZABLE), Map.of())
          .deleteRef(new RefName("dev"));
      faultyClose.applyLate();
      assertThat(plain.refs()).hasSize(1);
    }
  }

  @Test
  void anUnknownOutcomeThatStaysUnknownIsSaidSo() {
    Dataset plain = table(memory, Isolation.SERIALIZABLE);
    FaultyObjectStore faulty =
        new FaultyObjectStore(
            ObjectStores.open(plain.location()),
            onRegisterWrites((operation, target) -> Fault.FAIL_BEFORE),
            1);
    Dataset table = new Dataset(space(faulty, Isolation.SERIALIZABLE), Map.of());
    assertThatThrownBy(() -> append(table, RefName.MAIN))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("unknown")
        .hasMessageContaining("main");
    assertThat(plain.snapshot().rowCount()).isZero();
  }

  private static FaultPlan onRegisterWrites(FaultPlan plan) {
    return (operation, target) ->
        operation == StoreOperation.COMPARE_AND_SET ? plan.next(operation, target) : Fault.NONE;
  }

  private record Committed(ObjectId version, long id) {}

  private interface Work {
    Committed run(int thread);
  }

  private static Queue<Committed> run(int threads, int times, Work work) throws Exception {
    Queue<Committed> acknowledged = new ConcurrentLinkedQueue<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Callable<Void>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      all.add(() -> {
        for (int n = 0; n < times; n++) {
          acknowledged.add(work.run(thread));
        }
        return null;
      });
    }
    for (Future<Void> done : pool.invokeAll(all)) {
      done.get();
    }
    pool.shutdown();
    return acknowledged;
  }

  /** Appends a row and returns its id. */
  private Committed append(Dataset table, RefName ref) {
    ModelRow row = row();
    CommitResult result = table.append(ref).rows(List.of(ModelRow.block(List.of(row))));
    return new Committed(result.version(), row.id());
  }

  /** Deletes the next of the rows that were there at first; returns −1. */
  private static Committed delete(Dataset table, AtomicInteger victim) {
    int id = victim.getAndIncrement();
    CommitResult result = table.delete(RefName.MAIN).where(Predicate.parse("id = " + id));
    assertThat(result.summary().rowsDeleted()).isEqualTo(1);
    return new Committed(result.version(), -1);
  }

  private ModelRow row() {
    int id = nextId.getAndIncrement();
    return ModelRow.random(new Random(id), id);
  }

  private void appendRows(Dataset table, int count) {
    List<ModelRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row());
    }
    table.append(RefName.MAIN).rows(List.of(ModelRow.block(rows)));
  }

  private static void assertAllOnce(Dataset table, Queue<Committed> acknowledged, int commits) {
    Map<ObjectId, Integer> held = new HashMap<>();
    table
        .history(RefName.MAIN)
        .forEachRemaining(snapshot -> held.merge(snapshot.version(), 1, Integer::sum));
    assertThat(held).hasSize(commits + 1);
    assertThat(held.values()).containsOnly(1);
    assertThat(acknowledged).allSatisfy(commit -> assertThat(held).containsKey(commit.version));
    List<Long> ids = ids(table);
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids)
        .containsAll(acknowledged.stream().map(Committed::id).filter(id -> id >= 0).toList());
    assertThat(ids).hasSize((int) table.snapshot().summary().rowsLive());
  }

  private static List<Long> ids(Dataset table) {
    List<Long> ids = new ArrayList<>();
    var blocks = table.snapshot().scan().columns(ModelRow.SCHEMA.select(List.of("id"))).rows();
    while (blocks.hasNext()) {
      var block = blocks.next().rows();
      for (int i = 0; i < block.rows(); i++) {
        ids.add((Long) block.row(i).get(0));
      }
    }
    Collections.sort(ids);
    return ids;
  }

  private static DatasetOptions options(Isolation isolation) {
    DatasetOptions defaults = DatasetOptions.DEFAULT;
    return new DatasetOptions(
        defaults.verification(),
        defaults.cacheBytes(),
        isolation,
        0,
        new DatasetOptions.Retry(10_000, Duration.ofMillis(1), Duration.ofMillis(20)),
        defaults.entropy());
  }

  private static Space space(ObjectStore store, Isolation isolation) {
    DatasetOptions options = options(isolation);
    return Space.open(store, options, Space.Caches.of(options));
  }

  private static Warehouse warehouse(String location, Isolation isolation) {
    Warehouse warehouse = Warehouse.open(location, Map.of(), options(isolation));
    warehouse.createSchema("demo", Map.of());
    return warehouse;
  }

  private static Dataset table(String location, Isolation isolation) {
    return warehouse(location, isolation).createTable(NAME, ModelRow.SCHEMA, Map.of());
  }
}
