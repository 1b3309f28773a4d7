package io.dreamdb.store;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts calls and bytes.
 *
 * <p>Below a cache it counts what the cache let through, above it what was asked for. One read of
 * several ranges is one call, however many requests the adapter makes of it.
 */
public final class CountingObjectStore implements ObjectStore {

  private record Tally(LongAdder requests, LongAdder bytes) {}

  private final ObjectStore store;
  private final Map<StoreOperation, Tally> tallies = new EnumMap<>(StoreOperation.class);

  /** Begins at zero. */
  public CountingObjectStore(ObjectStore store) {
    this.store = store;
    for (StoreOperation operation : StoreOperation.values()) {
      tallies.put(operation, new Tally(new LongAdder(), new LongAdder()));
    }
  }

  /** The counts now. While other threads work it is not the state of one moment. */
  public StoreCounts counts() {
    Map<StoreOperation, StoreCounts.Count> counts = new EnumMap<>(StoreOperation.class);
    tallies.forEach((operation, tally) ->
        counts.put(operation, new StoreCounts.Count(tally.requests().sum(), tally.bytes().sum())));
    return new StoreCounts(counts);
  }

  private Tally count(StoreOperation operation) {
    Tally tally = tally(operation);
    tally.requests().increment();
    return tally;
  }

  private Tally tally(StoreOperation operation) {
    Tally tally = tallies.get(operation);
    if (tally == null) {
      throw new IllegalStateException("no tally of " + operation);
    }
    return tally;
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
    count(StoreOperation.HEAD);
    return store.head(key);
  }

  @Override
  public ByteBuffer read(ObjectKey key) {
    Tally tally = count(StoreOperation.READ);
    ByteBuffer bytes = store.read(key);
    tally.bytes().add(bytes.remaining());
    return bytes;
  }

  @Override
  public List<ByteBuffer> read(ObjectKey key, List<ByteRange> ranges) {
    Tally tally = count(StoreOperation.READ);
    List<ByteBuffer> all = store.read(key, ranges);
    all.forEach(bytes -> tally.bytes().add(bytes.remaining()));
    return all;
  }

  @Override
  public Map<ObjectKey, List<ByteBuffer>> readAll(Map<ObjectKey, List<ByteRange>> ranges) {
    ranges.keySet().forEach(key -> count(StoreOperation.READ));
    Map<ObjectKey, List<ByteBuffer>> read = store.readAll(ranges);
    LongAdder bytes = tally(StoreOperation.READ).bytes();
    read.values().forEach(all -> all.forEach(one -> bytes.add(one.remaining())));
    return read;
  }

  @Override
  public Register readRegister(RegisterKey key) {
    Tally tally = count(StoreOperation.READ_REGISTER);
    Register register = store.readRegister(key);
    tally.bytes().add(register.lengthBytes());
    return register;
  }

  @Override
  public void put(ObjectKey key, ObjectBody body) {
    count(StoreOperation.PUT).bytes().add(body.lengthBytes());
    store.put(key, body);
  }

  @Override
  public void putAll(Map<ObjectKey, ObjectBody> objects) {
    objects.values().forEach(body -> count(StoreOperation.PUT).bytes().add(body.lengthBytes()));
    store.putAll(objects);
  }

  @Override
  public CreateResult putIfAbsent(ObjectKey key, ObjectBody body) {
    count(StoreOperation.PUT_IF_ABSENT).bytes().add(body.lengthBytes());
    return store.putIfAbsent(key, body);
  }

  @Override
  public SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value) {
    count(StoreOperation.COMPARE_AND_SET).bytes().add(value.length);
    return store.compareAndSet(key, expected, value);
  }

  @Override
  public ListPage list(ListRequest request) {
    count(StoreOperation.LIST);
    return store.list(request);
  }

  @Override
  public void delete(Collection<? extends StoreKey> keys) {
    count(StoreOperation.DELETE);
    store.delete(keys);
  }

  @Override
  public Spool spool() {
    return store.spool();
  }

  @Override
  public void forget(ObjectKey key) {
    store.forget(key);
  }

  @Override
  public void close() {
    store.close();
  }
}
