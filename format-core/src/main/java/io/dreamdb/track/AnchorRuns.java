package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborItem;
import java.util.Arrays;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.function.Function;

/**
 * A set of anchors in the form that a tombstone record holds: maximal runs of neighbours in
 * ascending order, per run the gap to the run before and the length minus one, as unsigned LEB128
 * numbers of the shortest form.
 *
 * <p>At least one anchor and at most {@link #MAX_ANCHORS}. Immutable; equal when the anchors are.
 */
public final class AnchorRuns {

  /** The most anchors of one set: 2²⁰. */
  public static final int MAX_ANCHORS = 1 << 20;

  private final byte[] bytes;
  private final int count;

  private AnchorRuns(byte[] bytes, int count) {
    this.bytes = bytes;
    this.count = count;
  }

  /** The set of these anchors, given ascending. */
  public static AnchorRuns of(long... anchors) {
    Builder builder = new Builder();
    for (long anchor : anchors) {
      builder.add(anchor, 1);
    }
    return builder.build();
  }

  /**
   * Reads a byte string.
   *
   * @param expectedCount what its container says of its number of anchors
   * @throws CorruptObject if it is not the form of a set of that many anchors
   */
  static AnchorRuns decode(CborItem item, int expectedCount) {
    byte[] bytes = item.bytes().toArray();
    Ranges ranges = new Ranges(bytes, item::expected);
    long count = 0;
    while (ranges.advance()) {
      count += ranges.count();
      if (count > expectedCount) {
        break;
      }
    }
    if (count != expectedCount) {
      throw item.expected("runs of " + expectedCount + " anchors");
    }
    return new AnchorRuns(bytes, expectedCount);
  }

  /** Number of anchors. */
  public int count() {
    return count;
  }

  /** Length of the encoded form. */
  int lengthBytes() {
    return bytes.length;
  }

  CborBytes encode() {
    return CborBytes.copyOf(bytes);
  }

  /** The runs in ascending order; for one thread. */
  public Ranges ranges() {
    return new Ranges(bytes, fault -> new CorruptObject("anchor runs: expected " + fault));
  }

  /** The anchors in ascending order; for one thread. */
  public PrimitiveIterator.OfLong iterator() {
    Ranges ranges = ranges();
    return new PrimitiveIterator.OfLong() {
      private long next;
      private long left;

      @Override
      public boolean hasNext() {
        if (left == 0 && ranges.advance()) {
          next = ranges.first();
          left = ranges.count();
        }
        return left > 0;
      }

      @Override
      public long nextLong() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        left--;
        return next++;
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AnchorRuns runs && Arrays.equals(bytes, runs.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return count + " anchors from " + iterator().nextLong() + " on";
  }

  /** Reads runs one after the other: {@link #advance}, then {@link #first} and {@link #count}. */
  public static final class Ranges {

    private final byte[] bytes;
    private final Function<String, CorruptObject> fault;
    private int at;
    private long first;
    private long last = -1;

    private Ranges(byte[] bytes, Function<String, CorruptObject> fault) {
      this.bytes = bytes;
      this.fault = fault;
    }

    /** Moves to the next run; false behind the last. */
    public boolean advance() {
      if (at == bytes.length) {
        return false;
      }
      boolean isFirst = at == 0;
      int start = at;
      long gap = number();
      long lengthMinusOne = number();
      // Compared so that nothing overflows: anchors are below 2^63.
      if (gap > Long.MAX_VALUE - 1 - last || lengthMinusOne > Long.MAX_VALUE - (last + 1 + gap)) {
        throw fault.apply("anchors below 2^63 in the run at byte " + start);
      }
      if (gap == 0 && !isFirst) {
        throw fault.apply("a gap before the run at byte " + start);
      }
      first = last + 1 + gap;
      last = first + lengthMinusOne;
      return true;
    }

    /** The run's first anchor. */
    public long first() {
      return first;
    }

    /** The run's number of anchors; a single run of all 2⁶³ is beyond every limit. */
    public long count() {
      return last - first + 1;
    }

    private long number() {
      int start = at;
      long value = 0;
      for (int shift = 0; shift < 63; shift += 7) {
        if (at == bytes.length) {
          throw fault.apply("a whole number at byte " + start);
        }
        byte piece = bytes[at++];
        value |= (long) (piece & 0x7f) << shift;
        if (piece >= 0) {
          if (piece == 0 && shift > 0) {
            throw fault.apply("the shortest form of the number at byte " + start);
          }
          return value;
        }
      }
      throw fault.apply("a number below 2^63 at byte " + start);
    }
  }

  /** Collects ascending anchors. Not for use by several threads. */
  static final class Builder {

    private byte[] bytes = new byte[64];
    private int length;
    private int count;
    private long runFirst = -1;
    private long runLast = -1;
    private long written = -1;

    /** How many anchors it has. */
    int count() {
      return count;
    }

    /** The last anchor, or −1. */
    long last() {
      return runLast;
    }

    /** Adds the anchors {@code first} to {@code first + anchors − 1}, all above the last one. */
    void add(long first, int anchors) {
      boolean valid =
          first > runLast
              && anchors > 0
              && anchors <= MAX_ANCHORS - count
              && first <= Long.MAX_VALUE - (anchors - 1);
      if (!valid) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%d anchors from %d on after %d anchors to %d: expected ascending, at most %d",
                anchors,
                first,
                count,
                runLast,
                MAX_ANCHORS));
      }
      if (count > 0 && first - runLast > 1) {
        writeRun();
      }
      if (count == 0 || first - runLast > 1) {
        runFirst = first;
      }
      runLast = first + anchors - 1;
      count += anchors;
    }

    AnchorRuns build() {
      if (count == 0) {
        throw new IllegalArgumentException("a set without anchors");
      }
      writeRun();
      return new AnchorRuns(Arrays.copyOf(bytes, length), count);
    }

    private void writeRun() {
      number(runFirst - written - 1);
      number(runLast - runFirst);
      written = runLast;
    }

    private void number(long value) {
      if (length + 9 > bytes.length) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      long rest = value;
      while (rest > 0x7f) {
        bytes[length++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      bytes[length++] = (byte) rest;
    }
  }
}
