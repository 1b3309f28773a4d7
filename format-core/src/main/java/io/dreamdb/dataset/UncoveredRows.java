package io.dreamdb.dataset;

import io.dreamdb.index.AnchorRun;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The rows of a version that no pack of an index holds. */
final class UncoveredRows {

  /**
   * Rows of one batch.
   *
   * @param batch the batch
   * @param from offset of the first
   * @param to offset behind the last
   */
  record Range(Batch batch, int from, int to) {

    int rows() {
      return to - from;
    }
  }

  private UncoveredRows() {}

  /** Every row of a version, batch by batch; batches are read as the iterator goes. */
  static Iterator<Range> all(Snapshot snapshot) {
    Iterator<Batch> batches = snapshot.batches();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public Range next() {
        Batch batch = batches.next();
        return new Range(batch, 0, batch.entry().rows());
      }
    };
  }

  /**
   * The uncovered rows, in the order of their anchors; reads the tree of batches where there are
   * gaps in the coverage alone.
   *
   * @param coverage maximal runs, ascending
   */
  static List<Range> of(Snapshot snapshot, Iterator<AnchorRun> coverage) {
    List<Range> ranges = new ArrayList<>();
    long next = 0;
    while (coverage.hasNext()) {
      AnchorRun run = coverage.next();
      if (run.first() > next) {
        add(ranges, snapshot, next, run.first() - 1);
      }
      if (run.last() == Long.MAX_VALUE) {
        return List.copyOf(ranges);
      }
      next = run.last() + 1;
    }
    add(ranges, snapshot, next, Long.MAX_VALUE);
    return List.copyOf(ranges);
  }

  private static void add(List<Range> ranges, Snapshot snapshot, long first, long last) {
    Iterator<Batch> batches = snapshot.batches(first, last);
    while (batches.hasNext()) {
      Batch batch = batches.next();
      BatchAnchors anchors = snapshot.source(batch).anchors();
      int from = anchors.rank(first);
      int to = last >= batch.lastAnchor() ? anchors.rows() : anchors.rank(last + 1);
      if (from < to) {
        ranges.add(new Range(batch, from, to));
      }
    }
  }
}
