package io.dreamdb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.MissingObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ObjectStore} promises to one client at a time. A new adapter's test extends
 * this and {@link ObjectStoreRaceContract}.
 */
public abstract class ObjectStoreContract {

  private ObjectStore store;

  /** A new store without contents. */
  protected abstract ObjectStore newStore();

  /** Another client of the same contents. */
  protected ObjectStore anotherClient(ObjectStore store) {
    return store;
  }

  @BeforeEach
  void openStore() {
    store = newStore();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void aNewStoreIsEmpty() {
    assertThat(store.list(ListRequest.of(""))).isEqualTo(new ListPage(List.of(), true));
    assertThat(store.head(key("a"))).isEmpty();
    assertThat(store.readRegister(RegisterKey.GC_ROOT)).isEqualTo(Register.ABSENT);
  }

  @Test
  void objectsOfAllSizesComeBackAsTheyWerePut() {
    Random random = new Random(7);
    for (int length :
        new int[] {0, 1, 2, 63, 4095, 4096, 65_537, (1 << 20) - 1, 1 << 20, (1 << 20) + 1}) {
      byte[] bytes = randomBytes(random, length);
      ObjectKey key = key("objects/size-" + length);
      store.put(key, ObjectBody.of(bytes));
      ObjectStore reader = anotherClient(store);
      assertThat(reader.head(key)).contains(new StoredObject(key, length));
      assertThat(bytesOf(reader.read(key))).isEqualTo(bytes);
    }
  }

  @Test
  void spooledObjectsComeBackAsTheyWereWritten() {
    byte[] bytes = randomBytes(new Random(8), 9 << 20);
    for (int length : new int[] {0, 100, bytes.length}) {
      ObjectKey put = key("spooled/put-" + length);
      ObjectKey created = key("spooled/created-" + length);
      try (Spool spool = store.spool()) {
        spool.write(bytes, 0, length);
        ObjectBody body = spool.body();
        store.put(put, body);
        assertThat(store.putIfAbsent(created, body)).isInstanceOf(CreateResult.Created.class);
      }
      byte[] expected = Arrays.copyOf(bytes, length);
      assertThat(bytesOf(store.read(put))).isEqualTo(expected);
      assertThat(bytesOf(store.read(created))).isEqualTo(expected);
    }
    assertThat(keys("")).hasSize(6);
  }

  @Test
  void anObjectMayBePutAgain() {
    ObjectKey key = key("a/b");
    store.put(key, ObjectBody.of(new byte[] {1, 2}));
    store.put(key, ObjectBody.of(new byte[] {1, 2}));
    assertThat(bytesOf(store.read(key))).containsExactly(1, 2);
    assertThat(keys("")).containsExactly("a/b");
  }

  @Test
  void putRepairsAnObjectWhoseBytesWereWrong() {
    ObjectKey key = key("a/b");
    store.put(key, ObjectBody.of(new byte[] {1}));
    assertThat(bytesOf(store.read(key))).containsExactly(1);
    store.put(key, ObjectBody.of(new byte[] {1, 2}));
    assertThat(bytesOf(store.read(key))).containsExactly(1, 2);
  }

  @Test
  void theCallersArraysAreTheCallersAfterAWrite() {
    byte[] bytes = {1, 2, 3};
    RegisterKey main = RegisterKey.ref("main");
    store.put(key("a"), ObjectBody.of(bytes));
    store.compareAndSet(main, Version.ABSENT, bytes);
    bytes[0] = 9;
    store.readRegister(main).value()[0] = 9;
    assertThat(bytesOf(store.read(key("a")))).containsExactly(1, 2, 3);
    assertThat(store.readRegister(main).value()).containsExactly(1, 2, 3);
  }

  @Test
  void putIfAbsentKeepsWhatIsThere() {
    ObjectKey key = key("a");
    assertThat(store.putIfAbsent(key, ObjectBody.of(new byte[] {1})))
        .isInstanceOf(CreateResult.Created.class);
    assertThat(anotherClient(store).putIfAbsent(key, ObjectBody.of(new byte[] {2})))
        .isInstanceOf(CreateResult.Exists.class);
    assertThat(bytesOf(store.read(key))).containsExactly(1);
  }

  @Test
  void readingWhatIsNotThereNamesTheKey() {
    assertThatThrownBy(() -> store.read(key("no/such")))
        .isInstanceOf(MissingObject.class)
        .hasMessageContaining("no/such");
    assertThatThrownBy(() -> store.read(key("no/such"), List.of()))
        .isInstanceOf(MissingObject.class);
    assertThatThrownBy(() -> store.read(key("no/such"), new ByteRange(0, 0)))
        .isInstanceOf(MissingObject.class);
  }

  @Test
  void whatWasMissingIsFoundOnceItIsThere() {
    assertThatThrownBy(() -> store.read(key("a"))).isInstanceOf(MissingObject.class);
    anotherClient(store).put(key("a"), ObjectBody.of(new byte[] {5}));
    assertThat(bytesOf(store.read(key("a")))).containsExactly(5);
  }

  @Test
  void aFolderOfObjectsIsNoObject() {
    store.put(key("a/b/c"), ObjectBody.of(new byte[] {1}));
    assertThat(store.head(key("a/b"))).isEmpty();
    assertThatThrownBy(() -> store.read(key("a/b"))).isInstanceOf(MissingObject.class);
    store.delete(key("a/b"));
    assertThat(keys("")).containsExactly("a/b/c");
  }

  @Test
  void rangesComeBackInTheOrderInWhichTheyWereAskedFor() {
    byte[] bytes = randomBytes(new Random(9), 3 << 20);
    store.put(key("a"), ObjectBody.of(bytes));
    Random random = new Random(10);
    for (int round = 0; round < 30; round++) {
      List<ByteRange> ranges = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        int start = random.nextInt(bytes.length + 1);
        int most = random.nextInt(4) == 0 ? bytes.length : 20_000;
        ranges.add(new ByteRange(start, random.nextInt(Math.min(most, bytes.length - start) + 1)));
      }
      List<ByteBuffer> read = store.read(key("a"), ranges);
      assertThat(read).hasSameSizeAs(ranges);
      for (int i = 0; i < ranges.size(); i++) {
        assertThat(bytesOf(read.get(i))).isEqualTo(cut(bytes, ranges.get(i)));
      }
    }
  }

