package io.dreamdb.index;

import io.dreamdb.CorruptObject;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * A pack of which head, directory and anchor runs were read ({@code index.md}, section 5); the
 * sections of its cells are the business of whoever scans them. Immutable, safe for many threads.
 */
public final class Pack {

  private final String name;
  private final PackHeader header;
  private final PackDirectory directory;
  private final AnchorRuns runs;

  private Pack(String name, PackHeader header, PackDirectory directory, AnchorRuns runs) {
    this.name = name;
    this.header = header;
    this.directory = directory;
    this.runs = runs;
  }

  /**
   * Reads what stands before the sections.
   *
   * @param name what messages call it, such as its key
   * @param entry what the index track says of it
   * @throws CorruptObject if the parts do not agree with each other, the entry and the length
   */
  public static Pack open(String name, PackBytes bytes, PackEntry entry) {
    long objectBytes = entry.pack().lengthBytes();
    ByteBuffer head = bytes.at(0, (int) Math.min(PackHeader.MAX_BYTES, objectBytes));
    PackHeader header = PackHeader.decode(head, name);
    if (header.sectionsOffset() > objectBytes) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has %d bytes; its header of %d cells and %d runs says %d and more",
              name,
              objectBytes,
              header.cells(),
              header.runs(),
              header.sectionsOffset()));
    }
    requireLike(name, header, entry);
    PackDirectory directory = PackDirectory.read(header, objectBytes, bytes, name);
    requireCells(name, directory, entry);
    AnchorRun run = entry.run();
    AnchorRuns runs = run == null ? AnchorRuns.read(header, bytes, name) : AnchorRuns.of(run);
    if (runs.firstAnchor() != entry.firstAnchor()) {
      throw disagrees(name, "first anchor", runs.firstAnchor(), entry.firstAnchor());
    }
    requireReferences(name, directory, runs);
    return new Pack(name, header, directory, runs);
  }

  private static void requireLike(String name, PackHeader header, PackEntry entry) {
    if (header.rows() != entry.rows()) {
      throw disagrees(name, "rows", header.rows(), entry.rows());
    }
    if (header.entries() != entry.entries()) {
      throw disagrees(name, "entries", header.entries(), entry.entries());
    }
    if ((header.runs() == 0) != (entry.level() == 0)) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has %d anchor runs; the index track says level %d",
              name,
              header.runs(),
              entry.level()));
    }
  }

  private static void requireCells(String name, PackDirectory directory, PackEntry entry) {
    int first = directory.get(0).cell();
    int last = directory.get(directory.size() - 1).cell();
    if (first != entry.firstCell()) {
      throw disagrees(name, "first cell", first, entry.firstCell());
    }
    if (last != entry.lastCell()) {
      throw disagrees(name, "last cell", last, entry.lastCell());
    }
  }

  private static void requireReferences(String name, PackDirectory directory, AnchorRuns runs) {
    for (int i = 0; i < directory.size(); i++) {
      PackCell cell = directory.get(i);
      if (cell.firstRef() >= runs.rows()) {
        throw noSuchRow(name, cell, cell.firstRef(), runs);
      }
    }
  }

  private static CorruptObject disagrees(String name, String what, long found, long expected) {
    return new CorruptObject(
        String.format(
            Locale.ROOT, "%s has %s %d; the index track says %d", name, what, found, expected));
  }

  /**
   * Throws unless it was made by that compressor.
   *
   * @throws CorruptObject naming both
   */
  public void requireMadeBy(ObjectRef ref, VectorCompressor compressor) {
    boolean same =
        header.compressor().equals(ref.id()) && header.layout().equals(PackLayout.of(compressor));
    if (!same) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s was made by the compressor %s with %s; its track says %s with %s",
              name,
              header.compressor(),
              header.layout(),
              ref.id(),
              PackLayout.of(compressor)));
    }
  }

  /** Its name in messages. */
  public String name() {
    return name;
  }

  /** How long the parts of a section are. */
  public PackLayout layout() {
    return header.layout();
  }

  /** The spatial index under which it was made. */
  public ObjectId spatial() {
    return header.spatial();
  }

  /** The compressor that made it. */
  public ObjectId compressor() {
    return header.compressor();
  }

  /** Entries that are members of their own cells. */
  public int rows() {
    return header.rows();
  }

  /** All entries. */
  public int entries() {
    return header.entries();
  }

  /** Where the first section begins: what stands before it was read. */
  public long sectionsOffset() {
    return header.sectionsOffset();
  }

  /** How many cells it has. */
  public int cells() {
    return directory.size();
  }

  /** The cell at an index of the directory, from 0 on. */
  public PackCell cellAt(int index) {
    return directory.get(index);
  }

  /** The index of a cell in the directory; negative if the pack has no entry of it. */
  public int find(int cell) {
    return directory.find(cell);
  }

  /**
   * The anchor of an entry.
   *
   * @param references the references of the cell, from {@link PackLayout#references} on at position
   *     0
   * @param entry its number in the cell
   * @throws CorruptObject if the pack has no such row
   */
  public long anchor(PackCell cell, ByteBuffer references, int entry) {
    long reference = cell.firstRef() + reference(cell.refBytes(), references, entry);
    if (reference < 0 || reference >= runs.rows()) {
      throw noSuchRow(name, cell, reference, runs);
    }
    return runs.anchor(reference);
  }

  /** A reference of that many bytes, before the smallest of the cell is added. */
  static long reference(int width, ByteBuffer references, int entry) {
    ByteBuffer little =
        references.order() == ByteOrder.LITTLE_ENDIAN ? references : swapped(references);
    int at = entry * width;
    switch (width) {
      case 1:
        return Byte.toUnsignedLong(little.get(at));
      case 2:
        return Short.toUnsignedLong(little.getShort(at));
      case 4:
        return Integer.toUnsignedLong(little.getInt(at));
      default:
        long reference = 0;
        for (int i = width - 1; i >= 0; i--) {
          reference = reference << 8 | Byte.toUnsignedLong(little.get(at + i));
        }
        return reference;
    }
  }

  private static ByteBuffer swapped(ByteBuffer buffer) {
    return buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static CorruptObject noSuchRow(
      String name, PackCell cell, long reference, AnchorRuns runs) {
    return new CorruptObject(
        String.format(
            Locale.ROOT,
            "%s: cell %d refers to row %d of %d",
            name,
            cell.cell(),
            reference,
            runs.rows()));
  }
}
