package io.dreamdb.schema;

import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A fixed number of bits. Bit i is bit {@code i mod 64} of word {@code i div 64}; bits behind the
 * last are zero. Immutable; equal when size and bits are.
 */
public final class Bitmap {

  private final long[] words;
  private final int size;

  private Bitmap(long[] words, int size) {
    this.words = words;
    this.size = size;
  }

  /** The first {@code size} bits of {@code words}, which become the bitmap's own. */
  public static Bitmap wrap(long[] words, int size) {
    Objects.checkIndex(wordCount(size), words.length + 1);
    long[] exact = words.length == wordCount(size) ? words : Arrays.copyOf(words, wordCount(size));
    if ((size & 63) != 0) {
      exact[exact.length - 1] &= tailMask(size);
    }
    return new Bitmap(exact, size);
  }

  public static Bitmap filled(int size, boolean bit) {
    long[] words = new long[wordCount(size)];
    Arrays.fill(words, bit ? -1L : 0L);
    return wrap(words, size);
  }

  static int wordCount(int size) {
    return (int) ((size + 63L) >>> 6);
  }

  private static long tailMask(int size) {
    return -1L >>> (64 - (size & 63));
  }

  /** The number of bits. */
  public int size() {
    return size;
  }

  public boolean get(int index) {
    Objects.checkIndex(index, size);
    return (words[index >>> 6] >>> index & 1) != 0;
  }

  long word(int index) {
    return words[index];
  }

  /** The number of bits that are set. */
  public int cardinality() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** The places of the bits that are set, ascending. */
  public int[] positions() {
    int[] positions = new int[cardinality()];
    int count = 0;
    for (int w = 0; w < words.length; w++) {
      for (long word = words[w]; word != 0; word &= word - 1) {
        positions[count++] = (w << 6) + Long.numberOfTrailingZeros(word);
      }
    }
    return positions;
  }

  /** The words, read only. */
  public LongBuffer words() {
    return LongBuffer.wrap(words).asReadOnlyBuffer();
  }

  public Bitmap and(Bitmap other) {
    requireSameSize(other);
    long[] result = new long[words.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = words[i] & other.words[i];
    }
    return new Bitmap(result, size);
  }

  public Bitmap or(Bitmap other) {
    requireSameSize(other);
    long[] result = new long[words.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = words[i] | other.words[i];
    }
    return new Bitmap(result, size);
  }

  public Bitmap not() {
    long[] result = new long[words.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = ~words[i];
    }
    return wrap(result, size);
  }

  /** The bits {@code from} (inclusive) to {@code to} (exclusive). */
  public Bitmap slice(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    long[] result = new long[wordCount(to - from)];
    for (int i = 0; i < result.length; i++) {
      int bit = from + (i << 6);
      int word = bit >>> 6;
      int shift = bit & 63;
      result[i] = words[word] >>> shift;
      if (shift != 0 && word + 1 < words.length) {
        result[i] |= words[word + 1] << (64 - shift);
      }
    }
    return wrap(result, to - from);
  }

  /** The bits at these places, in their order. */
  public Bitmap select(int[] positions) {
    long[] result = new long[wordCount(positions.length)];
    for (int i = 0; i < positions.length; i++) {
      if (get(positions[i])) {
        result[i >>> 6] |= 1L << i;
      }
    }
    return new Bitmap(result, positions.length);
  }

  private void requireSameSize(Bitmap other) {
    if (size != other.size) {
      throw new IllegalArgumentException("bitmaps of " + size + " and " + other.size + " bits");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bitmap bitmap
        && size == bitmap.size
        && Arrays.equals(words, bitmap.words);
  }

  @Override
  public int hashCode() {
    return 31 * size + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(size);
    for (int i = 0; i < size; i++) {
      text.append(get(i) ? '1' : '0');
    }
    return text.toString();
  }

  /** Appends bits. Not for use by several threads. */
  static final class Builder {

    private long[] words = new long[1];
    private int size;

    int size() {
      return size;
    }

    void append(boolean bit) {
      int word = size >>> 6;
      if (word == words.length) {
        words = Arrays.copyOf(words, words.length * 2);
      }
      if (bit) {
        words[word] |= 1L << size;
      }
      size = Growth.increment(size);
    }

    Bitmap build() {
      return wrap(Arrays.copyOf(words, wordCount(size)), size);
    }
  }
}
