package io.dreamdb.benchmarks;

import io.dreamdb.store.ByteRange;
import io.dreamdb.store.Capability;
import io.dreamdb.store.CreateResult;
import io.dreamdb.store.ListPage;
import io.dreamdb.store.ListRequest;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.Register;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.Spool;
import io.dreamdb.store.StoreKey;
import io.dreamdb.store.StoredObject;
import io.dreamdb.store.SwapResult;
import io.dreamdb.store.Version;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the requests of this process over all stores of its kind, and the bytes written, data
 * apart from metadata. It keeps the location by which it was opened, so that tasks, which open the
 * store again, are counted, too.
 */
final class TallyingObjectStore implements ObjectStore {

  private static final LongAdder READS = new LongAdder();
  private static final LongAdder WRITES = new LongAdder();
  private static final LongAdder DATA_BYTES = new LongAdder();
  private static final LongAdder METADATA_BYTES = new LongAdder();

  private final String location;
  private final ObjectStore store;

  TallyingObjectStore(String location, ObjectStore store) {
    this.location = location;
    this.store = store;
  }

  /**
   * What was asked of all stores.
   *
   * @param reads requests that change nothing
   * @param writes requests that may
   * @param dataBytes written to row batches and vector storages
   * @param metadataBytes written to all other objects and to registers
   */
  record Tally(long reads, long writes, long dataBytes, long metadataBytes) {

    Tally since(Tally earlier) {
      return new Tally(
          reads - earlier.reads,
          writes - earlier.writes,
          dataBytes - earlier.dataBytes,
          metadataBytes - earlier.metadataBytes);
    }
  }

  /** The counts of this process. */
  static Tally tally() {
    return new Tally(READS.sum(), WRITES.sum(), DATA_BYTES.sum(), METADATA_BYTES.sum());
  }

  private static void countWrite(ObjectKey key, ObjectBody body) {
    WRITES.increment();
    String path = key.path();
    boolean isData =
        !path.startsWith("outboards/") && (path.contains("/batch/") || path.contains("/vector/"));
    (isData ? DATA_BYTES : METADATA_BYTES).add(body.lengthBytes());
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public Set<Capability> capabilities() {
    return store.capabilities();
  }

  @Override
  public Optional<StoredObject> head(ObjectKey key) {
    READS.increment();
    return store.head(key);
  }

  @Override
  public ByteBuffer read(ObjectKey key) {
    READS.increment();
    return store.read(key);
  }

  @Override
  public List<ByteBuffer> read(ObjectKey key, List<ByteRange> ranges) {
    READS.increment();
    return store.read(key, ranges);
  }

  @Override
  public Register readRegister(RegisterKey key) {
    READS.increment();
    return store.readRegister(key);
  }

  @Override
  public void put(ObjectKey key, ObjectBody body) {
    countWrite(key, body);
    store.put(key, body);
  }

  @Override
  public CreateResult putIfAbsent(ObjectKey key, ObjectBody body) {
    countWrite(key, body);
    return store.putIfAbsent(key, body);
  }

  @Override
  public SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value) {
    WRITES.increment();
    METADATA_BYTES.add(value.length);
    return store.compareAndSet(key, expected, value);
  }

  @Override
  public ListPage list(ListRequest request) {
    READS.increment();
    return store.list(request);
  }

  @Override
  public void delete(Collection<? extends StoreKey> keys) {
    WRITES.increment();
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
