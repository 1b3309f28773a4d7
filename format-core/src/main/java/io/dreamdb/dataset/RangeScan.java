package io.dreamdb.dataset;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.index.Interruption;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.TopK;
import io.dreamdb.object.FetchCost;
import io.dreamdb.schema.Field;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.VectorStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares every live row of ranges that matches with queries, on one thread or several. Several
 * queries share each read of the vectors.
 */
final class RangeScan {

  /** Below so many bytes of comparisons, helpers cost more than they bring. */
  private static final long ALONE_BYTES = 4L << 20;

  private final Snapshot snapshot;
  private final Field field;
  private final List<DistanceKernel> kernels;
  private final @Nullable FilteredRows filter;
  private final int threads;

  RangeScan(
      Snapshot snapshot,
      Field field,
      List<DistanceKernel> kernels,
      @Nullable FilteredRows filter,
      int threads) {
    this.snapshot = snapshot;
    this.field = field;
    this.kernels = kernels;
    this.filter = filter;
    this.threads = SearchThreads.count(threads);
  }

  /**
   * What a scan took.
   *
   * @param rows vectors that each query was compared with
   * @param fetched what the store sent, where it does not map
   */
  record Cost(long rows, FetchCost fetched) {

    Cost beside(Cost other) {
      return new Cost(rows + other.rows, fetched.beside(other.fetched));
    }
  }

  /**
   * Offers the rows.
   *
   * @param nearest of each query
   */
  Cost run(RowRanges ranges, List<TopK> nearest) {
    Work alone = new Work(ranges, nearest);
    long few = ALONE_BYTES / (4L * kernels.get(0).dimension() * kernels.size());
    while (alone.rows() <= few || threads == 1) {
      if (!alone.step()) {
        return alone.cost();
      }
    }
    // There is more to do than helpers cost. What is behind the present bounds is of no interest.
    List<Work> parts =
        SearchThreads.run(
            threads,
            () -> {
              Work part =
                  new Work(ranges, nearest.stream().map(top -> top.another(top.bound())).toList());
              while (part.step()) {
                Interruption.check();
              }
              return part;
            });
    Cost cost = new Cost(0, FetchCost.NONE);
    for (Work part : parts) {
      part.mergeInto(nearest);
      cost = cost.beside(part.cost());
    }
    return new Cost(alone.rows() + cost.rows(), alone.cost().fetched().plus(cost.fetched()));
  }

  /** What one thread does. */
  private final class Work {

    private final RowRanges ranges;
    private final List<ExactScan> scans;
    private final @Nullable FetchedRanges fetched;

    Work(RowRanges ranges, List<TopK> nearest) {
      this.ranges = ranges;
      this.scans = scans(nearest);
      this.fetched = snapshot.maps() ? null : new FetchedRanges(snapshot, field, RangeScan.this);
    }

    /** Compares the rows of some ranges; false if none is left. */
    boolean step() {
      if (fetched != null) {
        return fetched.scoreSome(ranges, scans);
      }
      UncoveredRows.Range range = ranges.take();
      if (range != null) {
        score(scans, range);
      }
      return range != null;
    }

    long rows() {
      return scans.get(0).rows();
    }

    Cost cost() {
      return new Cost(rows(), fetched == null ? FetchCost.NONE : fetched.cost());
    }

    void mergeInto(List<TopK> nearest) {
      for (int i = 0; i < scans.size(); i++) {
        nearest.get(i).merge(scans.get(i).nearest());
      }
    }
  }

  private List<ExactScan> scans(List<TopK> nearest) {
    List<ExactScan> scans = new ArrayList<>();
    for (int i = 0; i < nearest.size(); i++) {
      scans.add(new ExactScan(kernels.get(i), nearest.get(i)));
    }
    return scans;
  }

  private void score(List<ExactScan> scans, UncoveredRows.Range range) {
    BatchSource source = snapshot.source(range.batch());
    Optional<VectorStorage> storage = source.vectors(field);
    if (storage.isEmpty()) {
      return;
    }
    score(scans, range, selected(source), storage.get());
  }

  /** Compares the rows of a range that are selected. */
  void score(
      List<ExactScan> scans,
      UncoveredRows.Range range,
      long @Nullable [] selected,
      VectorStorage storage) {
    BatchAnchors anchors = snapshot.source(range.batch()).anchors();
    for (ExactScan scan : scans) {
      scan.score(anchors, storage, selected, range.from(), range.to());
    }
  }

  /** Bits of a batch's rows that count; null: all do. */
  long @Nullable [] selected(BatchSource source) {
    if (filter != null) {
      return filter.wordsOfMatching(source);
    }
    return source.batch().entry().deleted() == 0 ? null : RowFilter.live(source);
  }
}
