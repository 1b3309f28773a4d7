package io.dreamdb.cli;

import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.object.RefName;
import picocli.CommandLine.Command;

/** Takes back what one version changed. */
@Command(
    name = "revert",
    description = "Takes back on a branch what one version in its history changed.")
final class RevertVerb extends BranchChangeVerb {

  @Override
  CommitResult change(Dataset table, RefName ref, String pointer) {
    return table.revert(ref, pointer);
  }
}
