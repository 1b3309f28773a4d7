package io.dreamdb.index;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.VerifiedWindow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Packs that are mapped: every cell is available to every search, in place. */
final class MappedPacks implements OpenPacks, CellReader {

  private static final CellSegment[] NONE = {};

  private record Mapped(PackEntry entry, Pack pack, VerifiedWindow window) {}

  private final List<Mapped> packs;
  private final AtomicReferenceArray<CellSegment @Nullable []> segments; // by cell

  private MappedPacks(List<Mapped> packs, int cells) {
    this.packs = packs;
    this.segments = new AtomicReferenceArray<>(cells);
  }

  static MappedPacks open(ObjectReader objects, IndexView view, IndexTrack track, int cells) {
    VectorCompressor compressor = view.compressor(track.compressor());
    List<Mapped> packs = new ArrayList<>();
    Iterator<PackEntry> entries = view.packs(track);
    while (entries.hasNext()) {
      PackEntry entry = entries.next();
      VerifiedWindow window = objects.window(ObjectFamily.packs(track.fieldId()), entry.pack());
      Pack pack =
          Pack.open(window.name(), (offset, length) -> window.read((int) offset, length), entry);
      pack.requireMadeBy(track.compressor(), compressor);
      packs.add(new Mapped(entry, pack, window));
    }
    return new MappedPacks(packs, cells);
  }

  @Override
  public int count() {
    return packs.size();
  }

  @Override
  public boolean isSpilled() {
    return packs.stream().anyMatch(mapped -> mapped.pack.entries() > mapped.pack.rows());
  }

  @Override
  public CellReader reader(Extent extent) {
    return this;
  }

  @Override
  public int load(IntUnaryOperator cells, int from, int to, Wanted wanted, SearchCost cost) {
    return to;
  }

  @Override
  public CellSegment[] segments(int cell) {
    CellSegment[] known = segments.get(cell);
    if (known == null) {
      known = find(cell);
      segments.set(cell, known);
    }
    return known;
  }

  private CellSegment[] find(int cell) {
    List<CellSegment> found = new ArrayList<>();
    for (Mapped mapped : packs) {
      if (cell >= mapped.entry.firstCell() && cell <= mapped.entry.lastCell()) {
        int place = mapped.pack.find(cell);
        if (place >= 0) {
          found.add(new CellSegment(mapped.pack, mapped.pack.cellAt(place), mapped.window));
        }
      }
    }
    return found.toArray(NONE);
  }

  @Override
  public void release() {}
}
