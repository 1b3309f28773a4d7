package io.dreamdb.dataset;

import java.util.List;
import java.util.Optional;

/**
 * The first rows in the order of an engine's function.
 *
 * @param rows in that order
 * @param statistics what the search took by which an index chose them; empty where no index did
 */
public record TopResult(List<TopRow> rows, Optional<SearchResult.Statistics> statistics) {

  /** Copies the list. */
  public TopResult {
    rows = List.copyOf(rows);
  }
}
