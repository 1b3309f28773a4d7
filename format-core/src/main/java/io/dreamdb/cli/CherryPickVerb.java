package io.dreamdb.cli;

import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.object.RefName;
import picocli.CommandLine.Command;

/** Repeats what one version changed. */
@Command(name = "cherry-pick", description = "Repeats on a branch what one version changed.")
final class CherryPickVerb extends BranchChangeVerb {

  @Override
  CommitResult change(Dataset table, RefName ref, String pointer) {
    return table.cherryPick(ref, pointer);
  }
}
