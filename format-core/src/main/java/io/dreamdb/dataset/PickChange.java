package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.MissingObject;
import io.dreamdb.manifest.Skip;
import io.dreamdb.manifest.StoredManifest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Repeats on a branch what one version changed, or takes it back there. */
final class PickChange implements Change {

  private final Space space;
  private final SourceVersion source;
  private final boolean back;
  private final Combination combination;

  private PickChange(Space space, SourceVersion source, boolean back, String operation) {
    this.space = space;
    this.source = source;
    this.back = back;
    this.combination = new Combination(space, operation);
  }

  /** Repeats what the version changed. */
  static PickChange cherryPick(Space space, SourceVersion version) {
    return new PickChange(space, version, false, "cherry_pick");
  }

  /** Takes back what the version changed; it must be in the branch's history. */
  static PickChange revert(Space space, SourceVersion version) {
    return new PickChange(space, version, true, "revert");
  }

  @Override
  public String name() {
    return back ? "revert" : "cherry-pick";
  }

  @Override
  public Optional<Draft> apply(Step step) {
    StoredManifest head = step.head().stored();
    StoredManifest version = content(source.read(step.head().epoch()).version());
    if (back && !space.reaches(head, version)) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "revert of %s: it is not in the history of '%s'",
              version.contentId(),
              step.head().value().name()));
    }
    StoredManifest before = before(version);
    if (back && !space.reaches(head, before)) {
      throw expired(version, null);
    }
    ThreeWay sides =
        back
            ? new ThreeWay(name(), version, head, before, MergeStrategy.REFUSE)
            : new ThreeWay(name(), before, head, version, MergeStrategy.REFUSE);
    Draft.Source taken = Draft.Source.copied(version);
    long time = taken.timestamp(step);
    Combination.Result result =
        combination.run(sides, step.writer(), time, new RowsMerge.Added(step.generation(), time));
    return result.changes() ? Optional.of(result.draft().from(taken)) : Optional.empty();
  }

  private StoredManifest content(StoredManifest found) {
    return found.id().equals(found.contentId()) ? found : space.manifests.read(found.contentId());
  }

  /** The content before a version: what it is compared with. */
  private StoredManifest before(StoredManifest version) {
    List<Skip> skips = version.manifest().lineage().skips();
    if (skips.isEmpty()) {
      throw new InvalidInput(
          name() + " of " + version.contentId() + ": it is the first version, after no other");
    }
    try {
      return space.manifests.read(skips.get(0).content());
    } catch (MissingObject collected) {
      throw expired(version, collected);
    }
  }

  private InvalidInput expired(StoredManifest version, @Nullable MissingObject collected) {
    String message =
        String.format(
            Locale.ROOT,
            "%s of %s: history that is needed is expired: the version before it is not kept; append"
                + " or delete the rows instead",
            name(),
            version.contentId());
    return collected == null ? new InvalidInput(message) : new InvalidInput(message, collected);
  }
}
