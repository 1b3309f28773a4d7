package io.dreamdb.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers bytes of immutable objects that were read.
 *
 * <p>Only bytes: whether an object is there, what a register holds and what a listing shows is
 * asked of the store each time, and so is what was missing. A read may return the bytes of an
 * object that another client deleted since. What this client writes or deletes is forgotten.
 * Buffers that the store maps are passed through.
 */
public final class CachingObjectStore implements ObjectStore {

  private final ObjectStore store;
  private final ObjectCache cache;
  private final String location;

  /** Several stores may share one cache. */
  public CachingObjectStore(ObjectStore store, ObjectCache cache) {
    this.store = store;
    this.cache = cache;
    this.location = store.location();
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
    return store.head(key);
  }

  @Override
  public ByteBuffer read(ObjectKey key) {
    return cache
        .find(location, key)
        .orElseGet(() -> {
          ByteBuffer whole = store.read(key);
          cache.keep(location, key, whole);
          return whole;
        });
  }

  @Override
  public List<ByteBuffer> read(ObjectKey key, List<ByteRange> ranges) {
    List<Optional<ByteBuffer>> known =
        ranges.stream().map(range -> cache.find(location, key, range)).toList();
    List<ByteRange> missing = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      if (known.get(i).isEmpty()) {
        missing.add(ranges.get(i));
      }
    }
    if (missing.isEmpty() && !ranges.isEmpty()) {
      return known.stream().map(Optional::orElseThrow).toList();
    }
    List<ByteBuffer> fetched = store.read(key, missing);
    List<ByteBuffer> out = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < ranges.size(); i++) {
      if (known.get(i).isPresent()) {
        out.add(known.get(i).get());
      } else {
        ByteBuffer bytes = fetched.get(next++);
        cache.keep(location, key, ranges.get(i), bytes);
        out.add(bytes);
      }
    }
    return out;
  }

  @Override
  public Register readRegister(RegisterKey key) {
    return store.readRegister(key);
  }

  @Override
  public void put(ObjectKey key, ObjectBody body) {
    try {
      store.put(key, body);
    } finally {
      cache.forget(location, key);
    }
  }

  @Override
  public void putAll(Map<ObjectKey, ObjectBody> objects) {
    try {
      store.putAll(objects);
    } finally {
      objects.keySet().forEach(key -> cache.forget(location, key));
    }
  }

  @Override
  public CreateResult putIfAbsent(ObjectKey key, ObjectBody body) {
    try {
      return store.putIfAbsent(key, body);
    } finally {
      cache.forget(location, key);
    }
  }

  @Override
  public SwapResult compareAndSet(RegisterKey key, Version expected, byte[] value) {
    return store.compareAndSet(key, expected, value);
  }

  @Override
  public ListPage list(ListRequest request) {
    return store.list(request);
  }

  @Override
  public void delete(Collection<? extends StoreKey> keys) {
    try {
      store.delete(keys);
    } finally {
      for (StoreKey key : keys) {
        if (key instanceof ObjectKey object) {
          cache.forget(location, object);
        }
      }
    }
  }

  @Override
  public Spool spool() {
    return store.spool();
  }

  @Override
  public void forget(ObjectKey key) {
    cache.forget(location, key);
    store.forget(key);
  }

  @Override
  public void close() {
    store.close();
  }
}
