package io.dreamdb.index;

import io.dreamdb.kernel.SortableBits;

/**
 * A number of 31 bits under a float, as one long that sorts by the float first and the number
 * second. Floats are neither NaN nor −0.
 */
final class SortKeys {

  private SortKeys() {}

  static long of(float value, int number) {
    return (long) SortableBits.of(value + 0.0f) << 32 | number;
  }

  static int number(long key) {
    return (int) key;
  }

  static float value(long key) {
    return SortableBits.value((int) (key >> 32));
  }
}
