package io.dreamdb.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Entries of many cells in a file, ordered by their {@link #key}, those of one key by anchor: first
 * all anchors, then all codes. Immutable.
 *
 * @param keys the keys that there are, ascending
 * @param starts the number of each key's first entry, and the number of entries
 * @param file where they are
 * @param offset where they begin
 * @param codes how long each code is
 */
record EntryRun(int[] keys, int[] starts, EntryFile file, long offset, CodeLayout codes) {

  /** Members of a cell stand before what is spilled into it. */
  static int key(int cell, boolean spilled) {
    return 2 * cell + (spilled ? 1 : 0);
  }

  int count() {
    return starts[keys.length];
  }

  /** The number of the first entry whose key is not below this one. */
  int lower(int key) {
    int found = Arrays.binarySearch(keys, key);
    return starts[found >= 0 ? found : -found - 1];
  }

  /** The anchors of entries. */
  long[] anchors(int from, int to) {
    ByteBuffer bytes = ByteBuffer.allocate((to - from) * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    file.read(offset + (long) from * Long.BYTES, bytes);
    long[] anchors = new long[to - from];
    bytes.flip().asLongBuffer().get(anchors);
    return anchors;
  }

  /** Puts the codes of entries, one after the other, at the buffer's position. */
  void codes(int from, int to, ByteBuffer target) {
    long start = offset + (long) count() * Long.BYTES + (long) from * codes.bytes();
    int limit = target.limit();
    target.limit(target.position() + (to - from) * codes.bytes());
    file.read(start, target);
    target.limit(limit);
  }
}
