package io.dreamdb.cli;

import io.dreamdb.dataset.Compaction;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.object.RefName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Joins small batches. */
@Command(
    name = "compact",
    description =
        "Joins small neighbouring batches, without their deleted rows, and writes packs of indexes"
            + " anew that stand in more places than they need. Rows keep their anchors.")
final class CompactVerb extends CompactionVerb {

  @Option(
      names = "--target-rows",
      required = true,
      paramLabel = "COUNT",
      description = "The most rows of a joined batch.")
  private int targetRows;

  @Override
  Compaction begin(Dataset table, RefName ref) {
    return table.compact(ref, targetRows);
  }
}
