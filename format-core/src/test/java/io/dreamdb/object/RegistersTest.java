package io.dreamdb.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.UnsupportedFormat;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.hash.Blake3;
import io.dreamdb.store.Fault;
import io.dreamdb.store.FaultPlan;
import io.dreamdb.store.FaultyObjectStore;
import io.dreamdb.store.LocalObjectStore;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.StoreOperation;
import io.dreamdb.store.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refs and {@code gc/root}: on each store, with racers, lost replies and late writes. */
class RegistersTest {

  private static final RefName DEV = new RefName("dev");
  private static final int RACERS = 32;

  @TempDir private Path temp;

  private ObjectStore store(String kind) {
    return kind.equals("local")
        ? new LocalObjectStore(temp.resolve("space"))
        : new MemoryObjectStore();
  }

  private static ObjectId id(int number) {
    return ObjectId.ofDigest(Blake3.hash(new byte[] {(byte) number}));
  }

  private static FaultyObjectStore faulty(ObjectStore store, Fault... faults) {
    return new FaultyObjectStore(
        store, FaultPlan.script(StoreOperation.COMPARE_AND_SET, List.of(faults)), 1);
  }

  /** Runs the task on many threads that start at once. */
  private static <T> List<T> race(int racers, IntFunction<T> task) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(racers);
    try {
      CyclicBarrier start = new CyclicBarrier(racers);
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < racers; i++) {
        int racer = i;
        Callable<T> one =
            () -> {
              start.await(30, TimeUnit.SECONDS);
              return task.apply(racer);
            };
        running.add(pool.submit(one));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void aRefIsCreatedMovedAndLost(String kind) {
    Refs refs = new Refs(store(kind));
    assertThat(refs.read(DEV)).isEmpty();

    RefValue first = moved(refs.create(DEV, id(1)));
    assertThat(refs.read(DEV)).contains(first);
    assertThat(refs.create(DEV, id(2))).isEqualTo(new RefUpdate.Lost(Optional.of(first)));
    RefValue second = moved(refs.move(first, id(2)));
    assertThat(second.manifest()).isEqualTo(id(2));
    assertThat(refs.move(first, id(3))).isEqualTo(new RefUpdate.Lost(Optional.of(second)));
    assertThat(refs.read(DEV)).contains(second);
    assertThat(refs.read(RefName.MAIN)).isEmpty();
    RefValue never = new RefValue(RefName.MAIN, id(1), first.version());
    assertThat(refs.move(never, id(2))).isEqualTo(new RefUpdate.Lost(Optional.empty()));
  }

  private static RefValue moved(RefUpdate update) {
    assertThat(update).isInstanceOf(RefUpdate.Moved.class);
    return ((RefUpdate.Moved) update).value();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void whatIsNotKnownIsSaidSo(String kind) {
    ObjectStore plain = store(kind);
    Refs refs = new Refs(plain);
    FaultyObjectStore store =
        faulty(plain, Fault.FAIL_AFTER, Fault.FAIL_BEFORE, Fault.APPLY_LATE, Fault.APPLY_LATE);
    Refs unsure = new Refs(store);

    assertThat(unsure.create(DEV, id(1))).isInstanceOf(RefUpdate.Unknown.class);
    RefValue first = refs.read(DEV).orElseThrow();
    assertThat(first.manifest()).isEqualTo(id(1));
    assertThat(unsure.move(first, id(2))).isInstanceOf(RefUpdate.Unknown.class);
    assertThat(refs.read(DEV)).contains(first);
    assertThat(unsure.move(first, id(3))).isInstanceOf(RefUpdate.Unknown.class);
    assertThat(refs.read(DEV)).contains(first);
    assertThat(store.applyLate()).isEqualTo(1);
    RefValue late = refs.read(DEV).orElseThrow();
    assertThat(late.manifest()).isEqualTo(id(3));
    // A late swap from a value that is no longer there changes nothing.
    assertThat(unsure.move(late, id(4))).isInstanceOf(RefUpdate.Unknown.class);
    RefValue newer = moved(refs.move(late, id(5)));
    store.applyLate();
    assertThat(refs.read(DEV)).contains(newer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void ofManyMoversOneWins(String kind) throws Exception {
    Refs refs = new Refs(store(kind));
    Optional<RefValue> from = Optional.empty();
    for (int round = 0; round < 3; round++) {
      Optional<RefValue> expected = from;
      List<RefUpdate> updates =
          race(
              RACERS,
              racer ->
                  expected
                      .map(value -> refs.move(value, id(racer)))
                      .orElseGet(() -> refs.create(DEV, id(racer))));
      List<RefUpdate> won =
          updates.stream().filter(update -> update instanceof RefUpdate.Moved).toList();

      assertThat(won).hasSize(1);
      assertThat(updates.stream().filter(update -> update instanceof RefUpdate.Lost))
          .hasSize(RACERS - 1);
      from = refs.read(DEV);
      assertThat(from).contains(moved(won.get(0)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void aBodyThatIsNoIdNamesRefAndStore(String kind) {
    ObjectStore store = store(kind);
    Refs refs = new Refs(store);
    byte[] otherHash = id(1).toBytes();
    otherHash[0] = 0x12;
    Version version = Version.ABSENT;
    for (byte[] body : new byte[][] {new byte[0], new byte[32], new byte[34], otherHash}) {
      store.compareAndSet(RegisterKey.ref("dev"), version, body);
      version = store.readRegister(RegisterKey.ref("dev")).version();
      assertThatThrownBy(() -> refs.read(DEV))
          .isExactlyInstanceOf(CorruptObject.class)
          .hasMessageContaining("'dev'")
          .hasMessageContaining(store.location());
      assertThatThrownBy(() -> refs.create(DEV, id(2))).isInstanceOf(CorruptObject.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void epochAndNamesOnlyGrow(String kind) {
    Epochs epochs = new Epochs(store(kind));
    assertThat(epochs.create(RefName.MAIN)).isEqualTo(epochs.read());
    assertThat(epochs.read().epoch()).isZero();
    assertThat(epochs.raise().epoch()).isEqualTo(1);
    assertThat(epochs.register(DEV).refs()).containsExactly(DEV, RefName.MAIN);
    assertThat(epochs.register(DEV)).isEqualTo(epochs.read());
    assertThat(epochs.create(RefName.tag("v1")))
        .isEqualTo(epochs.read())
        .satisfies(root -> assertThat(root.epoch()).isEqualTo(1))
        .satisfies(root -> assertThat(root.refs()).hasSize(3));
    assertThat(epochs.create(RefName.MAIN, 7).epoch()).isEqualTo(7);
    assertThat(epochs.create(RefName.MAIN, 5).epoch()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void aRootThatIsGoneIsNotBegunAnew(String kind) {
    ObjectStore store = store(kind);
    Epochs epochs = new Epochs(store);
    assertThatThrownBy(epochs::read).isInstanceOf(CorruptObject.class);
    assertThatThrownBy(() -> epochs.register(DEV))
        .isExactlyInstanceOf(CorruptObject.class)
        .hasMessageContaining("gc/root is missing in " + store.location());
    assertThatThrownBy(epochs::raise).isInstanceOf(CorruptObject.class);
    assertThat(store.readRegister(RegisterKey.GC_ROOT).isAbsent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void racersLoseNoNameAndNoEpoch(String kind) throws Exception {
    ObjectStore store = store(kind);
    Map<Fault, Double> chances =
        new EnumMap<>(Map.of(Fault.FAIL_BEFORE, 0.1, Fault.FAIL_AFTER, 0.1, Fault.APPLY_LATE, 0.1));
    new Epochs(store).create(RefName.MAIN);
    int racers = 8;
    List<Long> raised =
        race(
            racers,
            racer -> {
              FaultPlan swaps = FaultPlan.seeded(racer, chances);
              FaultyObjectStore faulty =
                  new FaultyObjectStore(
                      store,
                      (operation, target) ->
                          operation == StoreOperation.COMPARE_AND_SET
                              ? swaps.next(operation, target)
                              : Fault.NONE,
                      racer);
              return registerAndRaise(new Epochs(faulty), faulty, racer);
            });
    GcRoot root = new Epochs(store).read();

    assertThat(root.refs()).hasSize(1 + racers * 5);
    assertThat(raised).allSatisfy(epoch -> assertThat(epoch).isBetween(5L, root.epoch()));
    assertThat(root.epoch()).isBetween(5L, racers * 5L);
  }

  private static long registerAndRaise(Epochs epochs, FaultyObjectStore faulty, int racer) {
    GcRoot last = epochs.read();
    for (int i = 0; i < 5; i++) {
      RefName name = new RefName("r" + racer + "-" + i);
      GcRoot registered = epochs.register(name);
      assertThat(registered.refs()).contains(name).containsAll(last.refs());
      GcRoot raised = epochs.raise();
      assertThat(raised.epoch()).isGreaterThan(registered.epoch());
      assertThat(raised.refs()).containsAll(registered.refs());
      faulty.applyLate();
      last = epochs.read();
      assertThat(last.epoch()).isGreaterThanOrEqualTo(raised.epoch());
      assertThat(last.refs()).containsAll(raised.refs());
    }
    return last.epoch();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "local"})
  void aDamagedRootNamesItselfAndItsStore(String kind) {
    ObjectStore store = store(kind);
    Epochs epochs = new Epochs(store);
    epochs.create(RefName.MAIN);
    byte[] right = store.readRegister(RegisterKey.GC_ROOT).value();
    for (int length = 0; length < right.length; length++) {
      set(store, Arrays.copyOf(right, length));
      assertThatThrownBy(() -> epochs.register(DEV))
          .isExactlyInstanceOf(CorruptObject.class)
          .hasMessageContaining("gc/root in " + store.location());
      assertThatThrownBy(epochs::read).isInstanceOf(CorruptObject.class);
    }
    set(
        store,
        Cbor.encode(CborMap.builder().put("kind", "gc_root").put("v", 2).put("x", 1).build()));
    assertThatThrownBy(epochs::read)
        .isInstanceOf(UnsupportedFormat.class)
        .hasMessageContaining("version 2");
  }

  private static void set(ObjectStore store, byte[] value) {
    Version version = store.readRegister(RegisterKey.GC_ROOT).version();
    store.compareAndSet(RegisterKey.GC_ROOT, version, value);
  }
}
