package io.dreamdb.index;

import io.dreamdb.CorruptObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/** Which cells a pack has and where. Immutable. */
final class PackDirectory {

  private static final int PIECE_CELLS = 1 << 16;

  private final int[] cells;
  private final int[] members;
  private final int[] spilled;
  private final byte[] refBytes;
  private final float[] radii;
  private final long[] firstRefs;
  private final long[] offsets;

  PackDirectory(PackCell[] list) {
    this(list.length);
    for (int i = 0; i < list.length; i++) {
      set(i, list[i]);
    }
  }

  private PackDirectory(int count) {
    this.cells = new int[count];
    this.members = new int[count];
    this.spilled = new int[count];
    this.refBytes = new byte[count];
    this.radii = new float[count];
    this.firstRefs = new long[count];
    this.offsets = new long[count];
  }

  private void set(int index, PackCell cell) {
    cells[index] = cell.cell();
    members[index] = cell.members();
    spilled[index] = cell.spilled();
    refBytes[index] = (byte) cell.refBytes();
    radii[index] = cell.radius();
    firstRefs[index] = cell.firstRef();
    offsets[index] = cell.offset();
  }

  int size() {
    return cells.length;
  }

  PackCell get(int index) {
    return new PackCell(
        cells[index],
        members[index],
        spilled[index],
        refBytes[index],
        radii[index],
        firstRefs[index],
        offsets[index]);
  }

  /** The index of a cell; negative if the pack has no entry of it. */
  int find(int cell) {
    return Arrays.binarySearch(cells, cell);
  }

  ByteBuffer encode() {
    ByteBuffer bytes =
        ByteBuffer.allocate((int) PackLayout.padded((long) size() * PackLayout.DIRECTORY_BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size(); i++) {
      bytes.putInt(cells[i]).putInt(members[i]).putInt(spilled[i]).putInt(refBytes[i]);
      bytes.putFloat(radii[i]).putInt(0).putLong(firstRefs[i]).putLong(offsets[i]);
    }
    return bytes.clear();
  }

  /**
   * Reads the section of a pack and checks that the sections follow each other up to the object's
   * end.
   */
  static PackDirectory read(PackHeader header, long objectBytes, PackBytes bytes, String name) {
    PackDirectory directory = new PackDirectory(header.cells());
    Reading reading = new Reading(header, name);
    for (int done = 0; done < header.cells(); done += PIECE_CELLS) {
      int count = Math.min(PIECE_CELLS, header.cells() - done);
      long offset = header.directoryOffset() + (long) done * PackLayout.DIRECTORY_BYTES;
      ByteBuffer piece =
          bytes.at(offset, count * PackLayout.DIRECTORY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count; i++) {
        directory.set(done + i, reading.next(piece, i * PackLayout.DIRECTORY_BYTES));
      }
    }
    reading.end(objectBytes);
    return directory;
  }

  /** What the cells before say of the next one. */
  private static final class Reading {

    private final PackHeader header;
    private final String name;
    private int cell = -1;
    private long rows;
    private long entries;
    private long offset;

    Reading(PackHeader header, String name) {
      this.header = header;
      this.name = name;
      this.offset = header.sectionsOffset();
    }

    PackCell next(ByteBuffer piece, int at) {
      int number = piece.getInt(at);
      long members = Integer.toUnsignedLong(piece.getInt(at + 4));
      long spilled = Integer.toUnsignedLong(piece.getInt(at + 8));
      int width = piece.getInt(at + 12);
      float radius = piece.getFloat(at + 16);
      long first = piece.getLong(at + 24);
      require(number > cell && number < SpatialIndex.MAX_CELLS, "ascending cells", number);
      require(members + spilled >= 1, "entries", members + spilled);
      entries += members + spilled;
      rows += members;
      require(entries <= header.entries(), header.entries() + " entries", entries);
      require(width >= 1 && width <= Long.BYTES, "references of 1 to 8 bytes", width);
      require(radius >= 0 && radius < Float.POSITIVE_INFINITY, "a radius", radius);
      require(piece.getInt(at + 20) == 0, "four zero bytes", piece.getInt(at + 20));
      require(first >= 0, "a first reference", first);
      require(piece.getLong(at + 32) == offset, "a section at " + offset, piece.getLong(at + 32));
      cell = number;
      PackCell found =
          new PackCell(number, (int) members, (int) spilled, width, radius, first, offset);
      offset = header.layout().end(found);
      return found;
    }

    void end(long objectBytes) {
      require(rows == header.rows(), header.rows() + " members", rows);
      require(entries == header.entries(), header.entries() + " entries", entries);
      require(offset == objectBytes, "sections up to its end at " + objectBytes, offset);
    }

    private void require(boolean holds, String expected, Object found) {
      if (!holds) {
        throw new CorruptObject(
            String.format(
                Locale.ROOT,
                "%s: expected %s in its directory behind cell %d, found %s",
                name,
                expected,
                cell,
                found));
      }
    }
  }
}
