package io.dreamdb.store;

import static io.dreamdb.store.ObjectStoreContract.bytesOf;
import static io.dreamdb.store.ObjectStoreContract.key;
import static io.dreamdb.store.ObjectStoreContract.swapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultyObjectStoreTest {

  private static final RegisterKey MAIN = RegisterKey.ref("main");

  private final MemoryObjectStore memory = new MemoryObjectStore();

  private FaultyObjectStore with(StoreOperation operation, Fault... faults) {
    return new FaultyObjectStore(memory, FaultPlan.script(operation, List.of(faults)), 51);
  }

  @Test
  void aLostRequestChangesNothing() {
    FaultyObjectStore store = with(StoreOperation.COMPARE_AND_SET, Fault.FAIL_BEFORE);
    assertThat(store.compareAndSet(MAIN, Version.ABSENT, new byte[1]))
        .isInstanceOf(SwapResult.Unknown.class);
    assertThat(memory.readRegister(MAIN).isAbsent()).isTrue();
    swapped(store.compareAndSet(MAIN, Version.ABSENT, new byte[1]));

    assertThat(
            with(StoreOperation.PUT_IF_ABSENT, Fault.FAIL_BEFORE)
                .putIfAbsent(key("a"), ObjectBody.of(new byte[1])))
        .isInstanceOf(CreateResult.Unknown.class);
    assertThatThrownBy(() ->
            with(StoreOperation.PUT, Fault.FAIL_BEFORE).put(key("a"), ObjectBody.of(new byte[1])))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("write a");
    assertThat(memory.head(key("a"))).isEmpty();
  }

  @Test
  void aLostReplyLeavesTheEffect() {
    assertThat(
            with(StoreOperation.COMPARE_AND_SET, Fault.FAIL_AFTER)
                .compareAndSet(MAIN, Version.ABSENT, new byte[] {4}))
        .isInstanceOf(SwapResult.Unknown.class);
    assertThat(memory.readRegister(MAIN).value()).containsExactly(4);
    assertThat(
            with(StoreOperation.PUT_IF_ABSENT, Fault.FAIL_AFTER)
                .putIfAbsent(key("a"), ObjectBody.of(new byte[1])))
        .isInstanceOf(CreateResult.Unknown.class);
    assertThat(memory.head(key("a"))).isPresent();
    assertThatThrownBy(() -> with(StoreOperation.DELETE, Fault.FAIL_AFTER).delete(key("a")))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(memory.head(key("a"))).isEmpty();
  }

  @Test
  void readsFailWhetherTheRequestOrTheReplyIsLost() {
    memory.put(key("a"), ObjectBody.of(new byte[1]));
    for (Fault fault : List.of(Fault.FAIL_BEFORE, Fault.FAIL_AFTER, Fault.APPLY_LATE)) {
      assertThatThrownBy(() -> with(StoreOperation.READ, fault).read(key("a")))
          .isInstanceOf(StoreUnavailable.class);
      assertThatThrownBy(() -> with(StoreOperation.HEAD, fault).head(key("a")))
          .isInstanceOf(StoreUnavailable.class);
      assertThatThrownBy(() -> with(StoreOperation.LIST, fault).list(ListRequest.of("")))
          .isInstanceOf(StoreUnavailable.class);
      assertThatThrownBy(() -> with(StoreOperation.READ_REGISTER, fault).readRegister(MAIN))
          .isInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void aLateWriteLandsWhenItIsTold() {
    FaultyObjectStore store = with(StoreOperation.PUT, Fault.APPLY_LATE);
    byte[] bytes = {1, 2};
    assertThatThrownBy(() -> store.put(key("a"), ObjectBody.of(bytes)))
        .isInstanceOf(StoreUnavailable.class);
    bytes[0] = 9;
    assertThat(memory.head(key("a"))).isEmpty();
    assertThat(store.applyLate()).isEqualTo(1);
    assertThat(store.applyLate()).isZero();
    assertThat(bytesOf(memory.read(key("a")))).containsExactly(1, 2);
  }

  @Test
  void aLateSwapLosesToAFenceAndWinsWithoutOne() {
    FaultyObjectStore store =
        with(StoreOperation.COMPARE_AND_SET, Fault.APPLY_LATE, Fault.NONE, Fault.APPLY_LATE);
    store.compareAndSet(MAIN, Version.ABSENT, new byte[] {1});
    Version fence = swapped(store.compareAndSet(MAIN, Version.ABSENT, new byte[] {2}));
    store.applyLate();
    assertThat(memory.readRegister(MAIN)).isEqualTo(new Register(fence, new byte[] {2}));
    store.compareAndSet(MAIN, fence, new byte[] {3});
    store.applyLate();
    assertThat(memory.readRegister(MAIN).value()).containsExactly(3);
  }

  @Test
  void oneBitOfAReadIsWrongAndTheStoreKeepsTheRightOne() {
    byte[] bytes = new byte[100];
    memory.put(key("a"), ObjectBody.of(bytes));
    FaultyObjectStore store = with(StoreOperation.READ, Fault.FLIP_BIT, Fault.FLIP_BIT, Fault.NONE);
    assertThat(BitSet.valueOf(bytesOf(store.read(key("a")))).cardinality()).isEqualTo(1);
    List<ByteRange> ranges = List.of(new ByteRange(0, 50), new ByteRange(50, 50));
    int wrong =
        store.read(key("a"), ranges).stream()
            .mapToInt(part -> BitSet.valueOf(bytesOf(part)).cardinality())
            .sum();
    assertThat(wrong).isEqualTo(1);
    assertThat(bytesOf(store.read(key("a")))).isEqualTo(bytes);
  }

  @Test
  void aRegistersValueIsDamagedToo() {
    swapped(memory.compareAndSet(MAIN, Version.ABSENT, new byte[33]));
    FaultyObjectStore store = with(StoreOperation.READ_REGISTER, Fault.FLIP_BIT, Fault.TRUNCATE);
    assertThat(BitSet.valueOf(store.readRegister(MAIN).value()).cardinality()).isEqualTo(1);
    assertThat(store.readRegister(MAIN).lengthBytes()).isLessThan(33);
    assertThat(store.readRegister(MAIN).lengthBytes()).isEqualTo(33);
  }

  @Test
  void aTruncatedObjectEndsEarly() {
    memory.put(key("a"), ObjectBody.of(new byte[100]));
    FaultyObjectStore store = with(StoreOperation.READ, Fault.TRUNCATE, Fault.TRUNCATE);
    assertThat(store.read(key("a")).remaining()).isLessThan(100);
    assertThatThrownBy(() -> store.read(key("a"), new ByteRange(90, 10)))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("99 bytes");
  }

  @Test
  void aStaleListHidesTheLatestWritesAndStillLeadsThroughAllPages() {
    FaultyObjectStore store =
        new FaultyObjectStore(memory, (operation, target) -> Fault.STALE_LIST, 52);
    for (int i = 0; i < 40; i++) {
      store.put(key("o" + (10 + i)), ObjectBody.of(new byte[0]));
    }
    assertThat(store.list(ListRequest.of("")).entries())
        .hasSize(40 - FaultyObjectStore.STALE_KEYS)
        .doesNotContain(new StoredObject(key("o49"), 0))
        .contains(new StoredObject(key("o10"), 0));
    ListRequest request = new ListRequest("", "", 7);
    int pages = 1;
    for (ListPage page = store.list(request); !page.last(); page = store.list(request)) {
      request = request.after(page.entries().get(page.entries().size() - 1).key());
      pages++;
    }
    assertThat(pages).isEqualTo(6);
  }

  @Test
  void aDelayTakesItsTime() {
    Duration delay = Duration.ofMillis(30);
    FaultyObjectStore store =
        new FaultyObjectStore(
            memory, FaultPlan.script(StoreOperation.HEAD, List.of(Fault.DELAY)), 53, delay);
    long start = System.nanoTime();
    store.head(key("a"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(delay);
  }

  @Test
  void theSameSeedGivesTheSameFaultsInTheirProportions() {
    Map<Fault, Double> chances = Map.of(Fault.FAIL_AFTER, 0.2, Fault.DELAY, 0.1);
    List<Fault> first = draw(FaultPlan.seeded(54, chances));
    assertThat(draw(FaultPlan.seeded(54, chances))).isEqualTo(first);
    assertThat(draw(FaultPlan.seeded(55, chances))).isNotEqualTo(first);
    assertThat(first.stream().filter(Fault.FAIL_AFTER::equals).count()).isBetween(1800L, 2200L);
    assertThat(first.stream().filter(Fault.DELAY::equals).count()).isBetween(850L, 1150L);
    assertThatThrownBy(() -> FaultPlan.seeded(1, Map.of(Fault.DELAY, 1.1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Fault> draw(FaultPlan plan) {
    List<Fault> drawn = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      drawn.add(plan.next(StoreOperation.READ, "a"));
    }
    return drawn;
  }
}
