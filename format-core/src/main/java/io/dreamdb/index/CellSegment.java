package io.dreamdb.index;

import io.dreamdb.object.VerifiedWindow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The entries of one cell in one pack, read in place. Safe for many threads. */
final class CellSegment {

  private final Pack pack;
  private final PackCell cell;
  private final VerifiedWindow window;
  private final int references;
  private final ByteBuffer referenceBytes;

  CellSegment(Pack pack, PackCell cell, VerifiedWindow window) {
    this.pack = pack;
    this.cell = cell;
    this.window = window;
    this.references = (int) pack.layout().references(cell);
    this.referenceBytes =
        window
            .bytes()
            .slice(references, cell.entries() * cell.refBytes())
            .order(ByteOrder.LITTLE_ENDIAN);
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

  /** The pack; only parts that were checked may be used. */
  ByteBuffer bytes() {
    return window.bytes();
  }

  /** Where the codes begin in {@link #bytes}. */
  int codesOffset() {
    return (int) cell.offset();
  }

  /** Bytes of codes and references. */
  int estimateBytes() {
    return references + cell.entries() * cell.refBytes() - codesOffset();
  }

  /** Checks codes and references, unless that was done before. */
  void checkEstimates() {
    window.check(codesOffset(), estimateBytes());
  }

  /** The anchor of an entry; the references must have been checked. */
  long anchor(int entry) {
    return pack.anchor(cell, referenceBytes, entry);
  }

  /** A column of one binary32 per entry from an offset of the pack on, checked, copied. */
  void column(long offset, float[] out) {
    window
        .read((int) offset, cell.entries() * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(out, 0, cell.entries());
  }

  /** Checks a part of the pack, unless that was done before. */
  void check(long offset, int length) {
    window.check((int) offset, length);
  }
}
