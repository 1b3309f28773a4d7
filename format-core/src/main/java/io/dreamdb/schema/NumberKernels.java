package io.dreamdb.schema;

import java.util.Arrays;

/**
 * Loops over arrays of numbers that make one bit per row, 64 at a time and without branches on the
 * data. Ranges are closed; the primitive comparison puts NaN in none and −0 beside +0.
 */
final class NumberKernels {

  private NumberKernels() {}

  static Bitmap inRange(int[] values, int low, int high) {
    long[] bits = new long[Bitmap.wordCount(values.length)];
    for (int w = 0; w < bits.length; w++) {
      int from = w << 6;
      int count = Math.min(64, values.length - from);
      long word = 0;
      for (int i = 0; i < count; i++) {
        int value = values[from + i];
        word |= (value >= low & value <= high ? 1L : 0L) << i;
      }
      bits[w] = word;
    }
    return Bitmap.wrap(bits, values.length);
  }

  static Bitmap inRange(long[] values, long low, long high) {
    long[] bits = new long[Bitmap.wordCount(values.length)];
    for (int w = 0; w < bits.length; w++) {
      int from = w << 6;
      int count = Math.min(64, values.length - from);
      long word = 0;
      for (int i = 0; i < count; i++) {
        long value = values[from + i];
        word |= (value >= low & value <= high ? 1L : 0L) << i;
      }
      bits[w] = word;
    }
    return Bitmap.wrap(bits, values.length);
  }

  static Bitmap inRange(float[] values, float low, float high) {
    long[] bits = new long[Bitmap.wordCount(values.length)];
    for (int w = 0; w < bits.length; w++) {
      int from = w << 6;
      int count = Math.min(64, values.length - from);
      long word = 0;
      for (int i = 0; i < count; i++) {
        float value = values[from + i];
        word |= (value >= low & value <= high ? 1L : 0L) << i;
      }
      bits[w] = word;
    }
    return Bitmap.wrap(bits, values.length);
  }

  static Bitmap inRange(double[] values, double low, double high) {
    long[] bits = new long[Bitmap.wordCount(values.length)];
    for (int w = 0; w < bits.length; w++) {
      int from = w << 6;
      int count = Math.min(64, values.length - from);
      long word = 0;
      for (int i = 0; i < count; i++) {
        double value = values[from + i];
        word |= (value >= low & value <= high ? 1L : 0L) << i;
      }
      bits[w] = word;
    }
    return Bitmap.wrap(bits, values.length);
  }

  /** Rows that are in a sorted list. */
  static Bitmap in(int[] values, int[] sorted) {
    long[] bits = new long[Bitmap.wordCount(values.length)];
    for (int w = 0; w < bits.length; w++) {
      int from = w << 6;
      int count = Math.min(64, values.length - from);
      long word = 0;
      for (int i = 0; i < count; i++) {
        word |= (Arrays.binarySearch(sorted, values[from + i]) >= 0 ? 1L : 0L) << i;
      }
      bits[w] = word;
    }
    return Bitmap.wrap(bits, values.length);
  }

  static Bitmap in(long[] values, long[] sorted) {
    long[] bits = new long[Bitmap.wordCount(values.length)];
    for (int w = 0; w < bits.length; w++) {
      int from = w << 6;
      int count = Math.min(64, values.length - from);
      long word = 0;
      for (int i = 0; i < count; i++) {
        word |= (Arrays.binarySearch(sorted, values[from + i]) >= 0 ? 1L : 0L) << i;
      }
      bits[w] = word;
    }
    return Bitmap.wrap(bits, values.length);
  }

  /** Rows whose sortable form is in a sorted list. */
  static Bitmap in(float[] values, long[] sorted) {
    long[] bits = new long[Bitmap.wordCount(values.length)];
    for (int w = 0; w < bits.length; w++) {
      int from = w << 6;
      int count = Math.min(64, values.length - from);
      long word = 0;
      for (int i = 0; i < count; i++) {
        long key = ValueOrder.sortable(values[from + i]);
        word |= (Arrays.binarySearch(sorted, key) >= 0 ? 1L : 0L) << i;
      }
      bits[w] = word;
    }
    return Bitmap.wrap(bits, values.length);
  }

  static Bitmap in(double[] values, long[] sorted) {
    long[] bits = new long[Bitmap.wordCount(values.length)];
    for (int w = 0; w < bits.length; w++) {
      int from = w << 6;
      int count = Math.min(64, values.length - from);
      long word = 0;
      for (int i = 0; i < count; i++) {
        long key = ValueOrder.sortable(values[from + i]);
        word |= (Arrays.binarySearch(sorted, key) >= 0 ? 1L : 0L) << i;
      }
      bits[w] = word;
    }
    return Bitmap.wrap(bits, values.length);
  }

  /** Rows of 128-bit numbers that equal one. */
  static Bitmap equal(long[] high, long[] low, long highBound, long lowBound) {
    long[] bits = new long[Bitmap.wordCount(high.length)];
    for (int i = 0; i < high.length; i++) {
      boolean equal = high[i] == highBound & low[i] == lowBound;
      bits[i >>> 6] |= (equal ? 1L : 0L) << i;
    }
    return Bitmap.wrap(bits, high.length);
  }

  /** Rows of 128-bit numbers that are at most one. */
  static Bitmap atMost(long[] high, long[] low, long highBound, long lowBound) {
    long[] bits = new long[Bitmap.wordCount(high.length)];
    for (int i = 0; i < high.length; i++) {
      boolean atMost =
          high[i] < highBound
              || high[i] == highBound && Long.compareUnsigned(low[i], lowBound) <= 0;
      bits[i >>> 6] |= (atMost ? 1L : 0L) << i;
    }
    return Bitmap.wrap(bits, high.length);
  }
}
