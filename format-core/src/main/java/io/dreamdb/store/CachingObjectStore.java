package io.dreamdb.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    List<@Nullable ByteBuffer> found = known(key, ranges);
    List<ByteRange> missing = missing(ranges, found);
    return missing.isEmpty() && !ranges.isEmpty()
        ? completed(key, ranges, found, List.of())
        : completed(key, ranges, found, store.read(key, missing));
  }

  @Override
  public Map<ObjectKey, List<ByteBuffer>> readAll(Map<ObjectKey, List<ByteRange>> ranges) {
    Map<ObjectKey, List<@Nullable ByteBuffer>> found = new LinkedHashMap<>();
    Map<ObjectKey, List<ByteRange>> missing = new LinkedHashMap<>();
    ranges.forEach((key, wanted) -> {
      List<@Nullable ByteBuffer> known = known(key, wanted);
      List<ByteRange> rest = missing(wanted, known);
      found.put(key, known);
      if (!rest.isEmpty() || wanted.isEmpty()) {
        missing.put(key, rest);
      }
    });
    Map<ObjectKey, List<ByteBuffer>> fetched = store.readAll(missing);
    Map<ObjectKey, List<ByteBuffer>> out = new LinkedHashMap<>();
    found.forEach((key, known) ->
        out.put(
            key,
            completed(
                key,
                ranges.getOrDefault(key, List.of()),
                known,
                fetched.getOrDefault(key, List.of()))));
    return out;
  }

  /** What is cached of the ranges; null for the others. */
  private List<@Nullable ByteBuffer> known(ObjectKey key, List<ByteRange> ranges) {
    List<@Nullable ByteBuffer> found = new ArrayList<>();
    for (ByteRange range : ranges) {
      found.add(cache.find(location, key, range).orElse(null));
    }
    return found;
  }

  private static List<ByteRange> missing(List<ByteRange> ranges, List<@Nullable ByteBuffer> found) {
    List<ByteRange> missing = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      if (found.get(i) == null) {
        missing.add(ranges.get(i));
      }
    }
    return missing;
  }

  /** Puts what was fetched between what was known, and keeps it. */
  private List<ByteBuffer> completed(
      ObjectKey key,
      List<ByteRange> ranges,
      List<@Nullable ByteBuffer> found,
      List<ByteBuffer> fetched) {
    List<ByteBuffer> out = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < ranges.size(); i++) {
      ByteBuffer bytes = found.get(i);
      if (bytes == null) {
        bytes = fetched.get(next++);
        cache.keep(location, key, ranges.get(i), bytes);
      }
      out.add(bytes);
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
