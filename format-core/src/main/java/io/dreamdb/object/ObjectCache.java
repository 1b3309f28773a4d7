package io.dreamdb.object;

import org.jspecify.annotations.Nullable;

/**
 * Decoded immutable objects by id, the least recently used leaving first. One cache serves many
 * spaces: an id means the same bytes everywhere. Safe for many threads.
 */
public final class ObjectCache {

  private record Entry(Object value, long weightBytes) {}

  private final BoundedMap<ObjectId, Entry> entries;

  /** A cache for objects whose encoded forms have up to {@code capacityBytes} together. */
  public ObjectCache(long capacityBytes) {
    this.entries = new BoundedMap<>(capacityBytes);
  }

  /** The value, if it is here and of that type: the same bytes may have been read as another. */
  <T> @Nullable T get(ObjectId id, Class<T> type) {
    Entry entry = entries.get(id);
    return entry == null || !type.isInstance(entry.value) ? null : type.cast(entry.value);
  }

  /** The same, for bytes of that length alone. */
  <T> @Nullable T get(ObjectId id, Class<T> type, long weightBytes) {
    Entry entry = entries.get(id);
    return entry == null || entry.weightBytes != weightBytes || !type.isInstance(entry.value)
        ? null
        : type.cast(entry.value);
  }

  /** Keeps a value; one that is larger than the cache is not kept, and displaces nothing. */
  void put(ObjectId id, Object value, long weightBytes) {
    entries.put(id, new Entry(value, weightBytes), weightBytes);
  }
}
