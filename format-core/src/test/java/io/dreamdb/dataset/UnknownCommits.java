package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.store.Fault;
import io.dreamdb.store.FaultPlan;
import io.dreamdb.store.FaultyObjectStore;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.StoreKey;
import io.dreamdb.store.StoreOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Committers whose swaps get no answer: the request or the reply was lost, or the request comes
 * later. What they make of it must be what happened.
 */
final class UnknownCommits {

  /** Of spaces of their own, so that they race. */
  private static final int COMMITTERS = 4;

  private final int wanted;
  private final long seed;
  private final AtomicInteger injected = new AtomicInteger();
  private final Queue<ObjectId> acknowledged = new ConcurrentLinkedQueue<>();

  UnknownCommits(int wanted, long seed) {
    this.wanted = wanted;
    this.seed = seed;
  }

  /** Commits until so many answers were lost; returns how many commits that were. */
  int run() throws Exception {
    Dataset table = Committers.table("memory:unknown-" + UUID.randomUUID(), Map.of());
    ExecutorService pool = Executors.newFixedThreadPool(COMMITTERS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < COMMITTERS; i++) {
        int committer = i;
        running.add(pool.submit(() -> commit(table.location(), seed + committer)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
    check(table);
    clear(ObjectStores.open(table.location()));
    return acknowledged.size();
  }

  /** A store in memory stays as long as the process. */
  private static void clear(ObjectStore store) {
    List<StoreKey> keys = new ArrayList<>();
    store.listAll("").forEach(entry -> keys.add(entry.key()));
    store.delete(keys);
  }

  private void commit(String location, long faultSeed) {
    FaultyObjectStore store =
        new FaultyObjectStore(ObjectStores.open(location), silent(faultSeed), faultSeed);
    Space space = space(store);
    Committer committer = new Committer(space);
    while (injected.get() < wanted) {
      CommitResult result = committer.commit(space.liveHead(RefName.MAIN), new Nothing());
      acknowledged.add(result.version());
      if (ThreadLocalRandom.current().nextInt(3) == 0) {
        store.applyLate();
      }
    }
    store.applyLate();
  }

  /** Loses the answers of a quarter of the swaps. */
  private FaultPlan silent(long faultSeed) {
    FaultPlan faults =
        FaultPlan.seeded(
            faultSeed,
            Map.of(Fault.FAIL_BEFORE, 0.08, Fault.FAIL_AFTER, 0.09, Fault.APPLY_LATE, 0.08));
    return (operation, target) -> {
      if (operation != StoreOperation.COMPARE_AND_SET) {
        return Fault.NONE;
      }
      Fault fault = faults.next(operation, target);
      injected.addAndGet(fault == Fault.NONE ? 0 : 1);
      return fault;
    };
  }

  private static Space space(ObjectStore store) {
    DatasetOptions options =
        DatasetOptions.parse(
            Map.of(
                "commit.retry.num-retries", "1000000",
                "commit.retry.min-wait-ms", "0",
                "commit.retry.max-wait-ms", "0"));
    return Space.open(store, options, Space.Caches.of(options));
  }

  private void check(Dataset table) {
    Set<ObjectId> held = new HashSet<>();
    table
        .history(RefName.MAIN)
        .forEachRemaining(snapshot -> assertThat(held.add(snapshot.version())).isTrue());
    assertThat(new HashSet<>(acknowledged)).hasSize(acknowledged.size());
    // What was acknowledged is there, and nothing else but the first manifest.
    assertThat(held).hasSize(acknowledged.size() + 1);
    assertThat(acknowledged.stream().filter(version -> !held.contains(version))).isEmpty();
  }

  /** A commit that changes nothing but the ref. */
  private static final class Nothing implements Change {

    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public Optional<Draft> apply(Step step) {
      StoredManifest head = step.head().stored();
      Manifest manifest = head.manifest();
      return Optional.of(
          Draft.of(
              manifest.state(),
              Summary.unchanged("nothing", manifest.summary()),
              manifest.anchors()));
    }
  }
}