  @Test
  void rangesOfSeveralObjectsComeTogetherOrNotAtAll() {
    byte[] bytes = new byte[1000];
    new Random(3).nextBytes(bytes);
    Map<ObjectKey, List<ByteRange>> ranges = new LinkedHashMap<>();
    for (int i = 0; i < 40; i++) {
      store.put(key("together" + i), ObjectBody.of(bytes));
      ranges.put(key("together" + i), List.of(new ByteRange(i, 5), new ByteRange(0, i)));
    }
    for (int again = 0; again < 2; again++) {
      Map<ObjectKey, List<ByteBuffer>> read = store.readAll(ranges);
      assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(ranges.keySet());
      ranges.forEach((key, wanted) -> {
        for (int i = 0; i < wanted.size(); i++) {
          assertThat(bytesOf(read.get(key).get(i))).isEqualTo(cut(bytes, wanted.get(i)));
        }
      });
    }
    assertThat(store.readAll(Map.of())).isEmpty();
    ranges.put(key("absent"), List.of(new ByteRange(0, 1)));
    assertThatThrownBy(() -> store.readAll(ranges))
        .isInstanceOf(MissingObject.class)
        .hasMessageContaining("absent");
  }

  @Test
  void readBuffersAreReadOnlyBigEndianAndExact() {
    byte[] bytes = randomBytes(new Random(11), 2 << 20);
    store.put(key("a"), ObjectBody.of(bytes));
    List<ByteBuffer> buffers = new ArrayList<>(List.of(store.read(key("a"))));
    buffers.add(store.read(key("a"))); // once more: a cache may answer now
    buffers.addAll(store.read(key("a"), List.of(new ByteRange(5, 100), new ByteRange(0, 2 << 20))));
    buffers.add(store.read(key("a"), new ByteRange(5, 100)));
    for (ByteBuffer buffer : buffers) {
      assertThat(buffer.isReadOnly()).isTrue();
      assertThat(buffer.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
      assertThat(buffer.position()).isZero();
    }
    buffers.get(0).position(17);
    assertThat(store.read(key("a")).position()).isZero();
  }

  @Test
  void readBuffersOutliveTheObjectAndTheStore() {
    byte[] bytes = randomBytes(new Random(12), 2 << 20);
    store.put(key("a"), ObjectBody.of(bytes));
    ByteBuffer whole = store.read(key("a"));
    store.delete(key("a"));
    store.close();
    assertThat(bytesOf(whole)).isEqualTo(bytes);
  }

  @Test
  void readingPastTheEndReportsTheObjectLength() {
    store.put(key("a"), ObjectBody.of(new byte[10]));
    assertThat(store.read(key("a"), new ByteRange(10, 0)).remaining()).isZero();
    for (ByteRange range :
        List.of(
            new ByteRange(10, 1),
            new ByteRange(9, 2),
            new ByteRange(11, 0),
            new ByteRange(1L << 40, 1),
            new ByteRange(0, Integer.MAX_VALUE))) {
      assertThatThrownBy(() -> store.read(key("a"), List.of(new ByteRange(0, 0), range)))
          .isInstanceOf(CorruptObject.class)
          .hasMessageContaining("a in")
          .hasMessageContaining("10 bytes");
    }
  }

  @Test
  void aReadOfMoreThanABufferIsRefusedBeforeItBegins() {
    store.put(key("a"), ObjectBody.of(new byte[10]));
    List<ByteRange> ranges = List.of(new ByteRange(0, Integer.MAX_VALUE), new ByteRange(0, 1));
    assertThatThrownBy(() -> store.read(key("a"), ranges)).isInstanceOf(LimitExceeded.class);
  }

  @Test
  void deletedObjectsAreGoneAndMissingOnesAreNoFailure() {
    store.put(key("a/1"), ObjectBody.of(new byte[1]));
    store.put(key("a/2"), ObjectBody.of(new byte[1]));
    store.read(key("a/1"));
    store.delete(List.of(key("a/1"), key("a/3"), key("b")));
    store.delete(List.of());
    store.delete(key("a/1"));
    assertThat(store.head(key("a/1"))).isEmpty();
    assertThatThrownBy(() -> store.read(key("a/1"))).isInstanceOf(MissingObject.class);
    assertThat(keys("")).containsExactly("a/2");
  }

  @Test
  void aRegisterMovesFromVersionToVersion() {
    RegisterKey main = RegisterKey.ref("main");
    Version one = swapped(store.compareAndSet(main, Version.ABSENT, new byte[] {1}));
    assertThat(store.readRegister(main)).isEqualTo(new Register(one, new byte[] {1}));
    Version two = swapped(anotherClient(store).compareAndSet(main, one, new byte[] {2}));
    assertThat(store.readRegister(main)).isEqualTo(new Register(two, new byte[] {2}));
    assertThat(two).isNotEqualTo(one);
    swapped(store.compareAndSet(main, two, new byte[0]));
    assertThat(store.readRegister(main).value()).isEmpty();
    assertThat(store.readRegister(main).isAbsent()).isFalse();
  }

  @Test
  void aStaleSwapReportsWhatIsThere() {
    RegisterKey main = RegisterKey.ref("main");
    Version one = swapped(store.compareAndSet(main, Version.ABSENT, new byte[] {1}));
    Register first = store.readRegister(main);
    assertThat(store.compareAndSet(main, Version.ABSENT, new byte[] {9}))
        .isEqualTo(new SwapResult.Conflict(first));
    swapped(store.compareAndSet(main, one, new byte[] {2}));
    Register second = store.readRegister(main);
    assertThat(store.compareAndSet(main, one, new byte[] {9}))
        .isEqualTo(new SwapResult.Conflict(second));
    RegisterKey other = RegisterKey.ref("other");
    assertThat(store.compareAndSet(other, one, new byte[] {9}))
        .isEqualTo(new SwapResult.Conflict(Register.ABSENT));
    assertThat(store.readRegister(main)).isEqualTo(second);
    assertThat(keys("")).containsExactly("refs/main");
  }

  @Test
  void noVersionComesBackUnlessTheValueDoes() {
    boolean evenThen = store.capabilities().contains(Capability.DISTINCT_VERSIONS);
    RegisterKey main = RegisterKey.ref("main");
    Version version = Version.ABSENT;
    List<Version> seen = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte value = (byte) (evenThen ? i % 2 : i);
      version = swapped(store.compareAndSet(main, version, new byte[] {value}));
      assertThat(store.readRegister(main).version()).isEqualTo(version);
      seen.add(version);
    }
    assertThat(seen).doesNotHaveDuplicates();
    for (Version old : seen.subList(0, 99)) {
      assertThat(store.compareAndSet(main, old, new byte[] {127}))
          .isInstanceOf(SwapResult.Conflict.class);
    }
  }

