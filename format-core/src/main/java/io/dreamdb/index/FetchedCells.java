package io.dreamdb.index;

import io.dreamdb.object.ObjectPart;
import io.dreamdb.object.ObjectReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Cells that are fetched for one search: the parts of all packs in one round, copied next to each
 * other to memory outside the heap, where the kernels are fast. One thread.
 */
final class FetchedCells implements CellReader {

  private static final CellSegment[] NONE = {};

  private final ObjectReader objects;
  private final FetchedPacks packs;
  private final Extent extent;
  private final Map<Integer, CellSegment[]> available = new HashMap<>();
  private @Nullable ByteBuffer memory;

  /** The segments of one cell that are to be loaded. */
  private record Loading(int cell, List<FetchedPacks.Place> places, List<ObjectPart> parts) {

    long bytes() {
      return parts.stream().mapToLong(part -> PackLayout.padded(part.lengthBytes())).sum();
    }
  }

  FetchedCells(ObjectReader objects, FetchedPacks packs, Extent extent) {
    this.objects = objects;
    this.packs = packs;
    this.extent = extent;
  }

  @Override
  public int load(IntUnaryOperator cells, int from, int to, Wanted wanted, SearchCost cost) {
    available.clear();
    List<Loading> loading = new ArrayList<>();
    long bytes = 0;
    int next = from;
    while (next < to) {
      Loading cell = loading(cells.applyAsInt(next), next, wanted);
      if (next > from && bytes + cell.bytes() > CellMemory.BYTES) {
        break;
      }
      bytes += cell.bytes();
      loading.add(cell);
      next++;
    }
    List<ObjectPart> parts = new ArrayList<>();
    loading.forEach(cell -> parts.addAll(cell.parts()));
    cost.fetched = cost.fetched.plus(objects.fetch(parts));
    place(loading, reserve(bytes));
    return next;
  }

  private Loading loading(int cell, int place, Wanted wanted) {
    List<FetchedPacks.Place> places = new ArrayList<>();
    List<ObjectPart> parts = new ArrayList<>();
    for (FetchedPacks.Place found : packs.places(cell)) {
      if (wanted.wants(place, found.cell())) {
        places.add(found);
        parts.add(found.object().part(found.cell().offset(), partBytes(found)));
      }
    }
    return new Loading(cell, places, parts);
  }

  private int partBytes(FetchedPacks.Place place) {
    PackCell cell = place.cell();
    PackLayout layout = place.pack().layout();
    return extent == Extent.SECTIONS
        ? Math.toIntExact(layout.end(cell) - cell.offset())
        : CellSegment.estimateBytes(layout, cell);
  }

  private ByteBuffer reserve(long bytes) {
    ByteBuffer held = memory;
    if (held == null || held.capacity() < bytes) {
      release();
      held = CellMemory.take(Math.toIntExact(bytes));
      memory = held;
    }
    return held;
  }

  private void place(List<Loading> loading, ByteBuffer target) {
    int at = 0;
    for (Loading cell : loading) {
      CellSegment[] segments =
          cell.places().isEmpty() ? NONE : new CellSegment[cell.places().size()];
      for (int i = 0; i < segments.length; i++) {
        ObjectPart part = cell.parts().get(i);
        part.copyTo(0, part.lengthBytes(), target, at);
        segments[i] = segment(cell.places().get(i), part, target, at);
        at += (int) PackLayout.padded(part.lengthBytes());
      }
      available.put(cell.cell(), segments);
    }
  }

  /** References are needed after the next load, too. */
  private static CellSegment segment(
      FetchedPacks.Place place, ObjectPart part, ByteBuffer target, int at) {
    PackCell cell = place.cell();
    int from = (int) (place.pack().layout().references(cell) - cell.offset());
    int length = cell.entries() * cell.refBytes();
    ByteBuffer references = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    part.copyTo(from, length, references, 0);
    return new CellSegment(place.pack(), cell, target, cell.offset() - at, references);
  }

  @Override
  public CellSegment[] segments(int cell) {
    return available.getOrDefault(cell, NONE);
  }

  @Override
  public void release() {
    ByteBuffer held = memory;
    if (held != null) {
      available.clear();
      memory = null;
      CellMemory.give(held);
    }
  }
}
