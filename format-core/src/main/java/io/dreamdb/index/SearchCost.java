package io.dreamdb.index;

import io.dreamdb.object.FetchCost;

/** What a search of an index took; added up as it goes. For one thread. */
public final class SearchCost {

  /** Cells that were read, again for each time that more were needed. */
  public long cells;

  /** Codes that were compared with the query. */
  public long entries;

  /** Rows that were looked up. */
  public long candidates;

  /** Rows whose vectors were compared with the query. */
  public long rows;

  /** Bytes of codes and references that were read. */
  public long bytes;

  /** What the store sent for them, where it cannot map them. */
  public FetchCost fetched = FetchCost.NONE;

  /** Adds what another search took. */
  public void add(SearchCost other) {
    cells += other.cells;
    entries += other.entries;
    candidates += other.candidates;
    rows += other.rows;
    bytes += other.bytes;
    fetched = fetched.plus(other.fetched);
  }
}
