package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * Which rows have a vector, with rank: the validity section of a vector storage. Immutable.
 *
 * <p>Row i is bit i mod 64 of word i / 64; number j of the rank table counts the vectors before row
 * 512·j.
 */
final class Presence {

  private static final int RANK_ROWS = 512;
  private static final int RANK_WORDS = RANK_ROWS / 64;
  private static final int ALIGNMENT = 64;

  private final int rows;
  private final long[] words;
  private final int[] ranks;

  private Presence(int rows, long[] words, int[] ranks) {
    this.rows = rows;
    this.words = words;
    this.ranks = ranks;
  }

  /** The presence of so many rows; the words become its own and have no bit beyond them. */
  static Presence of(long[] words, int rows) {
    return new Presence(rows, words, ranks(words, rows));
  }

  /** All rows have a vector. */
  static Presence all(int rows) {
    long[] words = new long[Bits.words(rows)];
    Bits.fill(words, 0, rows);
    return of(words, rows);
  }

  private static int[] ranks(long[] words, int rows) {
    int[] ranks = new int[rankCount(rows)];
    int before = 0;
    for (int i = 0; i < words.length; i++) {
      if (i % RANK_WORDS == 0) {
        ranks[i / RANK_WORDS] = before;
      }
      before += Long.bitCount(words[i]);
    }
    return ranks;
  }

  private static int rankCount(int rows) {
    return (rows + RANK_ROWS - 1) / RANK_ROWS;
  }

  private static int unpaddedBytes(int rows) {
    return Long.BYTES * Bits.words(rows) + Integer.BYTES * rankCount(rows);
  }

  /** Length of the section for so many rows. */
  static int lengthBytes(int rows) {
    return (unpaddedBytes(rows) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(lengthBytes(rows)).order(ByteOrder.LITTLE_ENDIAN);
    for (long word : words) {
      out.putLong(word);
    }
    for (int rank : ranks) {
      out.putInt(rank);
    }
    return out.array();
  }

  /** Reads the section of a storage, all {@link #lengthBytes} of it. */
  static Presence decode(ByteBuffer section, VectorHeader header, String name) {
    ByteBuffer in = section.slice().order(ByteOrder.LITTLE_ENDIAN);
    int rows = header.rows();
    long[] words = new long[Bits.words(rows)];
    in.asLongBuffer().get(words);
    if ((rows & 63) != 0 && words[words.length - 1] >>> rows != 0) {
      throw corrupt(name, "no bit beyond row " + (rows - 1), Long.BYTES * (words.length - 1));
    }
    Presence presence = of(words, rows);
    if (presence.count() != header.present()) {
      throw corrupt(
          name, header.present() + " rows with a vector, found " + presence.count() + ",", 0);
    }
    in.position(Long.BYTES * words.length);
    for (int j = 0; j < presence.ranks.length; j++) {
      int rank = in.getInt();
      if (rank != presence.ranks[j]) {
        throw corrupt(
            name,
            String.format(
                Locale.ROOT,
                "rank %d of row %d, found %d,",
                presence.ranks[j],
                j * RANK_ROWS,
                rank),
            in.position() - Integer.BYTES);
      }
    }
    while (in.hasRemaining()) {
      if (in.get() != 0) {
        throw corrupt(name, "zero bytes", in.position() - 1);
      }
    }
    return presence;
  }

  private static CorruptObject corrupt(String name, String expected, int at) {
    return new CorruptObject(
        name + ": expected " + expected + " at offset " + (VectorHeader.LENGTH_BYTES + at));
  }

  int rows() {
    return rows;
  }

  private int count() {
    return rank(rows);
  }

  boolean get(int row) {
    return Bits.get(words, row);
  }

  /** How many rows before {@code row} have a vector; {@code row} may be the number of rows. */
  int rank(int row) {
    if (row == 0) {
      return 0;
    }
    int block = (row - 1) / RANK_ROWS;
    int rank = ranks[block];
    int last = row >>> 6;
    for (int i = block * RANK_WORDS; i < last; i++) {
      rank += Long.bitCount(words[i]);
    }
    return (row & 63) == 0 ? rank : rank + Long.bitCount(words[last] & ~(-1L << row));
  }

  /** The row that has the vector number {@code rank}: the inverse of {@link #rank}. */
  int row(int rank) {
    int found = Arrays.binarySearch(ranks, rank);
    // Of equal ranks the last begins the block that has the vector.
    int block = found < 0 ? -found - 2 : found;
    while (block + 1 < ranks.length && ranks[block + 1] <= rank) {
      block++;
    }
    int left = rank - ranks[block];
    int index = block * RANK_WORDS;
    for (int bits = Long.bitCount(words[index]); bits <= left; bits = Long.bitCount(words[index])) {
      left -= bits;
      index++;
    }
    long word = words[index];
    for (; left > 0; left--) {
      word &= word - 1;
    }
    return (index << 6) + Long.numberOfTrailingZeros(word);
  }

  /** The first row after {@code row} that differs from it in having a vector, or {@code end}. */
  int stretch(int row, int end) {
    long flip = get(row) ? -1L : 0L;
    int index = row >>> 6;
    long word = (words[index] ^ flip) & -1L << row;
    while (word == 0 && ++index < words.length) {
      word = words[index] ^ flip;
    }
    return index == words.length
        ? end
        : Math.min(end, (index << 6) + Long.numberOfTrailingZeros(word));
  }

  long[] words() {
    return words.clone();
  }
}
