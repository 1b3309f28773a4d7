package io.dreamdb.object;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What readers of large objects made of parts of them, in memory: at most so many bytes, what was
 * not used for longest leaving first. Safe for many threads.
 */
final class DecodedParts {

  /** What an entry costs beside its value, about. */
  private static final int ENTRY_BYTES = 160;

  private record Slot(VerifiedGroups.Copy copy, long offset) {}

  private record Entry(Object value, long costBytes) {}

  private final long maxBytes;
  private final Map<Slot, Entry> parts = new LinkedHashMap<>(64, 0.75f, true);
  private long heldBytes;

  DecodedParts(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What the values and their book-keeping take now. */
  synchronized long heldBytes() {
    return heldBytes;
  }

  /** What was made of the part that begins there, if it is here and of that type. */
  synchronized <T> @Nullable T get(VerifiedGroups.Copy copy, long offset, Class<T> type) {
    Entry entry = parts.get(new Slot(copy, offset));
    return entry == null || !type.isInstance(entry.value) ? null : type.cast(entry.value);
  }

  /**
   * Keeps an immutable value of about that size; one that is larger than all may be is not kept,
   * and displaces nothing.
   */
  synchronized void put(VerifiedGroups.Copy copy, long offset, Object value, long heapBytes) {
    Entry entry = new Entry(value, heapBytes + ENTRY_BYTES);
    if (entry.costBytes > maxBytes) {
      return;
    }
    Entry replaced = parts.put(new Slot(copy, offset), entry);
    heldBytes += entry.costBytes - (replaced == null ? 0 : replaced.costBytes);
    Iterator<Entry> oldest = parts.values().iterator();
    while (heldBytes > maxBytes) {
      heldBytes -= oldest.next().costBytes;
      oldest.remove();
    }
  }
}
