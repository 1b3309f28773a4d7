package io.dreamdb.cli;

import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.object.RefName;
import picocli.CommandLine.Command;

/** Makes or deletes a branch. */
@Command(
    name = "branch",
    description = "Makes a branch that begins with a version, or deletes one.")
final class BranchVerb extends RefVerb {

  @Override
  String what() {
    return "branch";
  }

  @Override
  CommitResult create(Dataset table, String refName, String pointer) {
    return table.createBranch(refName, pointer);
  }

  @Override
  CommitResult delete(Dataset table, String refName) {
    return table.deleteRef(new RefName(refName));
  }
}
