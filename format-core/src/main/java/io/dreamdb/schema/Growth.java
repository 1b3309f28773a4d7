package io.dreamdb.schema;

import io.dreamdb.LimitExceeded;

/** Lengths of the growing arrays of builders. */
final class Growth {

  /** What every JVM can allocate. */
  static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  private Growth() {}

  /** A length of at least {@code needed}, half as much again as the present one where possible. */
  static int length(int present, long needed) {
    checked(needed);
    return (int)
        Math.max(needed, Math.min(MAX_LENGTH, Math.max(16L, present + (long) (present >> 1))));
  }

  /** The same number as an int; refuses what no array can hold. */
  static int checked(long needed) {
    if (needed > MAX_LENGTH) {
      throw new LimitExceeded(
          "a column of "
              + needed
              + " elements or bytes: at most "
              + MAX_LENGTH
              + " fit in one block, use blocks of fewer rows");
    }
    return (int) needed;
  }

  static int increment(int size) {
    if (size == MAX_LENGTH) {
      throw new LimitExceeded("a block of more than " + MAX_LENGTH + " rows: use smaller blocks");
    }
    return size + 1;
  }
}
