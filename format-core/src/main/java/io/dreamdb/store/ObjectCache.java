package io.dreamdb.store;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bounded amount of object bytes in memory, for the {@link CachingObjectStore}s of a process to
 * share. What was not used for longest goes first. Safe for all threads.
 */
public final class ObjectCache {

  /** What an entry costs beside its bytes, about. */
  private static final int ENTRY_BYTES = 256;

  /** One entry may take this part of the cache, so that one large read does not empty it. */
  private static final int LARGEST_PART = 4;

  private record Source(String location, ObjectKey key) {}

  /** The whole object where the range is null. */
  private record Slot(Source source, @Nullable ByteRange range) {}

  private final long maxBytes;
  private final LinkedHashMap<Slot, ByteBuffer> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Source, Set<Slot>> bySource = new HashMap<>();
  private long usedBytes;

  /**
   * An empty cache.
   *
   * @param maxBytes what the cached bytes and their book-keeping may take together
   */
  public ObjectCache(long maxBytes) {
    if (maxBytes < 0) {
      throw new IllegalArgumentException("cache of " + maxBytes + " bytes, expected 0 or more");
    }
    this.maxBytes = maxBytes;
  }

  /** What is in use now, at most the maximum. */
  public synchronized long usedBytes() {
    return usedBytes;
  }

  Optional<ByteBuffer> find(String location, ObjectKey key) {
    return Optional.ofNullable(get(new Slot(new Source(location, key), null)));
  }

  /** A range that was kept as such, or that lies in a whole object. */
  Optional<ByteBuffer> find(String location, ObjectKey key, ByteRange range) {
    Source source = new Source(location, key);
    ByteBuffer whole = get(new Slot(source, null));
    if (whole != null && range.end() <= whole.limit()) {
      return Optional.of(whole.slice((int) range.offset(), range.lengthBytes()));
    }
    return Optional.ofNullable(get(new Slot(source, range)));
  }

  void keep(String location, ObjectKey key, ByteBuffer whole) {
    keep(new Slot(new Source(location, key), null), whole);
  }

  /** Keeps a copy: a range may be a view of a far larger fetch. */
  void keep(String location, ObjectKey key, ByteRange range, ByteBuffer bytes) {
    if (isWanted(bytes)) {
      ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
      keep(new Slot(new Source(location, key), range), copy.asReadOnlyBuffer());
    }
  }

  synchronized void forget(String location, ObjectKey key) {
    Set<Slot> slots = bySource.remove(new Source(location, key));
    if (slots != null) {
      for (Slot slot : slots) {
        ByteBuffer gone = entries.remove(slot);
        usedBytes -= gone == null ? 0 : cost(gone);
      }
    }
  }

  private synchronized @Nullable ByteBuffer get(Slot slot) {
    ByteBuffer found = entries.get(slot);
    return found == null ? null : found.duplicate();
  }

  private synchronized void keep(Slot slot, ByteBuffer bytes) {
    if (!isWanted(bytes) || entries.containsKey(slot)) {
      return;
    }
    entries.put(slot, bytes.duplicate());
    bySource.computeIfAbsent(slot.source(), s -> new HashSet<>()).add(slot);
    usedBytes += cost(bytes);
    Iterator<Map.Entry<Slot, ByteBuffer>> oldest = entries.entrySet().iterator();
    while (usedBytes > maxBytes) {
      Map.Entry<Slot, ByteBuffer> gone = oldest.next();
      usedBytes -= cost(gone.getValue());
      oldest.remove();
      unlink(gone.getKey());
    }
  }

  private void unlink(Slot slot) {
    bySource.computeIfPresent(
        slot.source(),
        (source, slots) -> {
          slots.remove(slot);
          return slots.isEmpty() ? null : slots;
        });
  }

  /** A mapped buffer is in the page cache of the system already. */
  private boolean isWanted(ByteBuffer bytes) {
    return !bytes.isDirect() && cost(bytes) <= maxBytes / LARGEST_PART;
  }

  private static long cost(ByteBuffer bytes) {
    return (long) bytes.limit() + ENTRY_BYTES;
  }
}