  @Test
  void registersAreDeletedForAPurge() {
    RegisterKey main = RegisterKey.ref("main");
    Version one = swapped(store.compareAndSet(main, Version.ABSENT, new byte[] {1}));
    swapped(store.compareAndSet(main, one, new byte[] {2}));
    store.delete(List.of(main, RegisterKey.GC_ROOT));
    assertThat(store.readRegister(main)).isEqualTo(Register.ABSENT);
    assertThat(keys("")).isEmpty();
    swapped(store.compareAndSet(main, Version.ABSENT, new byte[] {3}));
    assertThat(store.readRegister(main).value()).containsExactly(3);
  }

  @Test
  void aRegisterHoldsItsLargestValueAndNoMore() {
    RegisterKey root = RegisterKey.GC_ROOT;
    byte[] largest = randomBytes(new Random(13), ObjectStore.MAX_REGISTER_BYTES);
    Version version = swapped(store.compareAndSet(root, Version.ABSENT, largest));
    assertThat(store.readRegister(root).value()).isEqualTo(largest);
    assertThatThrownBy(() -> store.compareAndSet(root, version, new byte[largest.length + 1]))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("gc/root");
  }

  @Test
  void listingsAreInTheOrderOfKeysWhateverFoldersThereAre() {
    List<String> names =
        List.of(
            "a",
            "a-b/c",
            "a.b/c",
            "b/a/x",
            "b/a-",
            "b/a.z",
            "b/a0",
            "b-a",
            "b0",
            "b=c/d",
            "gc-x",
            "refs-x/y",
            "z/z/z/z");
    for (String name : names) {
      store.put(key(name), ObjectBody.of(new byte[name.length()]));
    }
    swapped(store.compareAndSet(RegisterKey.ref("main"), Version.ABSENT, new byte[33]));
    swapped(store.compareAndSet(RegisterKey.ref("a-b"), Version.ABSENT, new byte[33]));
    swapped(store.compareAndSet(RegisterKey.GC_ROOT, Version.ABSENT, new byte[5]));
    List<String> all = new ArrayList<>(names);
    all.addAll(List.of("refs/main", "refs/a-b", "gc/root"));
    all.sort(null);
    for (String prefix :
        List.of(
            "", "b", "b/", "b/a", "b/a/", "refs", "refs/", "refs/m", "gc/", "z/z/z", "q", "a")) {
      List<String> expected = all.stream().filter(name -> name.startsWith(prefix)).toList();
      for (int limit : new int[] {1, 2, 3, 100}) {
        assertThat(keysByPages(prefix, limit)).as(prefix + " by " + limit).isEqualTo(expected);
      }
      for (String after : List.of("a", "b/", "b/a", "b/a-", "b/a/x", "b/a0", "c", "refs/b", "zz")) {
        List<String> rest = expected.stream().filter(k -> k.compareTo(after) > 0).toList();
        assertThat(
                store.list(new ListRequest(prefix, after, 100)).entries().stream()
                    .map(entry -> entry.key().path()))
            .as(prefix + " after " + after)
            .isEqualTo(rest);
      }
    }
    assertThat(store.list(ListRequest.of("refs/main")).entries())
        .containsExactly(new StoredObject(RegisterKey.ref("main"), 33));
    assertThat(store.list(ListRequest.of("b/a.z")).entries())
        .containsExactly(new StoredObject(key("b/a.z"), 5));
  }

