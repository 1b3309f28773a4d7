package io.dreamdb.object;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by key that have at most so many bytes together, what was not used for longest leaving
 * first. Safe for many threads.
 */
final class BoundedMap<K, V> {

  private record Entry<V>(V value, long bytes) {}

  private final long maxBytes;
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long heldBytes;

  BoundedMap(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What the values were said to take, together. */
  synchronized long heldBytes() {
    return heldBytes;
  }

  synchronized @Nullable V get(K key) {
    Entry<V> entry = entries.get(key);
    return entry == null ? null : entry.value;
  }

  /** Keeps a value; one that is larger than all may be is not kept, and displaces nothing. */
  synchronized void put(K key, V value, long bytes) {
    if (bytes > maxBytes) {
      return;
    }
    Entry<V> replaced = entries.put(key, new Entry<>(value, bytes));
    heldBytes += bytes - (replaced == null ? 0 : replaced.bytes);
    Iterator<Entry<V>> oldest = entries.values().iterator();
    while (heldBytes > maxBytes) {
      heldBytes -= oldest.next().bytes;
      oldest.remove();
    }
  }
}
