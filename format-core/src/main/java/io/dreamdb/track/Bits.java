package io.dreamdb.track;

/** Ranges of bits in words: bit i is bit {@code i mod 64} of word {@code i / 64}. */
final class Bits {

  private Bits() {}

  /** Number of words for that many bits. */
  static int words(int bits) {
    return (int) ((bits + 63L) >>> 6);
  }

  /** Sets the bits from {@code from} (included) to {@code to} (excluded). */
  static void fill(long[] words, int from, int to) {
    for (int at = from; at < to; ) {
      int end = Math.min(to, (at | 63) + 1);
      words[at >>> 6] |= (-1L >>> (64 - (end - at))) << at;
      at = end;
    }
  }

  static boolean get(long[] words, int bit) {
    return (words[bit >>> 6] >>> bit & 1) != 0;
  }
}
