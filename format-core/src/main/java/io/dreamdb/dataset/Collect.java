package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.MissingObject;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.GcRoot;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Removes what no version that is kept reaches any more. Safe beside any number of writers and
 * other collections, however slow, and whenever it is stopped: what stays is removed by a later
 * one. What becomes garbage now is removed by the second collection from now (in general the one
 * after as many as the table's grace), as commits that are under way may use it yet. One thread.
 */
public final class Collect {

  private final Space space;
  private final EpochFence fence;
  private Consumer<CollectResult> listener = result -> {};
  private long epoch;
  private List<StoredManifest> values = List.of();
  private Mark mark;
  private @Nullable Sweep sweep;

  Collect(Space space, Committer committer, RefMoves moves) {
    this.space = space;
    this.fence = new EpochFence(space, committer, moves);
    this.mark = new Mark(space, this::report);
  }

  /** Is told again and again how far it is. */
  public Collect onProgress(Consumer<CollectResult> progress) {
    listener = progress;
    return this;
  }

  /**
   * Begins a new epoch, carries all refs into it, and removes what they do not reach.
   *
   * @throws Conflict if another collection overtook this one: nothing was removed by this one
   * @throws MissingObject if an object that is reached is not there: nothing was removed; {@link
   *     Verify} says more
   * @throws io.dreamdb.UnsupportedFormat if something is reached of which is not known what it
   *     refers to: nothing was removed
   */
  public CollectResult run() {
    EpochFence.Fenced fenced = fence.raise();
    begin(fenced.epoch(), fenced.firsts());
    try {
      mark.from(values);
    } catch (MissingObject missing) {
      requireNotOvertaken();
      throw missing;
    }
    // A parent that is not there counts as expired where it may be. A later collection may have
    // removed it while this one has to keep what it reaches; but that one raised the epoch before.
    requireNotOvertaken();
    return sweep(true);
  }

  /**
   * Counts what a collection would remove now. Nothing is changed: no epoch begins, no ref moves.
   *
   * @return as {@link #run} does; the epoch is the one that would have begun
   */
  public CollectResult preview() {
    GcRoot root = space.epochs.read();
    begin(
        root.epoch() + 1,
        root.refs().stream().flatMap(name -> space.head(name).stream()).map(Head::stored).toList());
    mark.from(values);
    return sweep(false);
  }

  private void begin(long begun, List<StoredManifest> roots) {
    epoch = begun;
    values = roots;
    mark = new Mark(space, this::report);
    sweep = null;
  }

  private CollectResult sweep(boolean removing) {
    // Whoever commits in this epoch may use what was born up to grace epochs before.
    long lastBirth = epoch - space.grace() - 1;
    Sweep begun = new Sweep(space, mark.marked(), lastBirth, removing, this::report);
    sweep = begun;
    begun.run();
    return result();
  }

  private void requireNotOvertaken() {
    if (space.epochs.read().epoch() > epoch) {
      throw EpochFence.overtaken(space, epoch);
    }
  }

  private void report() {
    listener.accept(result());
  }

  private CollectResult result() {
    MarkedObjects marked = mark.marked();
    Sweep begun = sweep;
    return new CollectResult(
        epoch,
        values.size(),
        marked.manifests(),
        marked.objects(),
        begun == null ? 0 : begun.listed(),
        begun == null ? 0 : begun.deleted(),
        begun == null ? 0 : begun.bytes(),
        begun == null ? 0 : begun.young(),
        begun == null ? 0 : begun.unknown());
  }
}
