package io.dreamdb.index;

/** The packs of an index, open for searches. Safe for many threads. */
sealed interface OpenPacks permits MappedPacks, FetchedPacks {

  /** How many packs there are. */
  int count();

  /** Whether rows stand in a second cell, too. */
  boolean isSpilled();

  /** What brings the entries of cells to one search. */
  CellReader reader(CellReader.Extent extent);
}
