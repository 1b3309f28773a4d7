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
   * @param cells of an index that were read
   * @param entries codes that were compared with the query
   * @param candidates rows that codes proposed and that were looked up
   * @param rowsScored vectors that were compared with the query
   * @param rowsScanned those of them that no index covers, or all without an index
   * @param bytes of codes and vectors that were looked at
   * @param fetchedBytes that a store which cannot map files sent for this search
   * @param requests that they took
   * @param rounds of requests that waited for each other
   * @param nanos wall-clock time
   */
  public record Statistics(
      long cells,
      long entries,
      long candidates,
      long rowsScored,
      long rowsScanned,
      long bytes,
      long fetchedBytes,
      long requests,
      long rounds,
      long nanos) {}
}
