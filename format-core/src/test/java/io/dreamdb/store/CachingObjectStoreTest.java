package io.dreamdb.store;

import static io.dreamdb.store.ObjectStoreContract.bytesOf;
import static io.dreamdb.store.ObjectStoreContract.key;
import static io.dreamdb.store.ObjectStoreContract.swapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.MissingObject;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingObjectStoreTest {

  private final MemoryObjectStore memory = new MemoryObjectStore();
  private final CountingObjectStore below = new CountingObjectStore(memory);
  private final ObjectCache cache = new ObjectCache(100_000);
  private final ObjectStore store = new CachingObjectStore(below, cache);

  @Test
  void aSecondReadDoesNotReachTheStore() {
    memory.put(key("a"), ObjectBody.of(new byte[1000]));
    store.read(key("a"));
    store.read(key("a"));
    assertThat(reads()).isEqualTo(1);
  }

  @Test
  void aWholeObjectServesItsRanges() {
    memory.put(key("a"), ObjectBody.of(new byte[] {1, 2, 3}));
    store.read(key("a"));
    assertThat(bytesOf(store.read(key("a"), new ByteRange(1, 2)))).containsExactly(2, 3);
    assertThat(reads()).isEqualTo(1);
  }

  @Test
  void onlyTheRangesThatAreMissingAreRead() {
    memory.put(key("a"), ObjectBody.of(new byte[] {1, 2, 3, 4, 5, 6}));
    store.read(key("a"), List.of(new ByteRange(0, 2)));
    List<ByteBuffer> all = store.read(key("a"), List.of(new ByteRange(4, 2), new ByteRange(0, 2)));
    assertThat(bytesOf(all.get(0))).containsExactly(5, 6);
    assertThat(bytesOf(all.get(1))).containsExactly(1, 2);
    assertThat(below.counts().of(StoreOperation.READ)).isEqualTo(new StoreCounts.Count(2, 4));
    store.read(key("a"), List.of(new ByteRange(4, 2), new ByteRange(0, 2)));
    assertThat(reads()).isEqualTo(2);
  }

  @Test
  void registersExistenceListingsAndAbsenceAreAskedForEachTime() {
    RegisterKey main = RegisterKey.ref("main");
    assertThatThrownBy(() -> store.read(key("a"))).isInstanceOf(MissingObject.class);
    assertThat(store.head(key("a"))).isEmpty();
    assertThat(store.readRegister(main).isAbsent()).isTrue();
    memory.put(key("a"), ObjectBody.of(new byte[1]));
    Version one = swapped(memory.compareAndSet(main, Version.ABSENT, new byte[] {1}));
    assertThat(store.read(key("a")).remaining()).isEqualTo(1);
    assertThat(store.head(key("a"))).isPresent();
    assertThat(store.readRegister(main).value()).containsExactly(1);
    swapped(memory.compareAndSet(main, one, new byte[] {2}));
    assertThat(store.readRegister(main).value()).containsExactly(2);
    memory.delete(key("a"));
    assertThat(store.head(key("a"))).isEmpty();
    assertThat(store.list(ListRequest.of("")).entries()).hasSize(1);
  }

  @Test
  void whatIsForgottenIsReadAgain() {
    memory.put(key("a"), ObjectBody.of(new byte[] {1}));
    store.read(key("a"));
    store.read(key("a"), new ByteRange(0, 1));
    memory.put(key("a"), ObjectBody.of(new byte[] {2}));
    assertThat(bytesOf(store.read(key("a")))).containsExactly(1);
    store.forget(key("a"));
    assertThat(cache.usedBytes()).isZero();
    assertThat(bytesOf(store.read(key("a")))).containsExactly(2);
  }

  @Test
  void theCacheStaysWithinItsBytesAndDropsWhatWasUnusedLongest() {
    for (int i = 0; i < 10; i++) {
      memory.put(key("o" + i), ObjectBody.of(new byte[20_000]));
    }
    for (int i = 0; i < 4; i++) {
      store.read(key("o" + i));
    }
    store.read(key("o0"));
    store.read(key("o4")); // a fifth does not fit: o1 goes
    long before = reads();
    store.read(key("o0"));
    assertThat(reads()).isEqualTo(before);
    store.read(key("o1"));
    assertThat(reads()).isEqualTo(before + 1);
    for (int i = 0; i < 10; i++) {
      store.read(key("o" + i));
      assertThat(cache.usedBytes()).isBetween(60_000L, 100_000L);
    }
  }

  @Test
  void oneLargeObjectDoesNotEmptyTheCache() {
    memory.put(key("small"), ObjectBody.of(new byte[10]));
    memory.put(key("large"), ObjectBody.of(new byte[30_000]));
    store.read(key("small"));
    store.read(key("large"));
    store.read(key("large"));
    store.read(key("small"));
    assertThat(reads()).isEqualTo(3);
  }

  @Test
  void manyEmptyObjectsAreBoundedToo() {
    for (int i = 0; i < 1000; i++) {
      memory.put(key("o" + i), ObjectBody.of(new byte[0]));
      store.read(key("o" + i));
    }
    assertThat(cache.usedBytes()).isLessThanOrEqualTo(100_000);
  }

  @Test
  void storesThatShareACacheDoNotShareObjects() {
    MemoryObjectStore other = new MemoryObjectStore();
    memory.put(key("a"), ObjectBody.of(new byte[] {1}));
    other.put(key("a"), ObjectBody.of(new byte[] {2}));
    ObjectStore second = new CachingObjectStore(other, cache);
    assertThat(bytesOf(store.read(key("a")))).containsExactly(1);
    assertThat(bytesOf(second.read(key("a")))).containsExactly(2);
  }

  @Test
  void mappedBuffersArePassedThrough(@TempDir Path temp) {
    LocalObjectStore local = new LocalObjectStore(temp);
    local.put(key("a"), ObjectBody.of(new byte[2 << 20]));
    ObjectCache large = new ObjectCache(1 << 30);
    ByteBuffer bytes = new CachingObjectStore(local, large).read(key("a"));
    assertThat(bytes.isDirect()).isTrue();
    assertThat(large.usedBytes()).isZero();
  }

  private long reads() {
    return below.counts().of(StoreOperation.READ).requests();
  }
}
