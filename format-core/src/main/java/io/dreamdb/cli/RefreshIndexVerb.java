package io.dreamdb.cli;

import io.dreamdb.dataset.IndexResult;
import io.dreamdb.dataset.TableIndex;
import picocli.CommandLine.Command;

/** Covers what is uncovered. */
@Command(
    name = "refresh-index",
    description = "Adds the rows that the index does not cover yet, in the cells that there are.")
final class RefreshIndexVerb extends IndexVerb {

  @Override
  IndexResult change(TableIndex index) {
    return index.refresh();
  }
}
