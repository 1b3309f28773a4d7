package io.dreamdb.index;

import io.dreamdb.store.Spool;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Collects the entries of one task, which come in the order of their rows, and orders them by cell:
 * in memory up to a limit, in files beyond it. One thread.
 */
final class EntryCollector implements AutoCloseable {

  /** What waits in memory to be ordered. */
  static final int MEMORY_BYTES = 32 << 20;

  /** A file with more than this gets no further run. */
  private static final long FILE_BYTES = 1L << 30;

  private final CodeLayout layout;
  private final Supplier<Spool> spools;
  private final int capacity;
  private ByteBuffer codes;
  private long[] anchors = new long[1_024];
  private int[] keys = new int[1_024];
  private int count;
  private final List<EntryFile> files = new ArrayList<>();
  private final List<EntryRun> runs = new ArrayList<>();

  EntryCollector(CodeLayout layout, Supplier<Spool> spools, int memoryBytes) {
    this.layout = layout;
    this.spools = spools;
    this.capacity = Math.max(1, memoryBytes / layout.bytes());
    this.codes = buffer(Math.min(capacity, anchors.length));
  }

  private ByteBuffer buffer(int entries) {
    return ByteBuffer.allocate(entries * layout.bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Adds an entry and encodes it. */
  void add(Encoder encoder, int cell, boolean spilled, long anchor) {
    if (count == capacity) {
      flush();
    }
    if ((count + 1) * layout.bytes() > codes.capacity()) {
      ByteBuffer larger = buffer((int) Math.min(capacity, 2L * count));
      codes = larger.put(codes.clear());
    }
    if (count == anchors.length) {
      anchors = Arrays.copyOf(anchors, 2 * count);
      keys = Arrays.copyOf(keys, 2 * count);
    }
    encoder.encode(cell, codes, count * layout.bytes());
    keys[count] = EntryRun.key(cell, spilled);
    anchors[count] = anchor;
    count++;
  }

  private void flush() {
    if (count == 0) {
      return;
    }
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      order[i] = (long) keys[i] << Integer.SIZE | i;
    }
    Arrays.sort(order);
    EntryFile file = file();
    long offset = file.lengthBytes();
    writeAnchors(order, file);
    for (long entry : order) {
      int at = (int) entry * layout.bytes();
      file.write(codes.clear().position(at).limit(at + layout.bytes()));
    }
    runs.add(run(order, file, offset));
    codes.clear();
    count = 0;
  }

  private void writeAnchors(long[] order, EntryFile file) {
    ByteBuffer piece = ByteBuffer.allocate(1 << 13).order(ByteOrder.LITTLE_ENDIAN);
    for (long entry : order) {
      if (!piece.hasRemaining()) {
        file.write(piece.flip());
        piece.clear();
      }
      piece.putLong(anchors[(int) entry]);
    }
    file.write(piece.flip());
  }

  private EntryRun run(long[] order, EntryFile file, long offset) {
    int[] distinct = new int[Math.min(order.length, 1 << 10)];
    int[] starts = new int[distinct.length + 1];
    int size = 0;
    for (int i = 0; i < order.length; i++) {
      int key = (int) (order[i] >>> Integer.SIZE);
      if (size == 0 || distinct[size - 1] != key) {
        if (size == distinct.length) {
          distinct = Arrays.copyOf(distinct, 2 * size);
          starts = Arrays.copyOf(starts, 2 * size + 1);
        }
        distinct[size] = key;
        starts[size++] = i;
      }
    }
    starts[size] = order.length;
    return new EntryRun(
        Arrays.copyOf(distinct, size), Arrays.copyOf(starts, size + 1), file, offset, layout);
  }

  private EntryFile file() {
    EntryFile last = files.isEmpty() ? null : files.get(files.size() - 1);
    if (last != null && last.lengthBytes() < FILE_BYTES) {
      return last;
    }
    EntryFile file = new EntryFile(spools.get());
    files.add(file);
    return file;
  }

  /** Ends the collecting; the runs are readable until this is closed. */
  List<EntryRun> finish() {
    flush();
    codes = ByteBuffer.allocate(0);
    anchors = new long[0];
    keys = new int[0];
    files.forEach(EntryFile::end);
    return runs;
  }

  @Override
  public void close() {
    files.forEach(EntryFile::close);
    files.clear();
  }
}
