package io.dreamdb.object;

import io.dreamdb.store.ObjectKey;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * Where the members of a bundle are, by key: 24 to 48 bytes each, as the keys themselves stand in
 * the file. One thread while it grows, then many.
 */
final class MemberIndex {

  private int[] hashes = new int[1 << 6];

  /** Offsets and one; 0: free. */
  private long[] offsets = new long[1 << 6];

  private int size;

  /** How many there are. */
  int size() {
    return size;
  }

  /** Adds a key that is not there. */
  void add(ObjectKey key, long offset) {
    if (++size > offsets.length / 2) {
      spread();
    }
    put(hash(key), offset + 1);
  }

  /**
   * Finds a key.
   *
   * @param isKey whether it stands at an offset
   */
  OptionalLong find(ObjectKey key, LongPredicate isKey) {
    int hash = hash(key);
    int mask = offsets.length - 1;
    for (int place = hash & mask; offsets[place] != 0; place = place + 1 & mask) {
      if (hashes[place] == hash && isKey.test(offsets[place] - 1)) {
        return OptionalLong.of(offsets[place] - 1);
      }
    }
    return OptionalLong.empty();
  }

  private void put(int hash, long offset) {
    int mask = offsets.length - 1;
    int place = hash & mask;
    while (offsets[place] != 0) {
      place = place + 1 & mask;
    }
    hashes[place] = hash;
    offsets[place] = offset;
  }

  private void spread() {
    int[] oldHashes = hashes;
    long[] old = offsets;
    hashes = new int[2 * old.length];
    offsets = new long[2 * old.length];
    for (int i = 0; i < old.length; i++) {
      if (old[i] != 0) {
        put(oldHashes[i], old[i]);
      }
    }
  }

  /** Ends of keys are parts of hashes; but chosen keys may collide, and then cost time alone. */
  private static int hash(ObjectKey key) {
    return key.path().hashCode() * 0x9E3779B9;
  }
}
