package io.dreamdb.index;

import io.dreamdb.object.ObjectWriter;
import io.dreamdb.store.Spool;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Writes a range of the entries in many runs as a pack. One thread for each range. */
final class PackAssembler implements AutoCloseable {

  private final List<EntryRun> entries;
  private final PackRange range;
  private final AnchorRuns rows;
  private final CodeLayout codes;
  private final PackWriter writer;
  private final long[][] anchors; // of the entries of each run from `from` on
  private final int[] from;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long[] order = new long[0]; // reference << 32 | number in the buffer
  private long[] references = new long[0];
  private int[] places = new int[0];

  /** Reads the anchors of a range. */
  PackAssembler(
      List<EntryRun> entries,
      PackRange range,
      AnchorRuns rows,
      PackLayout layout,
      Supplier<Spool> spools) {
    this.entries = entries;
    this.range = range;
    this.rows = rows;
    this.codes = CodeLayout.of(layout);
    this.anchors = new long[entries.size()][];
    this.from = new int[entries.size()];
    for (int r = 0; r < anchors.length; r++) {
      from[r] = range.from(entries.get(r));
      anchors[r] = range.anchors(entries.get(r));
    }
    this.writer = new PackWriter(layout, spools);
  }

  /** Stores a pack above level 0. */
  PackEntry assemble(ObjectWriter objects, PackWriter.Origin origin, int level) {
    addCells();
    return writer.finish(objects, origin, level, rows);
  }

  /** Stores a pack of level 0, of a run that has its place yet to get. */
  PackEntry assemble(ObjectWriter objects, PackWriter.Origin origin, AnchorRun run) {
    addCells();
    return writer.finish(objects, origin, run);
  }

  private void addCells() {
    for (int cell = range.firstCell(); cell <= range.lastCell(); cell++) {
      int count = count(EntryRun.key(cell, false)) + count(EntryRun.key(cell, true));
      if (count > 0) {
        addCell(cell, count);
      }
    }
  }

  private int count(int key) {
    int count = 0;
    for (int r = 0; r < anchors.length; r++) {
      count += end(r, key) - start(r, key);
    }
    return count;
  }

  /** The first entry of a run with a key and a row in the range. */
  private int start(int r, int key) {
    int low = entries.get(r).lower(key);
    return range.firstAnchor() == 0
        ? low
        : firstNotBelow(r, low, entries.get(r).lower(key + 1), range.firstAnchor());
  }

  private int end(int r, int key) {
    int high = entries.get(r).lower(key + 1);
    return range.lastAnchor() == Long.MAX_VALUE
        ? high
        : firstNotBelow(r, entries.get(r).lower(key), high, range.lastAnchor() + 1);
  }

  private int firstNotBelow(int r, int low, int high, long anchor) {
    int found = Arrays.binarySearch(anchors[r], low - from[r], high - from[r], anchor);
    return from[r] + (found >= 0 ? found : -found - 1);
  }

  private void addCell(int cell, int count) {
    reserve(count);
    int members = read(EntryRun.key(cell, false), 0);
    read(EntryRun.key(cell, true), members);
    Arrays.sort(order, 0, members);
    Arrays.sort(order, members, count);
    for (int i = 0; i < count; i++) {
      references[i] = order[i] >>> Integer.SIZE;
      places[i] = (int) order[i] * codes.bytes();
    }
    writer.add(new CellCodes(cell, members, references, count, buffer, places));
  }

  /** Reads the entries of a key behind those that were read; returns how many there are then. */
  private int read(int key, int before) {
    int count = before;
    for (int r = 0; r < anchors.length; r++) {
      int start = start(r, key);
      int end = end(r, key);
      if (end > start) {
        entries.get(r).codes(start, end, buffer);
        for (int i = start; i < end; i++) {
          order[count] = rows.reference(anchors[r][i - from[r]]) << Integer.SIZE | count;
          count++;
        }
      }
    }
    return count;
  }

  private void reserve(int count) {
    if (order.length < count) {
      int capacity = Math.max(count, 2 * order.length);
      order = new long[capacity];
      references = new long[capacity];
      places = new int[capacity];
    }
    int bytes = Math.multiplyExact(count, codes.bytes());
    if (buffer.capacity() < bytes) {
      buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    buffer.clear();
  }

  @Override
  public void close() {
    writer.close();
  }
}
