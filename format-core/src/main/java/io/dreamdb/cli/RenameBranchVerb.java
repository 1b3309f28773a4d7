package io.dreamdb.cli;

import io.dreamdb.dataset.CommitResult;
import io.dreamdb.object.RefName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives a branch another name. */
@Command(name = "rename-branch", description = "Gives a branch another name.")
final class RenameBranchVerb extends Verb {

  @Parameters(index = "1", paramLabel = "NAME", description = "The branch.")
  private String name = "";

  @Parameters(index = "2", paramLabel = "NEW_NAME", description = "Its name from now on.")
  private String newName = "";

  @Override
  int run(Target where, Output out) {
    CommitResult result = where.table(options()).renameBranch(new RefName(name), newName);
    if (json()) {
      out.json(json -> {
        json.writeStartObject();
        json.writeStringField("type", "branch");
        json.writeStringField("name", newName);
        json.writeStringField("done", "renamed");
        json.writeStringField("version", result.version().toString());
        json.writeEndObject();
      });
    } else {
      out.line("renamed branch " + name + " to " + newName + " at " + result.version());
    }
    return ExitCode.DONE;
  }
}
