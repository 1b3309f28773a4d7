package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.manifest.Summary;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Merges a version into a branch as one commit: what it changed since both were one is done to the
 * branch, too. What nobody changed is not read, and no data is written again.
 *
 * <p>Refused are changes that do not go together: rows that one side updated and the other updated
 * or deleted, properties that both set differently (for both, a strategy chooses a side), columns
 * that both changed differently, batches that both compacted.
 */
public final class Merge {

  private final Space space;
  private final Committer committer;
  private final RefMoves moves;
  private final Pointers pointers;
  private final Head base;
  private @Nullable String pointer;
  private MergeStrategy strategy = MergeStrategy.REFUSE;

  Merge(Space space, Committer committer, RefMoves moves, Pointers pointers, Head base) {
    this.space = space;
    this.committer = committer;
    this.moves = moves;
    this.pointers = pointers;
    this.base = base;
  }

  /** Says what is merged: a branch, a tag, one with ~n, or a version's id. */
  public Merge from(String version) {
    pointer = version;
    return this;
  }

  /** Says what happens where both sides changed the same; by default it refuses. */
  public Merge strategy(MergeStrategy chosen) {
    strategy = chosen;
    return this;
  }

  /**
   * Commits the merge; if the branch has the version already, nothing is committed.
   *
   * @throws InvalidInput if the two do not go together, naming what helps, or there is no such
   *     version
   * @throws io.dreamdb.Conflict if the branch was deleted, or others committed too often meanwhile
   */
  public CommitResult commit() {
    return committer.commit(base, change());
  }

  /**
   * What {@link #commit} would do now; nothing is changed.
   *
   * @return empty if the branch has the version already
   * @throws InvalidInput if it would refuse
   */
  public Optional<Summary> preview() {
    return change().count(base);
  }

  private MergeChange change() {
    if (pointer == null) {
      throw new InvalidInput("Say what to merge");
    }
    return new MergeChange(space, SourceVersion.of(space, moves, pointers, pointer), strategy);
  }
}
