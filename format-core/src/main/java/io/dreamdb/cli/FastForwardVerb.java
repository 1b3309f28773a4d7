package io.dreamdb.cli;

import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.object.RefName;
import picocli.CommandLine.Command;

/** Moves a branch on. */
@Command(
    name = "fast-forward",
    description = "Moves a branch on to a version that its own leads to.")
final class FastForwardVerb extends BranchChangeVerb {

  @Override
  CommitResult change(Dataset table, RefName ref, String pointer) {
    return table.fastForward(ref, pointer);
  }
}
