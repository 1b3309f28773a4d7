package io.dreamdb.dataset;

import io.dreamdb.object.FetchCost;
import io.dreamdb.object.ObjectPart;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.track.VectorParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares rows of ranges whose vectors are fetched: those of many ranges in one round, however
 * many batches they are of. One thread.
 */
final class FetchedRanges {

  /** What is fetched at once, and at most so many ranges. */
  private static final int MAX_BYTES = 16 << 20;

  private static final int MAX_RANGES = 256;

  private final Snapshot snapshot;
  private final Field field;
  private final RangeScan scan;
  private FetchCost cost = FetchCost.NONE;

  /** A range of which rows count, and their vectors. */
  private record Wanted(
      UncoveredRows.Range range,
      long @Nullable [] selected,
      VectorParts vectors,
      int firstRank,
      ObjectPart part) {}

  FetchedRanges(Snapshot snapshot, Field field, RangeScan scan) {
    this.snapshot = snapshot;
    this.field = field;
    this.scan = scan;
  }

  /** Up to so many rows are one piece of work. */
  static int pieceRows(EmbeddingType type) {
    return Math.max(64, MAX_BYTES / 2 / (type.dimension() * Float.BYTES) & -64);
  }

  /** What was fetched so far. */
  FetchCost cost() {
    return cost;
  }

  /** Takes ranges and compares their rows; false if there were none. */
  boolean scoreSome(RowRanges ranges, List<ExactScan> scans) {
    List<UncoveredRows.Range> taken = take(ranges);
    if (taken.isEmpty()) {
      return false;
    }
    List<Wanted> wanted = wanted(taken);
    cost = cost.plus(snapshot.fetch(wanted.stream().map(Wanted::part).toList()));
    for (Wanted one : wanted) {
      scan.score(
          scans, one.range(), one.selected(), one.vectors().storage(one.firstRank(), one.part()));
    }
    return true;
  }

  private List<UncoveredRows.Range> take(RowRanges ranges) {
    long rowBytes = ((EmbeddingType) field.type()).dimension() * (long) Float.BYTES;
    List<UncoveredRows.Range> taken = new ArrayList<>();
    long bytes = 0;
    while (bytes < MAX_BYTES && taken.size() < MAX_RANGES) {
      UncoveredRows.Range range = ranges.take();
      if (range == null) {
        break;
      }
      taken.add(range);
      bytes += range.rows() * rowBytes;
    }
    return taken;
  }

  private List<Wanted> wanted(List<UncoveredRows.Range> taken) {
    List<UncoveredRows.Range> left = new ArrayList<>();
    List<long @Nullable []> selections = new ArrayList<>();
    List<ObjectPart> heads = new ArrayList<>();
    for (UncoveredRows.Range range : taken) {
      long[] selected = scan.selected(snapshot.source(range.batch()));
      Optional<ObjectPart> head = snapshot.vectorHead(range.batch(), field);
      if (head.isPresent() && !ExactScan.noneSelected(selected, range.from(), range.to())) {
        left.add(range);
        selections.add(selected);
        heads.add(head.get());
      }
    }
    cost = cost.plus(snapshot.fetch(heads));
    List<Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      UncoveredRows.Range range = left.get(i);
      VectorParts vectors = snapshot.vectorParts(range.batch(), field);
      int first = vectors.rank(range.from());
      int count = vectors.rank(range.to()) - first;
      if (count > 0) {
        wanted.add(
            new Wanted(range, selections.get(i), vectors, first, vectors.part(first, count)));
      }
    }
    return wanted;
  }
}
