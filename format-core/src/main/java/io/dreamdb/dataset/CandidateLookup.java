package io.dreamdb.dataset;

import io.dreamdb.index.CandidateRows;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.object.FetchCost;
import io.dreamdb.track.RowVectors;
import io.dreamdb.track.VectorWindow;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what an index proposes to one search, and compares vectors: in place where they are
 * mapped, else as they were fetched. One thread.
 */
final class CandidateLookup implements CandidateRows {

  private final SearchedRows rows;
  private final @Nullable FilteredRows filter;
  private final DistanceKernel kernel;

  private final FetchedDistances fetched;
  private FetchCost opened = FetchCost.NONE;

  // Of each row that was kept: its batch, and there its vector's offset, or, if it must be fetched,
  // its row.
  private SearchedRows.Opened[] batches = new SearchedRows.Opened[64];
  private int[] offsets = new int[64];

  private int[] gathered = new int[64];
  private int[] places = new int[64];
  private float[] distances = new float[64];

  /** A lookup; {@code filter} is null where every live row counts. */
  CandidateLookup(SearchedRows rows, @Nullable FilteredRows filter, DistanceKernel kernel) {
    this.rows = rows;
    this.filter = filter;
    this.kernel = kernel;
    this.fetched = new FetchedDistances(kernel);
  }

  /** What was fetched so far. */
  FetchCost fetched() {
    return opened.plus(fetched.cost());
  }

  @Override
  public int keep(long[] anchors, int count) {
    reserve(count);
    opened = opened.plus(rows.openTogether(anchors, count));
    int kept = 0;
    SearchedRows.Opened last = null;
    for (int i = 0; i < count; i++) {
      long anchor = anchors[i];
      if (last == null || !last.batch().owns(anchor)) {
        last = rows.find(anchor);
        if (last == null) {
          continue; // deleted, and dropped with all rows of its batch
        }
      }
      int row = last.anchors().offset(anchor);
      if (row < 0
          || last.deletions().contains(row)
          || filter != null && !filter.contains(last, row)) {
        continue;
      }
      int offset = offset(last.vectors(), row);
      if (offset >= 0) {
        batches[kept] = last;
        offsets[kept] = offset;
        anchors[kept++] = anchor;
      }
    }
    return kept;
  }

  private static int offset(@Nullable RowVectors vectors, int row) {
    if (vectors instanceof VectorWindow window) {
      return window.offset(row);
    }
    return vectors != null && vectors.isPresent(row) ? row : -1;
  }

  @Override
  public void distances(int count, float[] out) {
    if (count > 0 && batches[0].vectors() instanceof VectorWindow) {
      compareInPlace(count, out);
    } else {
      fetched.compare(batches, offsets, count, out);
    }
  }

  private void compareInPlace(int count, float[] out) {
    int done = 0;
    for (int first = 0; done < count; first++) {
      if (offsets[first] < 0) {
        continue;
      }
      // All rows of the first one's batch together: the kernel works on several at once.
      SearchedRows.Opened batch = batches[first];
      int same = 0;
      for (int i = first; i < count; i++) {
        if (batches[i] == batch) {
          places[same] = i;
          gathered[same++] = offsets[i];
          offsets[i] = -1;
        }
      }
      kernel.scoreAt(vectors(batch).bytes(), gathered, same, distances, 0);
      for (int i = 0; i < same; i++) {
        out[places[i]] = distances[i];
      }
      done += same;
    }
  }

  private static VectorWindow vectors(SearchedRows.Opened batch) {
    if (batch.vectors() instanceof VectorWindow window) {
      return window;
    }
    throw new IllegalStateException("the vectors of a batch are not mapped");
  }

  private void reserve(int count) {
    if (offsets.length < count) {
      int length = Math.max(count, 2 * offsets.length);
      batches = new SearchedRows.Opened[length];
      offsets = new int[length];
      gathered = new int[length];
      places = new int[length];
      distances = new float[length];
    }
  }
}
