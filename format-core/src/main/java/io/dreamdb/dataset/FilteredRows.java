package io.dreamdb.dataset;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.track.Batch;
import io.dreamdb.track.RowBatchCodec;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which rows of one version are live and match a filter. A batch is evaluated, from the filter's
 * columns alone, when a row of it is asked for first; what was evaluated last is kept, within a
 * bound. Safe for many threads.
 */
final class FilteredRows {

  /** A bit for each of a billion rows. */
  private static final long MAX_KEPT_WORDS = 1L << 24;

  private static final long UNKNOWN = -1;

  private final Snapshot snapshot;
  private final RowFilter filter;
  private final RowBatchCodec codec;
  private final Map<Long, long[]> kept = new LinkedHashMap<>(64, 0.75f, true);
  private long keptWords;

  // Found out once; threads that race find the same.
  private volatile long rowsToEvaluate = UNKNOWN;
  private volatile long count = UNKNOWN;

  FilteredRows(Snapshot snapshot, RowFilter filter) {
    this.snapshot = snapshot;
    this.filter = filter;
    this.codec = snapshot.codec();
  }

  /** Whether a row of a batch counts. */
  boolean contains(SearchedRows.Opened batch, int row) {
    long[] words = words(batch.source());
    return (words[row >>> 6] >>> row & 1) != 0;
  }

  /** One bit for each row of a batch, set if it counts. Not to be written. */
  long[] words(BatchSource source) {
    Long first = source.batch().firstAnchor();
    synchronized (kept) {
      long[] known = kept.get(first);
      if (known != null) {
        return known;
      }
    }
    long[] words = filter.select(source, codec);
    synchronized (kept) {
      if (kept.put(first, words) == null) {
        keptWords += words.length;
      }
      Iterator<long[]> oldest = kept.values().iterator();
      while (keptWords > MAX_KEPT_WORDS && kept.size() > 1) {
        keptWords -= oldest.next().length;
        oldest.remove();
      }
    }
    return words;
  }

  /** The same, where nothing is read if statistics show that no row matches. */
  long[] wordsOfMatching(BatchSource source) {
    return filter.mightMatch(source)
        ? words(source)
        : new long[(source.batch().entry().rows() + 63) / 64];
  }

  /** Rows, live or not, in batches in which statistics leave the filter a chance. */
  long rowsToEvaluate() {
    if (rowsToEvaluate == UNKNOWN) {
      rowsToEvaluate = rowsWithAChance();
    }
    return rowsToEvaluate;
  }

  private long rowsWithAChance() {
    long rows = 0;
    Iterator<Batch> batches = snapshot.batches();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      rows += filter.mightMatch(snapshot.source(batch)) ? batch.entry().rows() : 0;
    }
    return rows;
  }

  /** How many rows count; evaluates every batch that statistics do not decide. */
  long count() {
    if (count == UNKNOWN) {
      count = counted();
    }
    return count;
  }

  private long counted() {
    long found = 0;
    Iterator<Batch> batches = snapshot.batches();
    while (batches.hasNext()) {
      BatchSource source = snapshot.source(batches.next());
      if (filter.mightMatch(source)) {
        for (long word : words(source)) {
          found += Long.bitCount(word);
        }
      }
    }
    return found;
  }
}
