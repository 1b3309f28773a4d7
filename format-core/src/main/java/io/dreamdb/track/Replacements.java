package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.object.StructuralObject;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/**
 * Which rows of a commit replaced rows that it updated: for each replaced row, in the order of
 * their anchors, the number of the new row among those that the commit added ({@code rows.md},
 * section 6). At least one and at most {@link AnchorRuns#MAX_ANCHORS}. Immutable.
 */
public final class Replacements {

  private static final String KIND = "replacements";

  private final byte[] bytes;
  private final int count;

  private Replacements(byte[] bytes, int count) {
    this.bytes = bytes;
    this.count = count;
  }

  /** The rows with these numbers. */
  public static Replacements of(long... numbers) {
    Builder builder = new Builder();
    for (long number : numbers) {
      builder.add(number);
    }
    return builder.build();
  }

  /**
   * Reads a byte string.
   *
   * @param expectedCount what its container says of its number of rows
   * @throws CorruptObject if it is not the form of so many rows
   */
  static Replacements decode(CborItem item, int expectedCount) {
    byte[] bytes = item.bytes().toArray();
    Runs runs = new Runs(new NumberReader(bytes, item::expected));
    long count = 0;
    while (count <= expectedCount && runs.advance()) {
      count += runs.count;
    }
    if (count != expectedCount) {
      throw item.expected("runs of " + expectedCount + " rows");
    }
    return new Replacements(bytes, expectedCount);
  }

  /** How many rows were replaced. */
  public int count() {
    return count;
  }

  int lengthBytes() {
    return bytes.length;
  }

  CborBytes encode() {
    return CborBytes.copyOf(bytes);
  }

  /** The object that holds what is too long for a record. */
  byte[] encodeObject() {
    return Cbor.encode(
        StructuralObject.begin(KIND).put("count", count).put("rows", encode()).build());
  }

  static Replacements decodeObject(CborItem root) {
    CborFields fields = StructuralObject.open(root, KIND);
    int count = fields.int32("count", 1, AnchorRuns.MAX_ANCHORS);
    CborItem rows = fields.required("rows");
    fields.done();
    if (rows.bytes().length() <= PartWriter.MAX_INLINE_ANCHORS) {
      throw rows.expected("more than " + PartWriter.MAX_INLINE_ANCHORS + " bytes");
    }
    return decode(rows, count);
  }

  /** The numbers of the new rows, in the order of the anchors that they replaced. */
  public PrimitiveIterator.OfLong iterator() {
    Runs runs =
        new Runs(
            new NumberReader(bytes, what -> new CorruptObject("replacements: expected " + what)));
    return new PrimitiveIterator.OfLong() {
      private long next;
      private long left;

      @Override
      public boolean hasNext() {
        if (left == 0 && runs.advance()) {
          next = runs.first;
          left = runs.count;
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
    return other instanceof Replacements rows && Arrays.equals(bytes, rows.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return count + " replacements";
  }

  /** Reads runs of neighbouring numbers. */
  private static final class Runs {

    private final NumberReader numbers;
    private long first;
    private long count;

    Runs(NumberReader numbers) {
      this.numbers = numbers;
    }

    boolean advance() {
      if (numbers.atEnd()) {
        return false;
      }
      int start = numbers.position();
      long step = numbers.next();
      long next = first + count + ((step & 1) == 0 ? step >> 1 : -(step >> 1) - 1);
      long more = numbers.next();
      if (next < 0 || more >= AnchorRuns.MAX_ANCHORS || step == 0 && start > 0) {
        throw numbers.expected("a run of rows, as long as it can be, at byte " + start);
      }
      first = next;
      count = more + 1;
      return true;
    }
  }

  /** Collects numbers. Not for use by several threads. */
  static final class Builder {

    private final NumberWriter numbers = new NumberWriter();
    private int count;
    private long end; // behind the last number
    private long runFirst;
    private long written; // behind the last number of the runs that were written

    void add(long number) {
      if (number < 0 || count == AnchorRuns.MAX_ANCHORS) {
        throw new IllegalArgumentException("row " + number + " after " + count + " others");
      }
      if (count > 0 && number != end) {
        writeRun();
      }
      if (count == 0 || number != end) {
        runFirst = number;
      }
      end = number + 1;
      count++;
    }

    Replacements build() {
      if (count == 0) {
        throw new IllegalArgumentException("replacements without rows");
      }
      writeRun();
      return new Replacements(numbers.toBytes(), count);
    }

    private void writeRun() {
      long step = runFirst - written;
      numbers.add(step >= 0 ? step << 1 : (-step - 1 << 1) | 1);
      numbers.add(end - runFirst - 1);
      written = end;
    }
  }
}
