package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dreamdb.dataset.Expire;
import io.dreamdb.dataset.ExpireResult;
import io.dreamdb.object.RefName;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Cuts the history of branches. */
@Command(
    name = "expire-manifests",
    description = {
      "Cuts the history of branches: what is cut cannot be read through them any more, and"
          + " collect-garbage then removes what nothing else reaches. A version stays if it is one"
          + " of the last, or not old enough, or a tag's; what two branches come from stays without"
          + " its history.",
      "",
      "A row for each branch: versions cut; versions that stay; versions that stay for merges."
    })
final class ExpireManifestsVerb extends Verb {

  @Option(
      names = "--keep",
      paramLabel = "VERSIONS",
      description = "Keep the last so many versions of each branch. Default: 1.")
  private @Nullable Long keep;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description =
          "Cut only what was committed before: an instant such as 2026-01-31T00:00:00Z, or an age"
              + " such as 30d, 12h, 15m, 10s. Default: any time.")
  private @Nullable String olderThan;

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      description = "Cut this branch alone. Default: all branches.")
  private @Nullable String branch;

  @Option(names = "--dry-run", description = "Say what would be cut; change nothing.")
  private boolean dryRun;

  @Override
  int run(Target where, Output out) {
    if (keep == null && olderThan == null) {
      throw new ParameterException(
          spec().commandLine(), "Say what to cut by --keep, --older-than or both");
    }
    Expire expire = where.table(options()).expire();
    if (keep != null) {
      expire.keep(keep);
    }
    if (olderThan != null) {
      expire.olderThan(Times.past(olderThan, options().entropy().nowNanos()));
    }
    if (branch != null) {
      expire.only(new RefName(branch));
    }
    print(dryRun ? expire.preview() : expire.run(), out);
    return ExitCode.DONE;
  }

  private void print(List<ExpireResult> results, Output out) {
    if (json()) {
      out.json(json -> {
        json.writeStartArray();
        for (ExpireResult result : results) {
          write(json, result);
        }
        json.writeEndArray();
      });
      return;
    }
    TextTable table = new TextTable("BRANCH", dryRun ? "WOULD CUT" : "CUT", "KEPT", "FOR MERGES");
    for (ExpireResult result : results) {
      table.add(result.branch(), result.expired(), result.kept(), result.bases());
    }
    table.print(out);
  }

  private void write(JsonGenerator json, ExpireResult result) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("dry_run", dryRun);
    json.writeStringField("branch", result.branch().text());
    json.writeNumberField("expired", result.expired());
    json.writeNumberField("kept", result.kept());
    json.writeNumberField("bases", result.bases());
    json.writeEndObject();
  }
}
