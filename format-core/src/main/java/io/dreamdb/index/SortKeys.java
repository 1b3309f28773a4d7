package io.dreamdb.index;

/**
 * A number of 31 bits under a float, as one long that sorts by the float first and the number
 * second. Floats are neither NaN nor −0.
 */
final class SortKeys {

  private SortKeys() {}

  static long of(float value, int number) {
    int bits = Float.floatToRawIntBits(value + 0.0f);
    int sortable = bits ^ bits >> 31 & 0x7fffffff;
    return (long) sortable << 32 | number;
  }

  static int number(long key) {
    return (int) key;
  }

  static float value(long key) {
    int sortable = (int) (key >> 32);
    return Float.intBitsToFloat(sortable ^ sortable >> 31 & 0x7fffffff);
  }
}
