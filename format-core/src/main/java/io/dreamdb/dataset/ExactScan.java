package io.dreamdb.dataset;

import io.dreamdb.index.Interruption;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.TopK;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.VectorStorage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Compares rows of batches with a query, every one that is selected. One thread; the results of
 * several are merged.
 */
final class ExactScan {

  /** Rows scored at a time: their distances stay in the first-level cache. */
  private static final int BLOCK_ROWS = 1 << 11;

  private final DistanceKernel kernel;
  private final TopK nearest;
  private final float[] distances = new float[BLOCK_ROWS];
  private final long[] anchors = new long[BLOCK_ROWS];
  private final long rowBytes;
  private long rows;

  ExactScan(DistanceKernel kernel, TopK nearest) {
    this.kernel = kernel;
    this.nearest = nearest;
    this.rowBytes = 4L * kernel.dimension();
  }

  /** What was found so far. */
  TopK nearest() {
    return nearest;
  }

  /** How many vectors were compared so far. */
  long rows() {
    return rows;
  }

  /**
   * Compares the rows {@code from} to {@code to} − 1 of a batch.
   *
   * @param rowAnchors the anchors of the batch's rows
   * @param storage the batch's vectors of the field
   * @param selected bits of the batch's rows that count; null: all do
   */
  void score(
      BatchAnchors rowAnchors,
      VectorStorage storage,
      long @Nullable [] selected,
      int from,
      int to) {
    if (noneSelected(selected, from, to)) {
      return;
    }
    long[] skip = selected == null ? null : inverted(selected);
    int end = storage.rank(to);
    int perRead = storage.maxBlockVectors();
    for (int first = storage.rank(from); first < end; first += perRead) {
      scoreBlock(rowAnchors, storage, first, Math.min(perRead, end - first), skip);
    }
  }

  private void scoreBlock(
      BatchAnchors rowAnchors,
      VectorStorage storage,
      int firstRank,
      int count,
      long @Nullable [] skip) {
    ByteBuffer block = storage.vectors(firstRank, count);
    boolean dense = storage.present() == storage.rows() && rowAnchors.runs() == 1;
    for (int at = 0; at < count; at += BLOCK_ROWS) {
      Interruption.check();
      int some = Math.min(BLOCK_ROWS, count - at);
      int rank = firstRank + at;
      if (dense && skip != null && allSet(skip, rank, some)) {
        continue;
      }
      kernel.score(block, (int) (at * rowBytes), some, distances);
      rows += some;
      if (dense) {
        nearest.offerRun(distances, some, rowAnchors.anchor(rank), skip, rank);
      } else {
        offerSparse(rowAnchors, storage, rank, some, skip);
      }
    }
  }

  private void offerSparse(
      BatchAnchors rowAnchors, VectorStorage storage, int rank, int count, long @Nullable [] skip) {
    int kept = 0;
    int row = storage.row(rank);
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        do {
          row++;
        } while (!storage.isPresent(row));
      }
      if (skip == null || (skip[row >>> 6] >>> row & 1) == 0) {
        distances[kept] = distances[i];
        anchors[kept++] = rowAnchors.anchor(row);
      }
    }
    nearest.offerAll(distances, kept, anchors, null, 0);
  }

  /** Whether no row counts from {@code from} to {@code to} − 1. */
  static boolean noneSelected(long @Nullable [] selected, int from, int to) {
    return selected != null && noneSet(selected, from, to);
  }

  private static boolean noneSet(long[] words, int from, int to) {
    for (int row = from; row < to; row = (row | 63) + 1) {
      long word = words[row >>> 6] & -1L << row;
      int end = Math.min(to, (row | 63) + 1);
      if ((end & 63) != 0) {
        word &= ~(-1L << end);
      }
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  private static long[] inverted(long[] words) {
    long[] inverted = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      inverted[i] = ~words[i];
    }
    return inverted;
  }

  private static boolean allSet(long[] words, int from, int count) {
    for (int row = from; row < from + count; row++) {
      if ((row & 63) == 0 && row + 64 <= from + count) {
        if (words[row >>> 6] != -1L) {
          return false;
        }
        row += 63;
      } else if ((words[row >>> 6] >>> row & 1) == 0) {
        return false;
      }
    }
    return true;
  }
}
