package io.dreamdb.store;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A flat space of immutable objects and of registers that move by compare-and-set.
 *
 * <p>All methods may be called by any number of threads at once. A write is seen whole or not at
 * all, and by every reader that begins after it was acknowledged.
 *
 * <p>Failures: {@code StoreUnavailable} where the store did not answer or refused, naming the
 * store, the key and the reason. From a conditional write it means that nothing was and nothing
 * will be written; every doubt is a result of type {@code Unknown}. From {@link #put} and {@link
 * #delete} it means that the effect may have happened; repeating them is safe.
 */
public interface ObjectStore extends AutoCloseable {

  /** The largest object: 5 GiB. */
  long MAX_OBJECT_BYTES = 5L << 30;

  /** The largest value of a register: 16 MiB. */
  int MAX_REGISTER_BYTES = 16 << 20;

  /** Where the store is, as a URI without credentials, for messages. */
  String location();

  /** What the store promises beyond this contract. Never changes. */
  Set<Capability> capabilities();

  /** Whether an object is there, asked of the store and never of a cache. */
  Optional<StoredObject> head(ObjectKey key);

  /**
   * Reads a whole object.
   *
   * <p>Buffers that a read returns are read-only, big-endian, at position 0, and reach to their
   * limit. They belong to the caller, never change, and live until they are unreachable: a mapped
   * buffer stays readable after the object was deleted or the store closed, and its address space
   * is freed when it is garbage collected. Callers on several threads take a {@code duplicate()}.
   *
   * @throws io.dreamdb.MissingObject when there is no such object
   * @throws io.dreamdb.LimitExceeded when it is longer than a buffer can be (2 GiB - 1)
   */
  ByteBuffer read(ObjectKey key);

  /**
   * Reads ranges of one object: in any order, overlapping if need be, empty ones too. Adapters join
   * neighbours into one request. The result has one buffer per range, in the order of the ranges,
   * each exactly as long as asked; see {@link #read(ObjectKey)} for what they are.
   *
   * @throws io.dreamdb.MissingObject when there is no such object
   * @throws io.dreamdb.CorruptObject when a range ends behind the object's end, naming its length
   * @throws io.dreamdb.LimitExceeded when the ranges sum to more than 2 GiB - 1
   */
  List<ByteBuffer> read(ObjectKey key, List<ByteRange> ranges);

  /** Reads one range, as {@link #read(ObjectKey, List)} does. */
  default ByteBuffer read(ObjectKey key, ByteRange range) {
    return read(key, List.of(range)).get(0);
  }

  /**
   * Reads ranges of several objects, each as {@link #read(ObjectKey, List)} does, side by side
   * where that is faster. The result has the keys of the request. When one read fails, all do, with
   * its failure.
   */
  default Map<ObjectKey, List<ByteBuffer>> readAll(Map<ObjectKey, List<ByteRange>> ranges) {
    Map<ObjectKey, List<ByteBuffer>> read = new LinkedHashMap<>();
    ranges.forEach((key, wanted) -> read.put(key, read(key, wanted)));
    return read;
  }

  /** Reads a register: the latest value that was acknowledged before the call, or a later one. */
  Register readRegister(RegisterKey key);

  /**
   * Writes an object, or writes it again with the same bytes. Whoever writes other bytes under a
   * key that exists breaks the format; a store need not notice, but no reader sees a mixture.
   */
  void put(ObjectKey key, ObjectBody body);

  /**
   * Writes objects as {@link #put} does, in any order, side by side where that is faster. When it
   * returns, all are stored; when it fails, any of them may be.
   */
  default void putAll(Map<ObjectKey, ObjectBody> objects) {
    objects.forEach(this::put);
  }

  /** Writes an object unless the key is taken. Of callers that race, one creates it. */
  CreateResult putIfAbsent(ObjectKey key, ObjectBody body);

  /**
   * Replaces a register's value if it still holds the expected version, or creates it where {@link
   * Version#ABSENT} is expected. Of callers that expect the same version, one swaps.
   *
   * @param expected a version that this store gave out for this register
   * @throws io.dreamdb.LimitExceeded when the value is above {@link #MAX_REGISTER_BYTES}
   */
  SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value);

  /** Lists objects and registers by key; what is written meanwhile may be shown or not. */
  ListPage list(ListRequest request);

  /**
   * All entries under a prefix, fetched page by page; each call to {@code iterator} begins anew.
   */
  default Iterable<StoredObject> listAll(String prefix) {
    ListRequest first = ListRequest.of(prefix);
    return () -> new Listing(this, first);
  }

  /**
   * Removes objects and registers; those that are not there are no failure.
   *
   * <p>Registers are removed only where a whole space is purged: a register that is created again
   * may give out versions that it gave out before, and then a writer that slept can win.
   */
  void delete(Collection<? extends StoreKey> keys);

  /** Removes one object or register, as {@link #delete(Collection)} does. */
  default void delete(StoreKey key) {
    delete(List.of(key));
  }

  /** A place to build a large object for this store, before its key is known. */
  default Spool spool() {
    return Spool.inSystemTemp();
  }

  /**
   * Drops what a decorator remembers of an object. For readers that found its bytes wrong: their
   * next read asks the store.
   */
  default void forget(ObjectKey key) {}

  /** Frees connections. Buffers that were read stay valid. Closing again does nothing. */
  @Override
  void close();
}
