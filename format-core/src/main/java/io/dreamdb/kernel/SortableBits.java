package io.dreamdb.kernel;

/** The bits of binary32 numbers as integers in the same order, −0 before 0; not of NaN. */
public final class SortableBits {

  private SortableBits() {}

  /** The integer of a number. */
  public static int of(float value) {
    int bits = Float.floatToRawIntBits(value);
    return bits ^ bits >> 31 & Integer.MAX_VALUE;
  }

  /** The number of an integer. */
  public static float value(int sortable) {
    return Float.intBitsToFloat(sortable ^ sortable >> 31 & Integer.MAX_VALUE);
  }
}
