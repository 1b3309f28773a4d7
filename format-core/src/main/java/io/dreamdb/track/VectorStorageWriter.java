package io.dreamdb.track;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.Metric;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.kernel.VectorArithmetic;
import io.dreamdb.kernel.VectorCheck;
import io.dreamdb.kernel.VectorFault;
import io.dreamdb.object.HashedSpool;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the vectors of one field of one batch: append the rows in order, {@link #finish}, close.
 * Vectors wait in a spool, so memory does not grow with them.
 *
 * <p>Refused with {@link InvalidInput}, naming the column and the row's number in the batch: a
 * vector of another dimension, with a NaN or an infinity, with a squared norm above 2¹²⁴, or, under
 * the metric {@code cosine}, of zero. Refused with {@link LimitExceeded}: more than 2²⁴ rows or 5
 * GiB. After a refusal the writer can only be closed. One thread.
 */
public final class VectorStorageWriter implements AutoCloseable {

  private static final int CHUNK_FLOATS = 1 << 16;
  private static final int COPY_BYTES = 1 << 18;

  private final Field field;
  private final Metric metric;
  private final int dimension;
  private final Supplier<Spool> spools;
  private final HashedSpool vectors;
  private final float[] chunk; // [chunkRows × dimension]
  private final float[] norms; // [chunkRows]
  private final ByteBuffer bytes;
  private final FloatBuffer floats; // over bytes
  private long[] present = new long[16];
  private int rows;
  private int vectorCount;
  private int zeros;
  private float maxSquaredNorm;

  /**
   * Begins the vectors of a batch.
   *
   * @param field an embedding
   * @param spools where bytes wait, such as {@link ObjectStore#spool}; a second is taken where rows
   *     are NULL
   */
  public VectorStorageWriter(Field field, Supplier<Spool> spools) {
    EmbeddingType type = (EmbeddingType) field.type();
    this.field = field;
    this.metric = Metric.parse(type.metric().text());
    this.dimension = type.dimension();
    this.spools = spools;
    this.vectors = new HashedSpool(spools.get());
    // A storage without NULLs is what the spool has behind a header of that length.
    vectors.write(new byte[VectorHeader.LENGTH_BYTES]);
    int chunkRows = Math.max(1, CHUNK_FLOATS / dimension);
    this.chunk = new float[chunkRows * dimension];
    this.norms = new float[chunkRows];
    this.bytes = ByteBuffer.allocate(chunk.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    this.floats = bytes.asFloatBuffer();
  }

  /** Rows so far, NULL ones included. */
  public int rows() {
    return rows;
  }

  /** Bytes of vectors so far. */
  public long vectorBytes() {
    return vectors.lengthBytes() - VectorHeader.LENGTH_BYTES;
  }

  /** Appends a row; null is NULL. */
  public void append(float @Nullable [] vector) {
    if (vector == null) {
      appendNulls(1);
      return;
    }
    requireDimension(vector.length);
    append(vector, 0, 1);
  }

  /**
   * Appends rows that all have a vector.
   *
   * @param block row-major, the first row at {@code offset}
   */
  public void append(float[] block, int offset, int count) {
    Objects.checkFromIndexSize(offset, (long) count * dimension, block.length);
    requireRoom(count);
    int chunkRows = norms.length;
    for (int done = 0; done < count; done += chunkRows) {
      store(block, offset + done * dimension, Math.min(chunkRows, count - done));
    }
  }

  /** Appends the rows of a column. */
  public void append(EmbeddingColumn column) {
    requireDimension(column.type().dimension());
    requireRoom(column.rows());
    FloatBuffer values = column.values();
    for (int row = 0; row < column.rows(); ) {
      int end = row + 1;
      boolean isNull = column.isNull(row);
      int most = isNull ? column.rows() : Math.min(column.rows(), row + norms.length);
      while (end < most && column.isNull(end) == isNull) {
        end++;
      }
      if (isNull) {
        appendNulls(end - row);
      } else {
        values.get(row * dimension, chunk, 0, (end - row) * dimension);
        store(chunk, 0, end - row);
      }
      row = end;
    }
  }

  /** Appends rows that are NULL. */
  public void appendNulls(int count) {
    if (count < 0) {
      throw new IllegalArgumentException(count + " rows");
    }
    requireRoom(count);
    rows += count;
    if (count > 0) {
      vectors.leaveUnhashed();
    }
  }

  /** Checks and spools at most a chunk of rows. */
  private void store(float[] block, int offset, int count) {
    requireBytes(count);
    VectorArithmetic.squaredNorms(dimension, block, offset, count, norms);
    float least = metric == Metric.COSINE ? Float.MIN_VALUE : 0;
    for (int i = 0; i < count; i++) {
      float norm = norms[i];
      if (!(norm >= least && norm <= VectorCheck.MAX_SQUARED_NORM)) {
        throw refused(block, offset, count);
      }
      zeros += norm == 0 ? 1 : 0;
      maxSquaredNorm = Math.max(maxSquaredNorm, norm);
    }
    floats.clear().put(block, offset, count * dimension);
    vectors.write(bytes.clear().limit(count * dimension * Float.BYTES));
    int words = Bits.words(rows + count);
    if (words > present.length) {
      present = Arrays.copyOf(present, Math.max(words, 2 * present.length));
    }
    Bits.fill(present, rows, rows + count);
    rows += count;
    vectorCount += count;
  }

  private InvalidInput refused(float[] block, int offset, int count) {
    VectorFault fault =
        VectorCheck.firstFault(metric, dimension, block, offset, count).orElseThrow();
    return new InvalidInput(
        String.format(
            Locale.ROOT,
            "Column '%s': the vector of row %d of the batch cannot be stored: %s",
            field.name(),
            rows + fault.row(),
            fault.reason()));
  }

  private void requireDimension(int found) {
    if (found != dimension) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "Column '%s': the vector of row %d of the batch has dimension %d, expected %d",
              field.name(),
              rows,
              found,
              dimension));
    }
  }

  private void requireRoom(int count) {
    if (count > BatchEntry.MAX_ROWS - rows) {
      throw new LimitExceeded(
          String.format(
              Locale.ROOT,
              "Column '%s': %d rows in one batch; the limit is %d: begin another batch",
              field.name(),
              (long) rows + count,
              BatchEntry.MAX_ROWS));
    }
  }

  private void requireBytes(int count) {
    long objectBytes =
        new VectorHeader(dimension, BatchEntry.MAX_ROWS, vectorCount).objectBytes()
            + (long) count * dimension * Float.BYTES;
    if (objectBytes > ObjectStore.MAX_OBJECT_BYTES) {
      throw new LimitExceeded(
          String.format(
              Locale.ROOT,
              "Column '%s': %d vectors of dimension %d in one batch are more than 5 GiB: begin another",
              field.name(),
              vectorCount + count,
              dimension));
    }
  }

  /**
   * Stores the vector storage; nothing can be appended after it.
   *
   * @return what the batch's entry says of it; empty, and nothing stored, if all rows are NULL
   */
  public Optional<VectorEntry> finish(ObjectWriter writer) {
    if (vectorCount == 0) {
      return Optional.empty();
    }
    VectorHeader header = new VectorHeader(dimension, rows, vectorCount);
    ObjectRef ref = header.hasNulls() ? storeWithNulls(header, writer) : store(header, writer);
    return Optional.of(new VectorEntry(field.id(), ref, rows - vectorCount, zeros, maxSquaredNorm));
  }

  private ObjectRef store(VectorHeader header, ObjectWriter writer) {
    vectors.replaceFirst(header.encode());
    ObjectRef ref = writer.write(ObjectFamily.vectors(field.id()), vectors);
    vectors.close();
    return ref;
  }

  private ObjectRef storeWithNulls(VectorHeader header, ObjectWriter writer) {
    try (HashedSpool object = new HashedSpool(spools.get())) {
      object.write(header.encode());
      object.write(Presence.of(Arrays.copyOf(present, Bits.words(rows)), rows).encode());
      copyVectors(object);
      vectors.close();
      return writer.write(ObjectFamily.vectors(field.id()), object);
    }
  }

  private void copyVectors(HashedSpool object) {
    byte[] piece = new byte[COPY_BYTES];
    try (InputStream in = vectors.body().open()) {
      in.skipNBytes(VectorHeader.LENGTH_BYTES);
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        object.write(ByteBuffer.wrap(piece, 0, read));
      }
    } catch (IOException e) {
      throw new StoreUnavailable(
          "cannot read back the spooled vectors of column '" + field.name() + "': " + e, e);
    }
  }

  /** Frees memory and disk. Without {@link #finish} nothing was stored. */
  @Override
  public void close() {
    vectors.close();
  }
}
