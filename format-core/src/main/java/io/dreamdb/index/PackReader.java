package io.dreamdb.index;

import io.dreamdb.CorruptObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Reads a pack whole, to look at it rather than to search it: which rows it holds, and whether its
 * sections are as {@code index.md} says. Memory does not grow with the pack. One thread.
 */
public final class PackReader {

  /** So many entries are read at once. */
  private static final int PIECE_ENTRIES = 1 << 12;

  /** Takes the entries of a pack, cell by cell, those of a cell in their order. */
  @FunctionalInterface
  public interface Entries {

    /** An entry: a member of its own cell, or one that is spilled into this one. */
    void entry(int cell, long anchor, boolean member);
  }

  private final Pack pack;
  private final PackBytes bytes;
  private final PackLayout layout;

  /** Reads an opened pack. */
  public PackReader(Pack pack, PackBytes bytes) {
    this.pack = pack;
    this.bytes = bytes;
    this.layout = pack.layout();
  }

  /**
   * Reads the rows of all entries and nothing else of them.
   *
   * @throws CorruptObject if they are not in order
   */
  public void rows(Entries entries) {
    for (int i = 0; i < pack.cells(); i++) {
      rows(pack.cellAt(i), entries);
    }
  }

  private void rows(PackCell cell, Entries entries) {
    long before = -1;
    long smallest = Long.MAX_VALUE;
    long largest = 0;
    for (int first = 0; first < cell.entries(); first += PIECE_ENTRIES) {
      int count = Math.min(PIECE_ENTRIES, cell.entries() - first);
      ByteBuffer piece =
          little(layout.references(cell) + (long) first * cell.refBytes(), count * cell.refBytes());
      for (int i = 0; i < count; i++) {
        int entry = first + i;
        long reference = Pack.reference(cell.refBytes(), piece, i);
        boolean begins = entry == 0 || entry == cell.members();
        if (!begins && Long.compareUnsigned(reference, before) <= 0) {
          throw wrong(cell, "references that ascend", reference + " after " + before);
        }
        before = reference;
        smallest = Math.min(smallest, reference);
        largest = Math.max(largest, reference);
        entries.entry(cell.cell(), pack.anchor(cell, piece, i), entry < cell.members());
      }
    }
    if (smallest != 0) {
      throw wrong(cell, "0 as its smallest reference", smallest);
    }
    if (PackCell.refBytes(largest) != cell.refBytes()) {
      throw wrong(
          cell,
          "references of " + PackCell.refBytes(largest) + " bytes, the fewest",
          cell.refBytes());
    }
  }

  /**
   * Reads every byte of every section.
   *
   * @throws CorruptObject naming the cell that is not as the specification says
   */
  public void requireSound() {
    for (int i = 0; i < pack.cells(); i++) {
      PackCell cell = pack.cellAt(i);
      rows(cell, (number, anchor, member) -> {});
      requireBlocks(cell);
      requirePadding(cell, layout.references(cell), (long) cell.entries() * cell.refBytes());
      float radius = requireColumn(cell, "norm", layout.norms(cell), true);
      if (radius != cell.radius()) {
        throw wrong(cell, "a radius of " + radius + ", its members' largest norm", cell.radius());
      }
      requireColumn(cell, "error", layout.errors(cell), true);
      if (layout.refine() > 0) {
        requirePadding(
            cell, layout.refinements(cell), (long) cell.entries() * layout.refinementBytes());
        requireColumn(cell, "refined add", layout.refinementAdds(cell), false);
        requireColumn(cell, "refined scale", layout.refinementScales(cell), false);
        requireColumn(cell, "refined error", layout.refinementErrors(cell), true);
      }
    }
  }

  private void requireBlocks(PackCell cell) {
    int blockBytes = layout.blockBytes();
    int together = Math.max(1, (1 << 20) / blockBytes);
    for (int first = 0; first < cell.blocks(); first += together) {
      int count = Math.min(together, cell.blocks() - first);
      ByteBuffer piece = little(cell.offset() + (long) first * blockBytes, count * blockBytes);
      for (int block = 0; block < count; block++) {
        for (int i = 0; i < PackLayout.BLOCK_ENTRIES; i++) {
          int entry = (first + block) * PackLayout.BLOCK_ENTRIES + i;
          requireCode(cell, entry, piece, block * blockBytes + Long.BYTES * i);
        }
      }
    }
  }

  /** The code of an entry, or of one beyond the last, whose first word stands at {@code at}. */
  private void requireCode(PackCell cell, int entry, ByteBuffer piece, int at) {
    int words = layout.words();
    int lane = at % layout.blockBytes() / Long.BYTES;
    int factors = at - Long.BYTES * lane + 64 * words + Float.BYTES * lane;
    float add = piece.getFloat(factors);
    float scale = piece.getFloat(factors + Float.BYTES * PackLayout.BLOCK_ENTRIES);
    if (entry < cell.entries()) {
      if (!Float.isFinite(add) || !Float.isFinite(scale)) {
        throw wrong(cell, "finite factors of entry " + entry, add + " and " + scale);
      }
      return;
    }
    long bits = 0;
    for (int word = 0; word < words; word++) {
      bits |= piece.getLong(at + 64 * word);
    }
    boolean empty =
        bits == 0 && add == Float.POSITIVE_INFINITY && Float.floatToRawIntBits(scale) == 0;
    if (!empty) {
      throw wrong(
          cell,
          "nothing beyond the last entry: code 0, add Infinity, scale 0.0",
          "bits " + Long.toHexString(bits) + ", add " + add + ", scale " + scale);
    }
  }

  /** Returns the largest number of a member. */
  private float requireColumn(PackCell cell, String name, long offset, boolean isLength) {
    float largest = 0;
    for (int first = 0; first < cell.entries(); first += PIECE_ENTRIES) {
      int count = Math.min(PIECE_ENTRIES, cell.entries() - first);
      ByteBuffer piece = little(offset + (long) first * Float.BYTES, count * Float.BYTES);
      for (int i = 0; i < count; i++) {
        float value = piece.getFloat(i * Float.BYTES);
        if (!Float.isFinite(value) || isLength && !(value >= 0)) {
          throw wrong(
              cell,
              (isLength ? "a length" : "a number") + " as " + name + " of entry " + (first + i),
              value);
        }
        largest = first + i < cell.members() ? Math.max(largest, value) : largest;
      }
    }
    requirePadding(cell, offset, (long) cell.entries() * Float.BYTES);
    return largest;
  }

  private void requirePadding(PackCell cell, long offset, long lengthBytes) {
    int rest = (int) (PackLayout.padded(lengthBytes) - lengthBytes);
    ByteBuffer padding = bytes.at(offset + lengthBytes, rest);
    for (int i = 0; i < rest; i++) {
      if (padding.get(i) != 0) {
        throw wrong(
            cell,
            "zero bytes up to a multiple of 64",
            padding.get(i) + " at offset " + (offset + lengthBytes + i));
      }
    }
  }

  private ByteBuffer little(long offset, int lengthBytes) {
    return bytes.at(offset, lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private CorruptObject wrong(PackCell cell, String expected, Object found) {
    return new CorruptObject(
        String.format(
            Locale.ROOT,
            "%s: expected %s in cell %d, found %s",
            pack.name(),
            expected,
            cell.cell(),
            found));
  }
}
