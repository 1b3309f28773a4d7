package io.dreamdb.object;

import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which 16 KiB groups of which objects were found right in this process, which objects are open for
 * many small reads, what was fetched of objects that cannot be mapped, and what readers made of
 * parts of objects; bounded, the least recently used being forgotten first. One serves many spaces:
 * an object is known by its store and key, as another copy of the same bytes may be damaged. Safe
 * for many threads.
 */
public final class VerifiedGroups {

  private static final int MAX_OBJECTS = 16_384;
  private static final int MAX_WINDOWS = 1_024;
  private static final long MAX_WINDOW_HEAP_BYTES = 256L << 20;
  private static final long MAX_FETCHED_BYTES = 256L << 20;
  private static final long MAX_DECODED_BYTES = 64L << 20;

  /** The part of the heap that fetched bytes may take, and the same that windows may. */
  private static final int HEAP_PART = 8;

  /** The part of the heap that decoded parts may take. */
  private static final int DECODED_HEAP_PART = 32;

  /**
   * One copy of an object.
   *
   * @param location the store's
   * @param key the object's
   */
  record Copy(String location, ObjectKey key) {}

  private final Verification verification;
  private final long maxWindowHeapBytes = ofHeap(MAX_WINDOW_HEAP_BYTES, HEAP_PART);
  private final Map<Copy, BitSet> groups = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<Copy, VerifiedWindow> windows = new LinkedHashMap<>(64, 0.75f, true);
  private final ProvenBytes fetched;
  private final DecodedParts decoded;
  private long windowHeapBytes;

  /** Remembers nothing yet. */
  public VerifiedGroups(Verification verification) {
    this(verification, ofHeap(MAX_FETCHED_BYTES, HEAP_PART));
  }

  VerifiedGroups(Verification verification, long maxFetchedBytes) {
    this.verification = verification;
    this.fetched = new ProvenBytes(maxFetchedBytes);
    this.decoded = new DecodedParts(ofHeap(MAX_DECODED_BYTES, DECODED_HEAP_PART));
  }

  private static long ofHeap(long mostBytes, int part) {
    return Math.min(mostBytes, Runtime.getRuntime().maxMemory() / part);
  }

  /** Whether each read is checked, so that nothing is remembered. */
  boolean checksEachRead() {
    return verification == Verification.ALWAYS;
  }

  /** What was made of the part that begins there, if it is remembered and of that type. */
  <T> @Nullable T decoded(Copy copy, long offset, Class<T> type) {
    return decoded.get(copy, offset, type);
  }

  /** Remembers what was made of a part, unless each read is to be checked. */
  void remember(Copy copy, long offset, Object value, long heapBytes) {
    if (!checksEachRead()) {
      decoded.put(copy, offset, value, heapBytes);
    }
  }

  /** Fills parts of objects of a store. */
  FetchCost fetch(ObjectStore store, List<ObjectPart> parts) {
    return new PartsFetch(store, verification, fetched).fill(parts);
  }

  /** How much memory fetched bytes take now. */
  long fetchedBytes() {
    return fetched.heldBytes();
  }

  /**
   * An object opened for many small reads, from this cache if it is there. Windows that are in use
   * stay usable when they leave it.
   */
  VerifiedWindow window(ObjectStore store, ObjectKey key, ObjectRef ref) {
    Copy copy = new Copy(store.location(), key);
    VerifiedWindow known = find(copy);
    if (known != null) {
      return known;
    }
    VerifiedWindow opened = VerifiedWindow.open(store, key, ref, verification);
    keep(copy, opened);
    return opened;
  }

  private synchronized @Nullable VerifiedWindow find(Copy copy) {
    return windows.get(copy);
  }

  private synchronized void keep(Copy copy, VerifiedWindow opened) {
    VerifiedWindow replaced = windows.put(copy, opened);
    windowHeapBytes += opened.heapBytes() - (replaced == null ? 0 : replaced.heapBytes());
    Iterator<VerifiedWindow> oldest = windows.values().iterator();
    while (windows.size() > MAX_WINDOWS || windowHeapBytes > maxWindowHeapBytes) {
      windowHeapBytes -= oldest.next().heapBytes();
      oldest.remove();
    }
  }

  /** Whether all groups from {@code first} to {@code last} need no check. */
  synchronized boolean contains(Copy copy, int first, int last) {
    if (verification != Verification.FIRST_TOUCH) {
      return verification == Verification.OFF;
    }
    BitSet known = groups.get(copy);
    return known != null && known.nextClearBit(first) > last;
  }

  synchronized void add(Copy copy, int first, int last) {
    if (verification != Verification.FIRST_TOUCH) {
      return;
    }
    groups.computeIfAbsent(copy, absent -> new BitSet()).set(first, last + 1);
    Iterator<BitSet> oldest = groups.values().iterator();
    while (groups.size() > MAX_OBJECTS && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
  }
}
