package io.dreamdb.dataset;

import io.dreamdb.object.RefName;
import java.util.Optional;

/** Searches through an index of more cells than some of the tables have rows. */
final class IndexedSearchTest extends SearchContract {

  @Override
  void prepare(Dataset table) {
    table
        .index(RefName.MAIN, Optional.empty())
        .rebuild(IndexOptions.DEFAULT.withCells(20).withSpill(true).withThreads(1));
  }
}
