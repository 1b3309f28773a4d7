package io.dreamdb.cli;

import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.RefName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a version into a branch, as one commit. */
abstract class BranchChangeVerb extends Verb {

  @Parameters(
      index = "1",
      paramLabel = "VERSION",
      description = "A branch, a tag, one with ~n, or a version's id or its first 8 characters.")
  private String version = "";

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      defaultValue = "main",
      description = "The branch that changes. Default: ${DEFAULT-VALUE}.")
  private String branch = "main";

  abstract CommitResult change(Dataset table, RefName ref, String pointer);

  @Override
  int run(Target where, Output out) {
    CommitResult result = change(where.table(options()), new RefName(branch), version);
    Optional<Summary> done =
        result.attempts() > 0 ? Optional.of(result.summary()) : Optional.empty();
    print(out, result.summary().operation(), done, result.version().toString());
    return ExitCode.DONE;
  }

  final String version() {
    return version;
  }

  final RefName branch() {
    return new RefName(branch);
  }

  /** Prints what was committed, or would be: {@code committed} is null where nothing was. */
  final void print(
      Output out, String operation, Optional<Summary> done, @Nullable String committed) {
    if (json()) {
      out.json(json -> {
        json.writeStartObject();
        json.writeStringField("operation", operation);
        json.writeStringField("branch", branch);
        if (committed != null) {
          json.writeStringField("version", committed);
        }
        json.writeBooleanField("committed", committed != null && done.isPresent());
        json.writeBooleanField("changes", done.isPresent());
        if (done.isPresent()) {
          json.writeNumberField("rows_added", done.get().rowsAdded());
          json.writeNumberField("rows_deleted", done.get().rowsDeleted());
          json.writeNumberField("rows_live", done.get().rowsLive());
          json.writeNumberField("batches", done.get().batches());
        }
        json.writeEndObject();
      });
    } else if (done.isEmpty()) {
      out.line(operation + ": nothing to do");
    } else {
      Summary summary = done.get();
      TextTable table =
          new TextTable("OPERATION", "VERSION", "ADDED", "DELETED", "LIVE", "BATCHES");
      table.add(
          operation,
          committed == null ? "(dry run)" : committed,
          summary.rowsAdded(),
          summary.rowsDeleted(),
          summary.rowsLive(),
          summary.batches());
      table.print(out);
    }
  }
}
