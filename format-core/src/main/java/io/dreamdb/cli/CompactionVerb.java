package io.dreamdb.cli;

import io.dreamdb.dataset.Compaction;
import io.dreamdb.dataset.CompactionResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.object.RefName;
import picocli.CommandLine.Option;

/** Writes batches of a branch anew, as one commit. */
abstract class CompactionVerb extends Verb {

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      defaultValue = "main",
      description = "The branch. Default: ${DEFAULT-VALUE}.")
  private String branch = "main";

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  abstract Compaction begin(Dataset table, RefName ref);

  @Override
  final int run(Target where, Output out) {
    Compaction compaction = begin(where.table(options()), new RefName(branch));
    CompactionResult result = dryRun ? compaction.preview() : compaction.run();
    String operation = result.commit().summary().operation();
    boolean committed = result.commit().attempts() > 0;
    if (json()) {
      out.json(json -> {
        json.writeStartObject();
        json.writeStringField("operation", operation);
        json.writeStringField("version", result.commit().version().toString());
        json.writeBooleanField("committed", committed);
        json.writeNumberField("batches_before", result.batchesBefore());
        json.writeNumberField("batches_after", result.batchesAfter());
        json.writeNumberField("rows_written", result.rowsWritten());
        json.writeNumberField("rows_dropped", result.rowsDropped());
        json.writeNumberField("packs", result.packs());
        json.writeEndObject();
      });
    } else if (result.batchesBefore() == 0) {
      out.line(operation + ": nothing to do");
    } else {
      TextTable table =
          new TextTable("OPERATION", "BATCHES", "BECOME", "ROWS", "DROPPED", "PACKS", "VERSION");
      table.add(
          operation,
          result.batchesBefore(),
          result.batchesAfter(),
          result.rowsWritten(),
          result.rowsDropped(),
          result.packs(),
          committed ? result.commit().version() : "(dry run)");
      table.print(out);
    }
    return ExitCode.DONE;
  }
}
