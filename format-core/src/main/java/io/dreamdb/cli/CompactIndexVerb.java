package io.dreamdb.cli;

import io.dreamdb.dataset.IndexResult;
import io.dreamdb.dataset.TableIndex;
import picocli.CommandLine.Command;

/** Writes packs anew. */
@Command(
    name = "compact-index",
    description =
        "Writes the packs of the index anew, so that each cell stands in one of them; covers all"
            + " rows.")
final class CompactIndexVerb extends IndexVerb {

  @Override
  IndexResult change(TableIndex index) {
    return index.compact();
  }
}
