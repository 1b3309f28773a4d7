package io.dreamdb.cli;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.Merge;
import io.dreamdb.dataset.MergeStrategy;
import io.dreamdb.object.RefName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Merges a version into a branch. */
@Command(
    name = "merge",
    description = "Does to a branch what was changed on the way to a version since both were one.")
final class MergeVerb extends BranchChangeVerb {

  @Option(
      names = "--strategy",
      paramLabel = "STRATEGY",
      defaultValue = "refuse",
      description =
          "What happens where both changed the same: refuse, ours (the branch's change stays),"
              + " theirs; or fast-forward: refuse unless the branch only has to move on. Default:"
              + " ${DEFAULT-VALUE}.")
  private String strategy = "refuse";

  @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
  private boolean dryRun;

  @Override
  int run(Target where, Output out) {
    if (!dryRun) {
      return super.run(where, out);
    }
    Merge merge = merge(where.table(options()), branch(), version());
    print(out, "merge", merge.preview(), null);
    return ExitCode.DONE;
  }

  @Override
  CommitResult change(Dataset table, RefName ref, String pointer) {
    return merge(table, ref, pointer).commit();
  }

  private Merge merge(Dataset table, RefName ref, String pointer) {
    return table.merge(ref).from(pointer).strategy(strategy());
  }

  private MergeStrategy strategy() {
    try {
      return MergeStrategy.parse(strategy);
    } catch (InvalidInput unknown) {
      throw new ParameterException(spec().commandLine(), unknown.getMessage(), unknown);
    }
  }
}
