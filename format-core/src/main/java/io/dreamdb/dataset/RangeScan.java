package io.dreamdb.dataset;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.TopK;
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
   * Offers the rows.
   *
   * @param nearest of each query
   * @return how many vectors each query was compared with
   */
  long run(RowRanges ranges, List<TopK> nearest) {
    List<ExactScan> alone = scans(nearest);
    long few = ALONE_BYTES / (4L * kernels.get(0).dimension() * kernels.size());
    while (alone.get(0).rows() <= few || threads == 1) {
      UncoveredRows.Range range = ranges.take();
      if (range == null) {
        return alone.get(0).rows();
      }
      score(alone, range);
    }
    // There is more to do than helpers cost. What is behind the present bounds is of no interest.
    List<List<ExactScan>> parts =
        SearchThreads.run(
            threads,
            () -> {
              List<ExactScan> part =
                  scans(nearest.stream().map(top -> top.another(top.bound())).toList());
              for (var range = ranges.take(); range != null; range = ranges.take()) {
                score(part, range);
              }
              return part;
            });
    long rows = alone.get(0).rows();
    for (List<ExactScan> part : parts) {
      for (int i = 0; i < part.size(); i++) {
        nearest.get(i).merge(part.get(i).nearest());
      }
      rows += part.get(0).rows();
    }
    return rows;
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
    long[] selected = selected(source);
    BatchAnchors anchors = source.anchors();
    for (ExactScan scan : scans) {
      scan.score(anchors, storage.get(), selected, range.from(), range.to());
    }
  }

  private long @Nullable [] selected(BatchSource source) {
    if (filter != null) {
      return filter.wordsOfMatching(source);
    }
    return source.batch().entry().deleted() == 0 ? null : RowFilter.live(source);
  }
}
