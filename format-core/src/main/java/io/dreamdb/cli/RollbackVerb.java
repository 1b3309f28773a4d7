package io.dreamdb.cli;

import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.object.RefName;
import picocli.CommandLine.Command;

/** Goes back to an earlier version. */
@Command(
    name = "rollback",
    description = "Gives a branch the content of an earlier version, as a new version.")
final class RollbackVerb extends BranchChangeVerb {

  @Override
  CommitResult change(Dataset table, RefName ref, String pointer) {
    return table.rollback(ref, pointer);
  }
}
