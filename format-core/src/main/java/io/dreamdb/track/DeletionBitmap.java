package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * The deleted rows of a batch, by offset. Immutable and safe for many threads; equal when the
 * offsets are, whatever the way to them.
 */
public final class DeletionBitmap {

  /** No row. */
  public static final DeletionBitmap EMPTY = new DeletionBitmap(new RoaringBitmap());

  private final RoaringBitmap offsets;
  private final int cardinality;

  private DeletionBitmap(RoaringBitmap offsets) {
    this.offsets = offsets;
    this.cardinality = offsets.getCardinality();
  }

  /** These offsets, in any order, duplicates allowed. */
  public static DeletionBitmap of(int... offsets) {
    Builder builder = new Builder();
    for (int offset : offsets) {
      builder.add(offset);
    }
    return builder.build();
  }

  /** The offsets {@code from} (included) to {@code to} (excluded). */
  public static DeletionBitmap ofRange(int from, int to) {
    return new Builder().add(from, to).build();
  }

  /**
   * Reads the stored form: what remains of the buffer, which is not moved.
   *
   * @param what names the bytes in a failure
   * @throws CorruptObject if they are not the one form of a set of offsets
   */
  public static DeletionBitmap decode(ByteBuffer bytes, String what) {
    RoaringLayout.check(bytes, what);
    RoaringBitmap offsets = new RoaringBitmap();
    try {
      offsets.deserialize(bytes.slice());
    } catch (IOException e) {
      throw new CorruptObject(what + ": no deletion bitmap: " + e.getMessage(), e);
    }
    return new DeletionBitmap(offsets);
  }

  /** The stored form: the same bytes for the same offsets, the caller's own. */
  public byte[] toBytes() {
    return RoaringLayout.write(offsets);
  }

  /** How many offsets there are. */
  public int cardinality() {
    return cardinality;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return cardinality == 0;
  }

  /** The largest offset, or −1. */
  public int last() {
    return isEmpty() ? -1 : offsets.last();
  }

  /** Whether the row with that offset is deleted. */
  public boolean contains(int offset) {
    return offsets.contains(offset);
  }

  /** Whether both have an offset in common. */
  public boolean intersects(DeletionBitmap other) {
    return RoaringBitmap.intersects(offsets, other.offsets);
  }

  /** The offsets of both. */
  public DeletionBitmap union(DeletionBitmap other) {
    return new DeletionBitmap(RoaringBitmap.or(offsets, other.offsets));
  }

  /** The offsets that both have. */
  public DeletionBitmap intersection(DeletionBitmap other) {
    return new DeletionBitmap(RoaringBitmap.and(offsets, other.offsets));
  }

  /** The offsets that the other does not have. */
  public DeletionBitmap minus(DeletionBitmap other) {
    return new DeletionBitmap(RoaringBitmap.andNot(offsets, other.offsets));
  }

  /** Gives each offset to the consumer, ascending. */
  public void forEach(IntConsumer consumer) {
    offsets.forEach((org.roaringbitmap.IntConsumer) consumer::accept);
  }

  /**
   * One bit for each of {@code rows} rows, set if deleted: row i is bit {@code i mod 64} of word
   * {@code i / 64}. The caller's own.
   *
   * @throws IllegalArgumentException if an offset is beyond the rows
   */
  public long[] words(int rows) {
    if (last() >= rows) {
      throw new IllegalArgumentException("offset " + last() + " of a batch of " + rows + " rows");
    }
    long[] words = new long[Bits.words(rows)];
    forEach(offset -> words[offset >>> 6] |= 1L << offset);
    return words;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeletionBitmap bitmap
        && cardinality == bitmap.cardinality
        && RoaringBitmap.andCardinality(offsets, bitmap.offsets) == cardinality;
  }

  @Override
  public int hashCode() {
    return 31 * cardinality + last();
  }

  @Override
  public String toString() {
    return cardinality + " deleted rows";
  }

  /** Collects offsets in any order. Not for use by several threads. */
  public static final class Builder {

    private RoaringBitmap offsets = new RoaringBitmap();

    /** Adds an offset. */
    public Builder add(int offset) {
      return add(offset, offset + 1);
    }

    /** Adds the offsets {@code from} (included) to {@code to} (excluded). */
    public Builder add(int from, int to) {
      if (from < 0 || to > BatchEntry.MAX_ROWS || from > to) {
        throw new IllegalArgumentException("offsets " + from + " to " + to + " of a batch");
      }
      if (to - from == 1) {
        offsets.add(from);
      } else {
        offsets.add((long) from, (long) to);
      }
      return this;
    }

    /** The offsets so far; the builder begins anew. */
    public DeletionBitmap build() {
      DeletionBitmap built = new DeletionBitmap(offsets);
      offsets = new RoaringBitmap();
      return built;
    }
  }
}
