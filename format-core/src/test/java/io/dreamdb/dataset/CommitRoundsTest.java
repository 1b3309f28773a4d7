package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.object.RefName;
import io.dreamdb.store.ByteRange;
import io.dreamdb.store.Capability;
import io.dreamdb.store.CreateResult;
import io.dreamdb.store.ListPage;
import io.dreamdb.store.ListRequest;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.Register;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.StoreKey;
import io.dreamdb.store.StoredObject;
import io.dreamdb.store.SwapResult;
import io.dreamdb.store.Version;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How many rounds of requests, each waiting for the one before, a commit takes. */
class CommitRoundsTest {

  @Test
  void aSmallCommitTakesThreeRoundsBehindTheReadOfItsRef() {
    DatasetOptions options = SmallWarehouse.options(5);
    Dataset made = IndexedTable.create("memory:rounds", options);
    Rounds store = new Rounds(ObjectStores.open(made.location()));
    Dataset table = new Dataset(Space.open(store, options, Space.Caches.of(options)), Map.of());
    for (int i = 0; i < 300; i++) {
      IndexedTable.append(table, RefName.MAIN, i, i + 1);
    }
    store.rounds.clear();
    IndexedTable.append(table, RefName.MAIN, 1_000, 1_010);
    assertThat(store.rounds)
        .containsExactly("read refs/main", "write together", "write manifests", "swap refs/main");

    long anchor = table.snapshot().batches().next().firstAnchor();
    store.rounds.clear();
    table.delete(RefName.MAIN).anchors(LongStream.of(anchor).iterator(), Optional.empty());
    assertThat(store.rounds)
        .containsExactly("read refs/main", "write together", "write manifests", "swap refs/main");
  }

  /** Lists the requests; those that are sent side by side are one. */
  private static final class Rounds implements ObjectStore {

    private final ObjectStore store;
    private final List<String> rounds = new ArrayList<>();

    Rounds(ObjectStore store) {
      this.store = store;
    }

    private void round(String what, StoreKey key) {
      String path = key.path();
      rounds.add(what + " " + (path.startsWith("manifests/") ? "manifests" : path));
    }

    @Override
    public String location() {
      return store.location();
    }

    @Override
    public Set<Capability> capabilities() {
      return store.capabilities();
    }

    @Override
    public Optional<StoredObject> head(ObjectKey key) {
      round("look up", key);
      return store.head(key);
    }

    @Override
    public ByteBuffer read(ObjectKey key) {
      round("read", key);
      return store.read(key);
    }

    @Override
    public List<ByteBuffer> read(ObjectKey key, List<ByteRange> ranges) {
      round("read", key);
      return store.read(key, ranges);
    }

    @Override
    public Register readRegister(RegisterKey key) {
      round("read", key);
      return store.readRegister(key);
    }

    @Override
    public void put(ObjectKey key, ObjectBody body) {
      round("write", key);
      store.put(key, body);
    }

    @Override
    public void putAll(Map<ObjectKey, ObjectBody> objects) {
      rounds.add("write together");
      store.putAll(objects);
    }

    @Override
    public CreateResult putIfAbsent(ObjectKey key, ObjectBody body) {
      round("create", key);
      return store.putIfAbsent(key, body);
    }

    @Override
    public SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value) {
      round("swap", key);
      return store.compareAndSet(key, expected, value);
    }

    @Override
    public ListPage list(ListRequest request) {
      return store.list(request);
    }

    @Override
    public void delete(Collection<? extends StoreKey> keys) {
      store.delete(keys);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
