package io.dreamdb.index;

import io.dreamdb.StoreUnavailable;
import io.dreamdb.object.HashedSpool;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.store.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a pack: its cells in ascending order, {@link #finish}, close. Sections wait in a spool, so
 * memory does not grow with the pack. One thread.
 */
final class PackWriter implements AutoCloseable {

  private static final int COPY_BYTES = 1 << 18;

  private final PackLayout layout;
  private final CodeLayout codes;
  private final Supplier<Spool> spools;
  private final Spool sections;
  private final List<PackCell> cells = new ArrayList<>();
  private ByteBuffer section = ByteBuffer.allocate(0);
  private long rows;
  private long entries;

  /** Begins a pack; two spools are taken. */
  PackWriter(PackLayout layout, Supplier<Spool> spools) {
    this.layout = layout;
    this.codes = CodeLayout.of(layout);
    this.spools = spools;
    this.sections = spools.get();
  }

  /** Appends a cell, which has a larger number than the ones before. */
  void add(CellCodes cell) {
    int count = cell.count();
    long[] references = cell.references();
    long first = Long.MAX_VALUE;
    long last = 0;
    for (int i = 0; i < count; i++) {
      first = Math.min(first, references[i]);
      last = Math.max(last, references[i]);
    }
    int width = PackCell.refBytes(last - first);
    cells.add(
        new PackCell(
            cell.cell(),
            cell.members(),
            count - cell.members(),
            width,
            radius(cell),
            first,
            sections.lengthBytes()));
    putBlocks(cell);
    putReferences(references, count, first, width);
    putColumn(cell, CodeLayout.NORM);
    putColumn(cell, CodeLayout.ERROR);
    if (layout.refine() > 0) {
      putRefinements(cell);
      putColumn(cell, CodeLayout.REFINEMENT_ADD);
      putColumn(cell, CodeLayout.REFINEMENT_SCALE);
      putColumn(cell, CodeLayout.REFINEMENT_ERROR);
    }
    rows += cell.members();
    entries += count;
  }

  private static float radius(CellCodes cell) {
    float radius = 0;
    for (int i = 0; i < cell.members(); i++) {
      radius = Math.max(radius, cell.codes().getFloat(cell.places()[i] + CodeLayout.NORM));
    }
    return radius;
  }

  private void putBlocks(CellCodes cell) {
    int words = layout.words();
    ByteBuffer block = part(layout.blockBytes());
    for (int first = 0; first < cell.count(); first += PackLayout.BLOCK_ENTRIES) {
      int filled = Math.min(PackLayout.BLOCK_ENTRIES, cell.count() - first);
      for (int i = 0; i < PackLayout.BLOCK_ENTRIES; i++) {
        int place = i < filled ? cell.places()[first + i] : -1;
        for (int word = 0; word < words; word++) {
          long bits = place < 0 ? 0 : cell.codes().getLong(place + CodeLayout.CODE + 8 * word);
          block.putLong(64 * word + 8 * i, bits);
        }
        float add =
            place < 0 ? Float.POSITIVE_INFINITY : cell.codes().getFloat(place + CodeLayout.ADD);
        float scale = place < 0 ? 0 : cell.codes().getFloat(place + CodeLayout.SCALE);
        block.putFloat(64 * words + 4 * i, add);
        block.putFloat(64 * words + 32 + 4 * i, scale);
      }
      sections.write(block.clear().limit(layout.blockBytes()));
    }
  }

  private void putReferences(long[] references, int count, long first, int width) {
    int length = Math.toIntExact(PackLayout.padded((long) count * width));
    ByteBuffer column = part(length);
    int at = 0;
    for (int i = 0; i < count; i++) {
      long rest = references[i] - first;
      for (int b = 0; b < width; b++) {
        column.put(at++, (byte) rest);
        rest >>>= 8;
      }
    }
    write(column, at, length);
  }

  private void putColumn(CellCodes cell, int field) {
    int length = Math.toIntExact(PackLayout.columnBytes(cell.count()));
    ByteBuffer column = part(length);
    for (int i = 0; i < cell.count(); i++) {
      column.putInt(i * Float.BYTES, cell.codes().getInt(cell.places()[i] + field));
    }
    write(column, cell.count() * Float.BYTES, length);
  }

  private void putRefinements(CellCodes cell) {
    int bytes = layout.refinementBytes();
    for (int i = 0; i < cell.count(); i++) {
      int from = cell.places()[i] + codes.refinement();
      sections.write(cell.codes().duplicate().clear().position(from).limit(from + bytes));
    }
    long all = (long) cell.count() * bytes;
    write(part(PackLayout.BLOCK_ENTRIES * Long.BYTES), 0, (int) (PackLayout.padded(all) - all));
  }

  /** A buffer of at least this length, with what stood there before. */
  private ByteBuffer part(int lengthBytes) {
    if (section.capacity() < lengthBytes) {
      section = ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    return section.clear();
  }

  /** Writes the first bytes of a part, those from {@code filled} on as zeros. */
  private void write(ByteBuffer part, int filled, int lengthBytes) {
    for (int i = filled; i < lengthBytes; i++) {
      part.put(i, (byte) 0);
    }
    sections.write(part.clear().limit(lengthBytes));
  }

  /** What a pack is written under. */
  record Origin(int fieldId, ObjectId spatial, ObjectId compressor) {}

  /**
   * Stores the pack; nothing can be added after it.
   *
   * @param level above 0
   * @param runs the rows of all entries
   */
  PackEntry finish(ObjectWriter writer, Origin origin, int level, AnchorRuns runs) {
    return store(writer, origin, level, runs, null);
  }

  /** Stores a pack of level 0, whose references are those of the run. */
  PackEntry finish(ObjectWriter writer, Origin origin, AnchorRun run) {
    return store(writer, origin, 0, AnchorRuns.of(run), run);
  }

  private PackEntry store(
      ObjectWriter writer, Origin origin, int level, AnchorRuns runs, @Nullable AnchorRun run) {
    PackHeader header =
        new PackHeader(
            layout,
            cells.size(),
            Math.toIntExact(rows),
            Math.toIntExact(entries),
            run == null ? runs.runs() : 0,
            origin.spatial(),
            origin.compressor());
    try (HashedSpool object = new HashedSpool(spools.get())) {
      object.write(header.encode());
      object.write(directory(header.sectionsOffset()).encode());
      if (run == null) {
        object.write(runs.encode());
      }
      copySections(object);
      ObjectRef ref = writer.write(ObjectFamily.packs(origin.fieldId()), object);
      return new PackEntry(
          ref,
          level,
          cells.get(0).cell(),
          cells.get(cells.size() - 1).cell(),
          runs.firstAnchor(),
          header.rows(),
          header.entries(),
          run);
    }
  }

  private PackDirectory directory(long sectionsOffset) {
    PackCell[] moved = new PackCell[cells.size()];
    for (int i = 0; i < moved.length; i++) {
      PackCell cell = cells.get(i);
      moved[i] =
          new PackCell(
              cell.cell(),
              cell.members(),
              cell.spilled(),
              cell.refBytes(),
              cell.radius(),
              cell.firstRef(),
              sectionsOffset + cell.offset());
    }
    return new PackDirectory(moved);
  }

  private void copySections(HashedSpool object) {
    byte[] piece = new byte[COPY_BYTES];
    try (InputStream in = sections.body().open()) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        object.write(ByteBuffer.wrap(piece, 0, read));
      }
    } catch (IOException e) {
      throw new StoreUnavailable("cannot read back the spooled cells of a pack: " + e, e);
    }
    sections.close();
  }

  /** Frees memory and disk. Without {@link #finish} nothing was stored. */
  @Override
  public void close() {
    sections.close();
  }
}
