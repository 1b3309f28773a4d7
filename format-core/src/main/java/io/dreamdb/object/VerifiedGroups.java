package io.dreamdb.object;

import io.dreamdb.store.ObjectKey;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which 16 KiB groups of which objects were found right in this process; bounded, the least
 * recently used objects being forgotten first. One serves many spaces: an object is known by its
 * store and key, as another copy of the same bytes may be damaged. Safe for many threads.
 */
public final class VerifiedGroups {

  private static final int MAX_OBJECTS = 16_384;

  /**
   * One copy of an object.
   *
   * @param location the store's
   * @param key the object's
   */
  record Copy(String location, ObjectKey key) {}

  private final Verification verification;
  private final Map<Copy, BitSet> groups = new LinkedHashMap<>(64, 0.75f, true);

  /** Remembers nothing yet. */
  public VerifiedGroups(Verification verification) {
    this.verification = verification;
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