  @Test
  void manyPagesListEachKeyOnce() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String name = String.format(java.util.Locale.ROOT, "o/%02d/%03d", i % 7, i);
      store.put(key(name), ObjectBody.of(new byte[0]));
      expected.add(name);
    }
    expected.sort(null);
    assertThat(keysByPages("o/", 11)).isEqualTo(expected);
    assertThat(keys("o/")).isEqualTo(expected);
  }

  @Test
  void listRequestsOutsideTheirLimitsAreRefused() {
    assertThatThrownBy(() -> new ListRequest("", "", 0)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new ListRequest("", "", ListRequest.MAX_LIMIT + 1))
        .isInstanceOf(InvalidInput.class);
    for (String prefix : List.of("/", "../", "a/../b", "A", "a//", "a\0", "../x")) {
      assertThatThrownBy(() -> store.list(ListRequest.of(prefix))).isInstanceOf(InvalidInput.class);
    }
  }

  @Test
  void tenThousandHostileNamesAreRefused() {
    for (String name : HostileNames.generate(14, 10_000)) {
      assertThatThrownBy(() -> store.read(key(name))).isInstanceOf(InvalidInput.class);
      assertThatThrownBy(() -> store.put(key(name), ObjectBody.of(new byte[1])))
          .isInstanceOf(InvalidInput.class);
      assertThatThrownBy(() -> store.readRegister(RegisterKey.ref(name)))
          .isInstanceOf(InvalidInput.class);
      assertThatThrownBy(() -> store.delete(StoreKey.parse(name))).isInstanceOf(InvalidInput.class);
    }
    assertThat(keys("")).isEmpty();
  }

  @Test
  void randomCallsAnswerAsTheModelDoes() {
    long seed = 15;
    new ModelComparison(store, anotherClient(store), seed).run(400);
  }

  @Test
  void forgettingLosesNothing() {
    store.put(key("a"), ObjectBody.of(new byte[] {1}));
    store.read(key("a"));
    store.forget(key("a"));
    store.forget(key("never/there"));
    assertThat(bytesOf(store.read(key("a")))).containsExactly(1);
  }

  private List<String> keys(String prefix) {
    List<String> keys = new ArrayList<>();
    store.listAll(prefix).forEach(entry -> keys.add(entry.key().path()));
    return keys;
  }

  private List<String> keysByPages(String prefix, int limit) {
    List<String> keys = new ArrayList<>();
    ListRequest request = new ListRequest(prefix, "", limit);
    while (true) {
      ListPage page = anotherClient(store).list(request);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      page.entries().forEach(entry -> keys.add(entry.key().path()));
      if (page.last()) {
        return keys;
      }
      request = request.after(page.entries().get(page.entries().size() - 1).key());
    }
  }

  static Version swapped(SwapResult result) {
    assertThat(result).isInstanceOf(SwapResult.Swapped.class);
    return ((SwapResult.Swapped) result).version();
  }

  static ObjectKey key(String path) {
    return new ObjectKey(path);
  }

  static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static byte[] bytesOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static byte[] cut(byte[] bytes, ByteRange range) {
    return Arrays.copyOfRange(bytes, (int) range.offset(), (int) range.end());
  }
}
