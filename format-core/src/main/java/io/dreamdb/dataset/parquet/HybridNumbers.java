package io.dreamdb.dataset.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Numbers in Parquet's hybrid of run lengths and packed bits: levels, and places in a dictionary.
 * Parquet-java's own decoder takes them out of a stream, and cannot pass over a run at once.
 */
final class HybridNumbers implements Levels {

  private final ByteBuffer bytes;
  private final int width; // in bits
  private final long mask;

  private int left; // numbers of the run
  private boolean packed;
  private int repeated;
  private long bit; // where the next packed number begins

  /**
   * Reads a buffer to its end.
   *
   * @param width of each number, in bits
   */
  HybridNumbers(ByteBuffer bytes, int width) {
    if (width < 0 || width > Integer.SIZE) {
      throw new ParquetDecodingException("numbers of " + width + " bits: expected 0 to 32");
    }
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.width = width;
    this.mask = (1L << width) - 1;
  }

  @Override
  public int next() {
    requireRun();
    left--;
    return packed ? unpack() : repeated;
  }

  @Override
  public int pass(int count, int max) {
    int found = 0;
    for (int passed = 0; passed < count; ) {
      requireRun();
      int some = Math.min(left, count - passed);
      int equal = packed ? passPacked(some, max) : passRepeated(some, max);
      if (equal < 0) {
        return -1;
      }
      found += equal;
      passed += some;
    }
    return found;
  }

  private int passRepeated(int count, int max) {
    left -= count;
    if (repeated == max) {
      return count;
    }
    return repeated < 0 || repeated > max ? -1 : 0;
  }

  private int passPacked(int count, int max) {
    left -= count;
    int found = 0;
    for (int i = 0; i < count; i++) {
      int number = unpack();
      if (number < 0 || number > max) {
        return -1;
      }
      found += number == max ? 1 : 0;
    }
    return found;
  }

  /** Passes over numbers, whatever they are. */
  void skip(int count) {
    for (int passed = 0; passed < count; ) {
      requireRun();
      int some = Math.min(left, count - passed);
      left -= some;
      bit += packed ? (long) some * width : 0;
      passed += some;
    }
  }

  private void requireRun() {
    while (left == 0) {
      if (packed) {
        bytes.position((int) Math.min(bytes.limit(), (bit + 7) >>> 3));
      }
      int header = header();
      packed = (header & 1) != 0;
      int length = header >>> 1;
      if (packed) {
        requireBytes(length);
        bit = (long) bytes.position() << 3;
        left = (int) Math.min(Integer.MAX_VALUE, 8L * length);
      } else {
        repeated = repeated();
        left = length;
      }
    }
  }

  /** Writers may leave out bytes that fill the last eight numbers up; these are zero. */
  private void requireBytes(int eights) {
    long missing = (long) eights * width - bytes.remaining();
    if (missing > 0 && missing >= width) {
      throw new ParquetDecodingException(
          "a run of 8 times " + eights + " numbers, of which " + missing + " bytes are not there");
    }
  }

  private int header() {
    int header = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      int next = nextByte();
      header |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return header;
      }
    }
    throw new ParquetDecodingException("a run whose length has more than 32 bits");
  }

  private int repeated() {
    int number = 0;
    for (int shift = 0; shift < width; shift += 8) {
      number |= nextByte() << shift;
    }
    return number;
  }

  private int nextByte() {
    if (!bytes.hasRemaining()) {
      throw new ParquetDecodingException("a page has fewer levels or values than it says");
    }
    return bytes.get() & 0xff;
  }

  private int unpack() {
    int at = (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    bit += width;
    if (at + Long.BYTES <= bytes.limit()) {
      return (int) (bytes.getLong(at) >>> shift & mask);
    }
    long word = 0;
    for (int i = at; i < bytes.limit(); i++) {
      word |= (bytes.get(i) & 0xffL) << 8 * (i - at);
    }
    return (int) (word >>> shift & mask);
  }
}
