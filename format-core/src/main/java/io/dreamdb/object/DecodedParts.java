package io.dreamdb.object;

import org.jspecify.annotations.Nullable;

/**
 * What readers of large objects made of parts of them, in memory: at most so many bytes, what was
 * not used for longest leaving first. Safe for many threads.
 */
final class DecodedParts {

  /** What an entry costs beside its value, about. */
  private static final int ENTRY_BYTES = 160;

  private record Slot(VerifiedGroups.Copy copy, long offset) {}

  private final BoundedMap<Slot, Object> parts;

  DecodedParts(long maxBytes) {
    this.parts = new BoundedMap<>(maxBytes);
  }

  /** What the values and their book-keeping take now. */
  long heldBytes() {
    return parts.heldBytes();
  }

  /** What was made of the part that begins there, if it is here and of that type. */
  <T> @Nullable T get(VerifiedGroups.Copy copy, long offset, Class<T> type) {
    Object value = parts.get(new Slot(copy, offset));
    return type.isInstance(value) ? type.cast(value) : null;
  }

  /** Keeps an immutable value of about that size, unless it is larger than all may be. */
  void put(VerifiedGroups.Copy copy, long offset, Object value, long heapBytes) {
    parts.put(new Slot(copy, offset), value, heapBytes + ENTRY_BYTES);
  }
}
