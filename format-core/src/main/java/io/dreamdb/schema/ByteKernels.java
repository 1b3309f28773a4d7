package io.dreamdb.schema;

import java.util.Arrays;

/** Loops over byte strings, row i from {@code offsets[i]} on, that make one bit per row. */
final class ByteKernels {

  private ByteKernels() {}

  static Bitmap equal(int[] offsets, byte[] bytes, byte[] value) {
    int rows = offsets.length - 1;
    long[] bits = new long[Bitmap.wordCount(rows)];
    for (int i = 0; i < rows; i++) {
      int from = offsets[i];
      int to = offsets[i + 1];
      if (to - from == value.length && Arrays.equals(bytes, from, to, value, 0, value.length)) {
        bits[i >>> 6] |= 1L << i;
      }
    }
    return Bitmap.wrap(bits, rows);
  }

  /** Rows whose comparison with a value is at most {@code limit}: 0, or −1 for those below it. */
  static Bitmap atMost(int[] offsets, byte[] bytes, byte[] value, int limit) {
    int rows = offsets.length - 1;
    long[] bits = new long[Bitmap.wordCount(rows)];
    for (int i = 0; i < rows; i++) {
      int comparison =
          Arrays.compareUnsigned(bytes, offsets[i], offsets[i + 1], value, 0, value.length);
      bits[i >>> 6] |= (comparison <= limit ? 1L : 0L) << i;
    }
    return Bitmap.wrap(bits, rows);
  }

  static Bitmap startsWith(int[] offsets, byte[] bytes, byte[] prefix) {
    int rows = offsets.length - 1;
    long[] bits = new long[Bitmap.wordCount(rows)];
    for (int i = 0; i < rows; i++) {
      int from = offsets[i];
      int to = from + prefix.length;
      if (to <= offsets[i + 1] && Arrays.equals(bytes, from, to, prefix, 0, prefix.length)) {
        bits[i >>> 6] |= 1L << i;
      }
    }
    return Bitmap.wrap(bits, rows);
  }

  /** Rows that are in an ascending list. */
  static Bitmap in(int[] offsets, byte[] bytes, byte[][] sorted) {
    int rows = offsets.length - 1;
    long[] bits = new long[Bitmap.wordCount(rows)];
    for (int i = 0; i < rows; i++) {
      if (contains(sorted, bytes, offsets[i], offsets[i + 1])) {
        bits[i >>> 6] |= 1L << i;
      }
    }
    return Bitmap.wrap(bits, rows);
  }

  private static boolean contains(byte[][] sorted, byte[] bytes, int from, int to) {
    int low = 0;
    int high = sorted.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      byte[] candidate = sorted[middle];
      int comparison = Arrays.compareUnsigned(candidate, 0, candidate.length, bytes, from, to);
      if (comparison == 0) {
        return true;
      }
      if (comparison < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }
}
