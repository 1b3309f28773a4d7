package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.object.VerifiedWindow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Objects;

/**
 * A batch's vectors of one field, of which single ones are read in place. Safe for many threads.
 */
public final class VectorWindow implements RowVectors {

  private final VerifiedWindow window;
  private final VectorHeader header;
  private final Presence presence;

  private VectorWindow(VerifiedWindow window, VectorHeader header, Presence presence) {
    this.window = window;
    this.header = header;
    this.presence = presence;
  }

  /**
   * Opens a vector storage.
   *
   * @throws CorruptObject if header, validity or length are not those of one
   */
  public static VectorWindow open(VerifiedWindow window) {
    String name = window.name();
    ByteBuffer head = window.read(0, Math.min(VectorHeader.LENGTH_BYTES, window.lengthBytes()));
    VectorHeader header = VectorHeader.decode(head, name);
    if (header.objectBytes() != window.lengthBytes()) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has %d bytes; its header says %d",
              name,
              window.lengthBytes(),
              header.objectBytes()));
    }
    if (!header.hasNulls()) {
      return new VectorWindow(window, header, Presence.all(header.rows()));
    }
    int length = Presence.lengthBytes(header.rows());
    ByteBuffer section = window.read(VectorHeader.LENGTH_BYTES, length);
    return new VectorWindow(window, header, Presence.decode(section, header, name));
  }

  @Override
  public int dimension() {
    return header.dimension();
  }

  /** Rows of the batch. */
  public int rows() {
    return header.rows();
  }

  @Override
  public boolean isPresent(int row) {
    Objects.checkIndex(row, header.rows());
    return presence.get(row);
  }

  /** The bytes of the storage; use only vectors that {@link #offset} checked. */
  public ByteBuffer bytes() {
    return window.bytes();
  }

  /**
   * Where a row's vector begins in {@link #bytes}, which are checked there.
   *
   * @return −1 if the row is NULL
   */
  public int offset(int row) {
    Objects.checkIndex(row, header.rows());
    if (header.hasNulls() && !presence.get(row)) {
      return -1;
    }
    int rank = header.hasNulls() ? presence.rank(row) : row;
    int offset = header.dataOffset() + rank * header.vectorBytes();
    window.check(offset, header.vectorBytes());
    return offset;
  }

  @Override
  public boolean copyTo(int row, float[] target) {
    int offset = offset(row);
    if (offset >= 0) {
      bytes()
          .slice(offset, header.vectorBytes())
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(target);
    }
    return offset >= 0;
  }

  /** Throws unless the storage is what a batch's entry and the schema say. */
  void requireLike(int dimension, int rows, long nulls) {
    header.requireLike(dimension, rows, nulls, window.name());
  }
}
