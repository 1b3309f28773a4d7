package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.manifest.CommonAncestors;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Merges a version into a branch, or moves the branch on to it. */
final class MergeChange implements Change {

  private final Space space;
  private final SourceVersion source;
  private final MergeStrategy strategy;
  private final Combination combination;

  MergeChange(Space space, SourceVersion source, MergeStrategy strategy) {
    this.space = space;
    this.source = source;
    this.strategy = strategy;
    this.combination = new Combination(space, "merge");
  }

  @Override
  public String name() {
    return strategy == MergeStrategy.FAST_FORWARD ? "fast-forward" : "merge";
  }

  @Override
  public Optional<Draft> apply(Step step) {
    SourceVersion.Read read = source.read(step.head().epoch());
    StoredManifest ours = step.head().stored();
    List<StoredManifest> bases = bases(ours, read);
    if (holds(bases, read.version())) {
      return Optional.empty();
    }
    Draft.Source taken = Draft.Source.merged(read.version(), read.refValue());
    if (strategy == MergeStrategy.FAST_FORWARD) {
      return Optional.of(fastForward(ours, read.version(), bases).from(taken));
    }
    ThreeWay sides = sides(ours, read.version(), bases);
    long time = taken.timestamp(step);
    return Optional.of(combination.run(sides, step.writer(), time, null).draft().from(taken));
  }

  /** What the commit would do to a head; stores nothing. Empty: nothing. */
  Optional<Summary> count(Head head) {
    SourceVersion.Read read = source.read(0);
    StoredManifest ours = head.stored();
    List<StoredManifest> bases = bases(ours, read);
    if (holds(bases, read.version())) {
      return Optional.empty();
    }
    return Optional.of(
        strategy == MergeStrategy.FAST_FORWARD
            ? fastForward(ours, read.version(), bases).summary()
            : combination.count(sides(ours, read.version(), bases)));
  }

  private static boolean holds(List<StoredManifest> bases, StoredManifest sought) {
    return bases.stream().anyMatch(base -> base.contentId().equals(sought.contentId()));
  }

  private List<StoredManifest> bases(StoredManifest ours, SourceVersion.Read read) {
    CommonAncestors common =
        space.history.commonAncestors(
            CommonAncestors.Tip.of(ours), CommonAncestors.Tip.of(read.version(), read.refValue()));
    if (!common.best().isEmpty()) {
      return common.best();
    }
    throw new InvalidInput(
        common.expired()
            ? String.format(
                Locale.ROOT,
                "%s of %s: history that is needed is expired: no version that both come from is"
                    + " kept. Bring single versions over by cherry-pick, or append the rows again",
                name(),
                read.version().contentId())
            : String.format(
                Locale.ROOT,
                "%s of %s: the two have no version in common; append the rows instead",
                name(),
                read.version().contentId()));
  }

  private ThreeWay sides(StoredManifest ours, StoredManifest theirs, List<StoredManifest> bases) {
    ThreeWay sides = new ThreeWay(name(), bases.get(0), ours, theirs, strategy);
    if (bases.size() > 1 && strategy == MergeStrategy.REFUSE) {
      throw sides.refused(
          "each side was merged into the other, and both come from "
              + bases.stream().map(base -> base.contentId().toString()).toList()
              + "; choose the strategy ours or theirs, which compares with the latest of them");
    }
    return sides;
  }

  private Draft fastForward(
      StoredManifest ours, StoredManifest theirs, List<StoredManifest> bases) {
    if (!holds(bases, ours)) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "fast-forward to %s: '%s' has versions that do not lead to it; merge instead",
              theirs.contentId(),
              ours.manifest().lineage().ref()));
    }
    return new Draft(
        theirs.manifest().state(),
        Summary.unchanged("fast_forward", theirs.manifest().summary()),
        null,
        Lineage.State.LIVE,
        theirs.content());
  }
}
