package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.object.StructuralObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.function.Function;

/**
 * A set of anchors in the form that tombstone records and compacted batches hold: maximal runs of
 * neighbours in ascending order, per run the gap to the run before and the length minus one, as
 * unsigned LEB128 numbers of the shortest form.
 *
 * <p>At least one anchor and at most 2²⁴. Immutable; equal when the anchors are.
 */
public final class AnchorRuns {

  /** The most anchors in a part of the tombstone log: 2²⁰. */
  public static final int MAX_ANCHORS = 1 << 20;

  private static final String KIND = "anchors";

  private final byte[] bytes;
  private final int count;

  private AnchorRuns(byte[] bytes, int count) {
    this.bytes = bytes;
    this.count = count;
  }

  /** Collects the anchors of a batch's rows. */
  public static Builder builderOfBatch() {
    return new Builder(BatchEntry.MAX_ROWS);
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

  /** The object that holds the anchors of a batch which are too long for its entry. */
  byte[] encodeObject() {
    return Cbor.encode(
        StructuralObject.begin(KIND).put("count", count).put("anchors", encode()).build());
  }

  static AnchorRuns decodeObject(CborItem root) {
    CborFields fields = StructuralObject.open(root, KIND);
    int count = fields.int32("count", 1, BatchEntry.MAX_ROWS);
    CborItem anchors = fields.required("anchors");
    fields.done();
    if (anchors.bytes().length() <= PartWriter.MAX_INLINE_ANCHORS) {
      throw anchors.expected("more than " + PartWriter.MAX_INLINE_ANCHORS + " bytes");
    }
    return decode(anchors, count);
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

    private final NumberReader numbers;
    private long first;
    private long last = -1;

    private Ranges(byte[] bytes, Function<String, CorruptObject> fault) {
      this.numbers = new NumberReader(bytes, fault);
    }

    /** Moves to the next run; false behind the last. */
    public boolean advance() {
      if (numbers.atEnd()) {
        return false;
      }
      int start = numbers.position();
      long gap = numbers.next();
      long lengthMinusOne = numbers.next();
      // Compared so that nothing overflows: anchors are below 2^63.
      if (gap > Long.MAX_VALUE - 1 - last || lengthMinusOne > Long.MAX_VALUE - (last + 1 + gap)) {
        throw numbers.expected("anchors below 2^63 in the run at byte " + start);
      }
      if (gap == 0 && start > 0) {
        throw numbers.expected("a gap before the run at byte " + start);
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
  }

  /** Collects ascending anchors. Not for use by several threads. */
  public static final class Builder {

    private final NumberWriter numbers = new NumberWriter();
    private final int most;
    private int count;
    private long runFirst = -1;
    private long runLast = -1;
    private long written = -1;

    /** Collects a part of the tombstone log. */
    Builder() {
      this(MAX_ANCHORS);
    }

    /** Collects at most so many. */
    Builder(int most) {
      this.most = most;
    }

    /** How many anchors it has. */
    int count() {
      return count;
    }

    /** The last anchor, or −1. */
    long last() {
      return runLast;
    }

    /** Adds the anchors {@code first} to {@code first + anchors − 1}, all above the last one. */
    public void add(long first, int anchors) {
      boolean valid =
          first > runLast
              && anchors > 0
              && anchors <= most - count
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
                most));
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

    /** The set; at least one anchor was added. */
    public AnchorRuns build() {
      if (count == 0) {
        throw new IllegalArgumentException("a set without anchors");
      }
      writeRun();
      return new AnchorRuns(numbers.toBytes(), count);
    }

    private void writeRun() {
      numbers.add(runFirst - written - 1);
      numbers.add(runLast - runFirst);
      written = runLast;
    }
  }
}
