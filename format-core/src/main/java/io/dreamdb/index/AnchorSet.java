package io.dreamdb.index;

import java.util.Arrays;

/** A set of anchors that is filled once and emptied for the next query. */
final class AnchorSet {

  private static final long NONE = -1;

  private long[] table = new long[0];
  private int mask;

  /** Empties the set and makes room for so many anchors. */
  void clear(int count) {
    int length = Math.max(64, Integer.highestOneBit(Math.max(1, count)) << 2);
    if (table.length < length) {
      table = new long[length];
    }
    mask = length - 1;
    Arrays.fill(table, 0, length, NONE);
  }

  /** Adds an anchor, which is not negative; false if it is there. */
  boolean add(long anchor) {
    int at = (int) (anchor * 0x9E3779B97F4A7C15L >>> 40) & mask;
    while (table[at] != NONE) {
      if (table[at] == anchor) {
        return false;
      }
      at = at + 1 & mask;
    }
    table[at] = anchor;
    return true;
  }
}
