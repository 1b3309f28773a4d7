package io.dreamdb.index;

import io.dreamdb.object.VerifiedWindow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The entries of one cell in one pack, in a mapped pack or in memory. */
final class CellSegment {

  private final Pack pack;
  private final PackCell cell;
  private final @Nullable VerifiedWindow window;
  private final ByteBuffer bytes;
  private final long start; // the offset in the pack of the buffer's first byte
  private final ByteBuffer references;
  private final int estimateBytes;

  /** Entries that are read in place, and checked when they are touched first. */
  CellSegment(Pack pack, PackCell cell, VerifiedWindow window) {
    this.pack = pack;
    this.cell = cell;
    this.window = window;
    this.bytes = window.bytes();
    this.start = 0;
    this.references =
        bytes
            .slice((int) pack.layout().references(cell), cell.entries() * cell.refBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    this.estimateBytes = estimateBytes(pack.layout(), cell);
  }

  /**
   * Entries that were fetched and checked.
   *
   * @param start the offset in the pack of the buffer's first byte, if it were there; may be
   *     negative
   * @param references those of all entries, little-endian
   */
  CellSegment(Pack pack, PackCell cell, ByteBuffer bytes, long start, ByteBuffer references) {
    this.pack = pack;
    this.cell = cell;
    this.window = null;
    this.bytes = bytes;
    this.start = start;
    this.references = references;
    this.estimateBytes = estimateBytes(pack.layout(), cell);
  }

  /** The length of codes and references, which begin a section. */
  static int estimateBytes(PackLayout layout, PackCell cell) {
    long codes = layout.references(cell) - cell.offset();
    return Math.toIntExact(codes + (long) cell.entries() * cell.refBytes());
  }

  PackCell cell() {
    return cell;
  }

  PackLayout layout() {
    return pack.layout();
  }

  int entries() {
    return cell.entries();
  }

  int blocks() {
    return cell.blocks();
  }

  /** The cell's bytes among others; only parts that were checked may be used. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** Where a byte of the pack stands in {@link #bytes}. */
  int place(long offset) {
    return (int) (offset - start);
  }

  /** Where the codes begin in {@link #bytes}. */
  int codesOffset() {
    return place(cell.offset());
  }

  /** Bytes of codes and references. */
  int estimateBytes() {
    return estimateBytes;
  }

  /** Checks codes and references, unless that was done before. */
  void checkEstimates() {
    check(codesOffset(), estimateBytes());
  }

  /** The anchor of an entry; the references must have been checked. */
  long anchor(int entry) {
    return pack.anchor(cell, references, entry);
  }

  /** A column of one binary32 per entry from an offset of the pack on, checked, copied. */
  void column(long offset, float[] out) {
    int length = cell.entries() * Float.BYTES;
    check(place(offset), length);
    bytes
        .slice(place(offset), length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(out, 0, cell.entries());
  }

  /** Checks a part, from a place in {@link #bytes} on, unless that was done before. */
  void check(int place, int length) {
    if (window != null) {
      window.check(place, length);
    }
  }
}
