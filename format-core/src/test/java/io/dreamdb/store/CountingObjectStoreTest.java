package io.dreamdb.store;

import static io.dreamdb.store.ObjectStoreContract.key;
import static io.dreamdb.store.StoreOperation.COMPARE_AND_SET;
import static io.dreamdb.store.StoreOperation.DELETE;
import static io.dreamdb.store.StoreOperation.HEAD;
import static io.dreamdb.store.StoreOperation.LIST;
import static io.dreamdb.store.StoreOperation.PUT;
import static io.dreamdb.store.StoreOperation.PUT_IF_ABSENT;
import static io.dreamdb.store.StoreOperation.READ;
import static io.dreamdb.store.StoreOperation.READ_REGISTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.MissingObject;
import io.dreamdb.store.StoreCounts.Count;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountingObjectStoreTest {

  private final CountingObjectStore store = new CountingObjectStore(new MemoryObjectStore());

  @Test
  void eachOperationIsCountedWithItsBytes() {
    RegisterKey main = RegisterKey.ref("main");
    store.put(key("a"), ObjectBody.of(new byte[10]));
    store.putIfAbsent(key("a"), ObjectBody.of(new byte[11]));
    store.head(key("a"));
    store.read(key("a"));
    store.read(key("a"), List.of(new ByteRange(0, 1), new ByteRange(5, 2)));
    store.compareAndSet(main, Version.ABSENT, new byte[7]);
    store.readRegister(main);
    store.listAll("").forEach(entry -> {});
    store.delete(List.of(key("a"), key("b")));
    assertThat(store.counts())
        .isEqualTo(
            new StoreCounts(
                Map.of(
                    PUT, new Count(1, 10),
                    PUT_IF_ABSENT, new Count(1, 11),
                    HEAD, new Count(1, 0),
                    READ, new Count(2, 13),
                    COMPARE_AND_SET, new Count(1, 7),
                    READ_REGISTER, new Count(1, 7),
                    LIST, new Count(1, 0),
                    DELETE, new Count(1, 0))));
    assertThat(store.counts().total()).isEqualTo(new Count(9, 48));
  }

  @Test
  void callsThatFailAreCountedWithoutBytes() {
    assertThatThrownBy(() -> store.read(key("a"))).isInstanceOf(MissingObject.class);
    assertThat(store.counts().of(READ)).isEqualTo(new Count(1, 0));
  }

  @Test
  void aDifferenceOfSnapshotsIsWhatHappenedBetweenThem() {
    store.put(key("a"), ObjectBody.of(new byte[10]));
    StoreCounts before = store.counts();
    store.put(key("b"), ObjectBody.of(new byte[4]));
    assertThat(store.counts().since(before).of(PUT)).isEqualTo(new Count(1, 4));
    assertThat(before.of(PUT)).isEqualTo(new Count(1, 10));
  }

  @Test
  void noCallIsLostBetweenThreads() {
    Race.run(
        16,
        racer -> {
          for (int i = 0; i < 1000; i++) {
            store.head(key("a"));
          }
          return racer;
        });
    assertThat(store.counts().of(HEAD).requests()).isEqualTo(16_000);
  }
}
