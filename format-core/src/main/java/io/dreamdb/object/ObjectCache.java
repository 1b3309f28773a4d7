package io.dreamdb.object;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decoded immutable objects by id, the least recently used leaving first. One cache serves many
 * spaces: an id means the same bytes everywhere. Safe for many threads.
 */
public final class ObjectCache {

  private record Entry(Object value, long weightBytes) {}

  private final long capacityBytes;
  private final Map<ObjectId, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long heldBytes;

  /** A cache for objects whose encoded forms have up to {@code capacityBytes} together. */
  public ObjectCache(long capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  /** The value, if it is here and of that type: the same bytes may have been read as another. */
  synchronized <T> @Nullable T get(ObjectId id, Class<T> type) {
    Entry entry = entries.get(id);
    return entry == null || !type.isInstance(entry.value) ? null : type.cast(entry.value);
  }

  /** The same, for bytes of that length alone. */
  synchronized <T> @Nullable T get(ObjectId id, Class<T> type, long weightBytes) {
    T value = get(id, type);
    return value == null || weight(id) != weightBytes ? null : value;
  }

  private long weight(ObjectId id) {
    Entry entry = entries.get(id);
    return entry == null ? -1 : entry.weightBytes;
  }

  /** Keeps a value; one that is larger than the cache is not kept, and displaces nothing. */
  synchronized void put(ObjectId id, Object value, long weightBytes) {
    if (weightBytes > capacityBytes) {
      return;
    }
    Entry replaced = entries.put(id, new Entry(value, weightBytes));
    heldBytes += weightBytes - (replaced == null ? 0 : replaced.weightBytes);
    Iterator<Entry> oldest = entries.values().iterator();
    while (heldBytes > capacityBytes && oldest.hasNext()) {
      heldBytes -= oldest.next().weightBytes;
      oldest.remove();
    }
  }
}
