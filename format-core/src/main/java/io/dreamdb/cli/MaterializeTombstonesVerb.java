package io.dreamdb.cli;

import io.dreamdb.dataset.Compaction;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.object.RefName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drops deleted rows. */
@Command(
    name = "materialize-tombstones",
    description =
        "Writes batches anew without their deleted rows, and the packs of indexes that hold such"
            + " rows. The bytes are free when earlier versions are expired and garbage is"
            + " collected.")
final class MaterializeTombstonesVerb extends CompactionVerb {

  @Option(
      names = "--min-deleted",
      required = true,
      paramLabel = "RATIO",
      description = "The least part of a batch's rows that is deleted, from 0 (any) to 1 (all).")
  private double minDeleted;

  @Override
  Compaction begin(Dataset table, RefName ref) {
    return table.materializeTombstones(ref, minDeleted);
  }
}
