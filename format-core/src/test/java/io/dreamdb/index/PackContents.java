package io.dreamdb.index;

import io.dreamdb.object.ObjectFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** All entries of a pack, for tests. */
final class PackContents {

  /** An entry; its refinement values are v, of which there are none without refinement. */
  record Entry(
      int cell,
      boolean spilled,
      long anchor,
      long[] bits,
      float add,
      float scale,
      float norm,
      float error,
      double[] refinement,
      float refinementAdd,
      float refinementScale,
      float refinementError) {

    double sign(int i) {
      return (bits[i / 64] >>> i % 64 & 1) != 0 ? 1 : -1;
    }
  }

  private PackContents() {}

  static List<Entry> of(Space space, PackEntry entry) {
    ByteBuffer bytes =
        space.reader.read(ObjectFamily.packs(8), entry.pack()).order(ByteOrder.LITTLE_ENDIAN);
    Pack pack = Pack.open("pack", (offset, length) -> bytes.slice((int) offset, length), entry);
    List<Entry> entries = new ArrayList<>();
    for (int c = 0; c < pack.cells(); c++) {
      PackCell cell = pack.cellAt(c);
      for (int i = 0; i < cell.entries(); i++) {
        entries.add(entry(pack, cell, bytes, i));
      }
    }
    return entries;
  }

  private static Entry entry(Pack pack, PackCell cell, ByteBuffer bytes, int i) {
    PackLayout layout = pack.layout();
    int references = (int) layout.references(cell);
    int block = (int) cell.offset() + i / 8 * layout.blockBytes();
    long[] bits = new long[layout.words()];
    for (int w = 0; w < bits.length; w++) {
      bits[w] = bytes.getLong(block + 64 * w + 8 * (i % 8));
    }
    int numbers = block + 64 * layout.words() + 4 * (i % 8);
    boolean refined = layout.refine() > 0;
    return new Entry(
        cell.cell(),
        i >= cell.members(),
        pack.anchor(cell, bytes.slice(references, (int) layout.norms(cell) - references), i),
        bits,
        bytes.getFloat(numbers),
        bytes.getFloat(numbers + 32),
        bytes.getFloat((int) layout.norms(cell) + 4 * i),
        bytes.getFloat((int) layout.errors(cell) + 4 * i),
        refined ? refinement(layout, (int) layout.refinements(cell), bytes, i) : new double[0],
        refined ? bytes.getFloat((int) layout.refinementAdds(cell) + 4 * i) : 0,
        refined ? bytes.getFloat((int) layout.refinementScales(cell) + 4 * i) : 0,
        refined ? bytes.getFloat((int) layout.refinementErrors(cell) + 4 * i) : 0);
  }

  private static double[] refinement(PackLayout layout, int start, ByteBuffer bytes, int i) {
    int at = start + i * layout.refinementBytes();
    double[] v = new double[layout.codeDimension()];
    for (int e = 0; e < v.length; e++) {
      int u;
      if (layout.refine() == 8) {
        u = bytes.get(at + e) & 0xff;
      } else {
        int pair = bytes.get(at + e / 64 * 32 + e % 32);
        u = (e % 64 < 32 ? pair : pair >> 4) & 0xf;
      }
      v[e] = u - ((1 << layout.refine()) - 1) / 2.0;
    }
    return v;
  }
}
