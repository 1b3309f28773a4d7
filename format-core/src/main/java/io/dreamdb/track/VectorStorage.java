package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.LimitExceeded;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.object.VerifiedWindow;
import io.dreamdb.schema.Bitmap;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Validity;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Objects;

/**
 * A batch's vectors of one field. The vectors that are there stand in the order of their rows
 * without gaps: number {@code rank(row)} is that of {@code row}.
 *
 * <p>Opening reads and checks the header and which rows have a vector; that stays in memory, the
 * vectors are read when asked for, verified as by {@link VerifiedObject} or {@link VerifiedWindow}.
 * Safe for many threads.
 */
public final class VectorStorage {

  /** The most bytes of one block of vectors: 256 MiB. */
  public static final int MAX_BLOCK_BYTES = 256 << 20;

  /** What one verified read takes anyway, and the head of most storages fits. */
  private static final int FIRST_READ_BYTES = 16 << 10;

  /** Reads verified bytes of the object. */
  interface Bytes {
    ByteBuffer read(long offset, int lengthBytes);
  }

  private final Bytes object;
  private final String name;
  private final VectorHeader header;
  private final Presence presence;

  VectorStorage(Bytes object, String name, VectorHeader header, Presence presence) {
    this.object = object;
    this.name = name;
    this.header = header;
    this.presence = presence;
  }

  /**
   * Opens a vector storage.
   *
   * @throws CorruptObject if header, validity or length are not those of one
   */
  public static VectorStorage open(VerifiedObject object) {
    return open(object::read, object.lengthBytes(), object.name());
  }

  /**
   * Opens a vector storage that is mapped.
   *
   * @throws CorruptObject as the other form
   */
  public static VectorStorage open(VerifiedWindow window) {
    return open(
        (offset, length) -> window.read((int) offset, length), window.lengthBytes(), window.name());
  }

  private static VectorStorage open(Bytes object, long lengthBytes, String name) {
    ByteBuffer head = object.read(0, (int) Math.min(FIRST_READ_BYTES, lengthBytes));
    VectorHeader header = VectorHeader.decode(head, name);
    if (header.objectBytes() != lengthBytes) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has %d bytes; its header of %d vectors of dimension %d in %d rows says %d",
              name,
              lengthBytes,
              header.present(),
              header.dimension(),
              header.rows(),
              header.objectBytes()));
    }
    return new VectorStorage(object, name, header, presence(object, name, header, head));
  }

  private static Presence presence(
      Bytes object, String name, VectorHeader header, ByteBuffer head) {
    if (!header.hasNulls()) {
      return Presence.all(header.rows());
    }
    int length = Presence.lengthBytes(header.rows());
    ByteBuffer section =
        header.dataOffset() <= head.remaining()
            ? head.slice(VectorHeader.LENGTH_BYTES, length)
            : object.read(VectorHeader.LENGTH_BYTES, length);
    return Presence.decode(section, header, name);
  }

  /** Throws unless the storage is what a batch's entry and the schema say. */
  void requireLike(int dimension, int rows, long nulls) {
    header.requireLike(dimension, rows, nulls, name);
  }

  /** Elements of a vector. */
  public int dimension() {
    return header.dimension();
  }

  /** Rows of the batch. */
  public int rows() {
    return header.rows();
  }

  /** Rows that have a vector, at least one. */
  public int present() {
    return header.present();
  }

  /** Whether the row has a vector; the others are NULL. */
  public boolean isPresent(int row) {
    Objects.checkIndex(row, rows());
    return presence.get(row);
  }

  /** How many rows before {@code row} have a vector; {@code row} may be the number of rows. */
  public int rank(int row) {
    Objects.checkIndex(row, rows() + 1);
    return presence.rank(row);
  }

  /** The row that has the vector number {@code rank}. */
  public int row(int rank) {
    Objects.checkIndex(rank, present());
    return presence.row(rank);
  }

  /** One bit for each row, set if it has a vector: row i is bit i mod 64 of word i / 64. A copy. */
  public long[] presentWords() {
    return presence.words();
  }

  /** How many vectors a block can have: those of {@link #MAX_BLOCK_BYTES}. */
  public int maxBlockVectors() {
    return MAX_BLOCK_BYTES / header.vectorBytes();
  }

  /**
   * Reads vectors by their numbers: read-only, little-endian, at position 0, row-major; possibly
   * mapped.
   *
   * @param firstRank number of the first, as {@link #rank} says
   * @param count how many, at most {@link #maxBlockVectors}
   */
  public ByteBuffer vectors(int firstRank, int count) {
    Objects.checkFromIndexSize(firstRank, count, present());
    if (count > maxBlockVectors()) {
      throw new LimitExceeded(
          String.format(
              Locale.ROOT,
              "a block of %d vectors of dimension %d; the limit is %d",
              count,
              dimension(),
              maxBlockVectors()));
    }
    long offset = header.dataOffset() + (long) firstRank * header.vectorBytes();
    return object.read(offset, count * header.vectorBytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Copies a row's vector to {@code target} from {@code offset} on.
   *
   * @return false, and nothing copied, if the row is NULL
   */
  public boolean copyTo(int row, float[] target, int offset) {
    Objects.checkFromIndexSize(offset, dimension(), target.length);
    if (!isPresent(row)) {
      return false;
    }
    vectors(presence.rank(row), 1).asFloatBuffer().get(target, offset, dimension());
    return true;
  }

  /**
   * Reads the rows {@code first} to {@code first + count − 1}.
   *
   * @param type the field's type, of this dimension
   * @throws LimitExceeded if their vectors do not fit into an array
   */
  public EmbeddingColumn read(EmbeddingType type, int first, int count) {
    Objects.checkFromIndexSize(first, count, rows());
    if (type.dimension() != dimension()) {
      throw new IllegalArgumentException(
          type.text() + " asked of vectors of dimension " + dimension());
    }
    long length = (long) count * dimension();
    if (length > Integer.MAX_VALUE - 8) {
      throw new LimitExceeded(
          String.format(
              Locale.ROOT,
              "%d rows of dimension %d at once; at most %d fit into an array",
              count,
              dimension(),
              (Integer.MAX_VALUE - 8) / dimension()));
    }
    float[] values = new float[(int) length];
    long[] valid = new long[Bits.words(count)];
    for (int row = first; row < first + count; ) {
      int end = presence.stretch(row, first + count);
      if (presence.get(row)) {
        Bits.fill(valid, row - first, end - first);
      }
      row = end;
    }
    scatter(first, first + count, values);
    return new EmbeddingColumn(type, values, Validity.of(Bitmap.wrap(valid, count)));
  }

  /** Reads the vectors of the rows block by block and puts them at their rows' places. */
  private void scatter(int first, int end, float[] values) {
    int rank = presence.rank(first);
    int lastRank = presence.rank(end);
    int row = first;
    while (rank < lastRank) {
      int block = Math.min(lastRank - rank, maxBlockVectors());
      ByteBuffer vectors = vectors(rank, block);
      for (int done = 0; done < block; ) {
        int stretch = presence.stretch(row, end) - row;
        if (presence.get(row)) {
          stretch = Math.min(stretch, block - done);
          vectors
              .slice(done * header.vectorBytes(), stretch * header.vectorBytes())
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer()
              .get(values, (row - first) * dimension(), stretch * dimension());
          done += stretch;
        }
        row += stretch;
      }
      rank += block;
    }
  }
}
