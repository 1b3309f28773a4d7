package io.dreamdb.dataset;

import io.dreamdb.index.AnchorRun;
import io.dreamdb.index.VectorSource;
import io.dreamdb.schema.Field;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.VectorStorage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Vectors of ranges of rows of one version, deleted ones too, as an index reads them. */
final class TableVectors implements VectorSource {

  private final Snapshot snapshot;
  private final Field field;
  private final List<Part> parts;

  private TableVectors(Snapshot snapshot, Field field, Iterator<UncoveredRows.Range> ranges) {
    this.snapshot = snapshot;
    this.field = field;
    List<Part> found = new ArrayList<>();
    while (ranges.hasNext()) {
      found.add(new RangePart(ranges.next()));
    }
    this.parts = List.copyOf(found);
  }

  /** The vectors of all rows. */
  static TableVectors all(Snapshot snapshot, Field field) {
    return new TableVectors(snapshot, field, UncoveredRows.all(snapshot));
  }

  /** The vectors of these rows. */
  static TableVectors of(Snapshot snapshot, Field field, List<UncoveredRows.Range> ranges) {
    return new TableVectors(snapshot, field, ranges.iterator());
  }

  @Override
  public List<Part> parts() {
    return parts;
  }

  /** The anchors from each part's first to its last, whatever is between. */
  List<AnchorRun> runs() {
    return parts.stream()
        .map(part -> {
          long first = part.anchor(0);
          return new AnchorRun(first, part.anchor(part.rows() - 1) - first + 1);
        })
        .toList();
  }

  private final class RangePart implements Part {

    private final UncoveredRows.Range range;
    private final BatchAnchors anchors;

    RangePart(UncoveredRows.Range range) {
      this.range = range;
      this.anchors = snapshot.source(range.batch()).anchors();
    }

    @Override
    public long anchor(int row) {
      return anchors.anchor(range.from() + row);
    }

    @Override
    public int rows() {
      return range.rows();
    }

    @Override
    public int read(int first, int count, float[] vectors, int[] rows) {
      Optional<VectorStorage> stored = snapshot.source(range.batch()).vectors(field);
      if (stored.isEmpty()) {
        return 0;
      }
      VectorStorage storage = stored.get();
      int from = range.from() + first;
      int rank = storage.rank(from);
      int present = storage.rank(from + count) - rank;
      for (int row = from, found = 0; found < present; row++) {
        if (storage.isPresent(row)) {
          rows[found++] = row - from;
        }
      }
      if (present > 0) {
        storage
            .vectors(rank, present)
            .asFloatBuffer()
            .get(vectors, 0, present * storage.dimension());
      }
      return present;
    }
  }
}
