package io.dreamdb.index;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectPart;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.RangedObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Packs in a store that cannot map them: heads and directories are in memory, what a search needs
 * of the cells is fetched for it.
 */
final class FetchedPacks implements OpenPacks {

  private static final Place[] NONE = {};

  /** Packs whose heads are fetched together. */
  private static final int TOGETHER = 64;

  /** So much of a pack is fetched at first, beside its directory: header and most anchor runs. */
  private static final int HEAD_BYTES = 16 << 10;

  private static final int MAX_HEAD_BYTES = 1 << 20;

  private record Fetched(PackEntry entry, Pack pack, RangedObject object) {}

  /** Where the entries of a cell stand in one pack. */
  record Place(Pack pack, PackCell cell, RangedObject object) {}

  private final ObjectReader objects;
  private final List<Fetched> packs;
  private final AtomicReferenceArray<Place @Nullable []> places; // by cell

  private FetchedPacks(ObjectReader objects, List<Fetched> packs, int cells) {
    this.objects = objects;
    this.packs = packs;
    this.places = new AtomicReferenceArray<>(cells);
  }

  static FetchedPacks open(ObjectReader objects, IndexView view, IndexTrack track, int cells) {
    VectorCompressor compressor = view.compressor(track.compressor());
    ObjectFamily family = ObjectFamily.packs(track.fieldId());
    List<Fetched> packs = new ArrayList<>();
    List<PackEntry> waiting = new ArrayList<>();
    Iterator<PackEntry> entries = view.packs(track);
    while (entries.hasNext()) {
      waiting.add(entries.next());
      if (waiting.size() == TOGETHER || !entries.hasNext()) {
        List<Fetched> opened = open(objects, family, waiting);
        opened.forEach(pack -> pack.pack.requireMadeBy(track.compressor(), compressor));
        packs.addAll(opened);
        waiting.clear();
      }
    }
    return new FetchedPacks(objects, packs, cells);
  }

  private static List<Fetched> open(
      ObjectReader objects, ObjectFamily family, List<PackEntry> entries) {
    List<ObjectPart> heads = new ArrayList<>();
    List<RangedObject> opened = new ArrayList<>();
    for (PackEntry entry : entries) {
      RangedObject object = objects.ranged(family, entry.pack());
      opened.add(object);
      heads.add(object.part(0, headBytes(entry)));
    }
    objects.fetch(heads);
    List<Fetched> packs = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      RangedObject object = opened.get(i);
      ObjectPart head = heads.get(i);
      PackBytes bytes = (offset, length) -> bytes(objects, object, head, offset, length);
      packs.add(
          new Fetched(entries.get(i), Pack.open(object.name(), bytes, entries.get(i)), object));
    }
    return packs;
  }

  private static int headBytes(PackEntry entry) {
    long cells = Math.min(entry.entries(), entry.lastCell() - entry.firstCell() + 1L);
    long head = Math.min(MAX_HEAD_BYTES, HEAD_BYTES + cells * PackLayout.DIRECTORY_BYTES);
    return (int) Math.min(head, entry.pack().lengthBytes());
  }

  private static ByteBuffer bytes(
      ObjectReader objects, RangedObject object, ObjectPart head, long offset, int length) {
    if (offset + length <= head.lengthBytes()) {
      return head.bytes().slice((int) offset, length);
    }
    ObjectPart part = object.part(offset, length);
    objects.fetch(List.of(part));
    return part.bytes();
  }

  @Override
  public int count() {
    return packs.size();
  }

  @Override
  public boolean isSpilled() {
    return packs.stream().anyMatch(fetched -> fetched.pack.entries() > fetched.pack.rows());
  }

  @Override
  public CellReader reader(CellReader.Extent extent) {
    return new FetchedCells(objects, this, extent);
  }

  /** Where a cell stands, pack by pack. */
  Place[] places(int cell) {
    Place[] known = places.get(cell);
    if (known == null) {
      known = find(cell);
      places.set(cell, known);
    }
    return known;
  }

  private Place[] find(int cell) {
    List<Place> found = new ArrayList<>();
    for (Fetched fetched : packs) {
      if (cell >= fetched.entry.firstCell() && cell <= fetched.entry.lastCell()) {
        int place = fetched.pack.find(cell);
        if (place >= 0) {
          found.add(new Place(fetched.pack, fetched.pack.cellAt(place), fetched.object));
        }
      }
    }
    return found.toArray(NONE);
  }
}
