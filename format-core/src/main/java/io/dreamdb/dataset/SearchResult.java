package io.dreamdb.dataset;

import java.util.List;

/**
 * The rows that a search found, nearest first; equally near ones by anchor.
 *
 * @param hits the rows
 * @param statistics what it took
 */
public record SearchResult(List<Hit> hits, Statistics statistics) {

  /** Copies the list. */
  public SearchResult {
    hits = List.copyOf(hits);
  }

  /**
   * A row.
   *
   * @param anchor its key
   * @param distance from the query, in the arithmetic of the format
   */
  public record Hit(long anchor, float distance) {}

  /**
   * What a search took.
   *
   * @param batches whose vectors were read
   * @param rowsScored vectors that were compared with the query
   * @param bytes of those vectors
   * @param nanos wall-clock time
   */
  public record Statistics(long batches, long rowsScored, long bytes, long nanos) {}
}
