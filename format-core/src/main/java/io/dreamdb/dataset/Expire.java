package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.manifest.CommonAncestors;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Manifests;
import io.dreamdb.manifest.Retention;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the history of branches: their older versions cannot be read through them any more, and what
 * nothing else reaches is removed by collections of garbage. A version stays if it is one of the
 * last of its branch, or not old enough, or a tag's; and, without its own history, if two branches
 * come from it, so that they can be merged. One commit a branch, of metadata alone. One thread.
 */
public final class Expire {

  private static final int ATTEMPTS = 100;
  private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

  private final Space space;
  private final Committer committer;
  private final RefMoves moves;
  private long keep = 1;
  private long olderThan = Long.MAX_VALUE;
  private @Nullable RefName only;

  Expire(Space space, Committer committer, RefMoves moves) {
    this.space = space;
    this.committer = committer;
    this.moves = moves;
  }

  /**
   * Keeps the last so many versions of each branch, however old.
   *
   * @throws InvalidInput if there are none
   */
  public Expire keep(long versions) {
    if (versions < 1) {
      throw new InvalidInput(
          "keep " + versions + ": expected 1 or more, as the present version always stays");
    }
    keep = versions;
    return this;
  }

  /**
   * Cuts nothing that was committed at that time or later.
   *
   * @throws InvalidInput if it is before 1970 or after 2200
   */
  public Expire olderThan(Instant time) {
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
      throw new InvalidInput("older than " + time + ": expected a time from 1970 to 2200");
    }
    olderThan = time.getEpochSecond() * 1_000_000_000L + time.getNano();
    return this;
  }

  /** Cuts the history of one branch alone. */
  public Expire only(RefName branch) {
    only = branch;
    return this;
  }

  /**
   * Cuts.
   *
   * @return what became of each branch
   * @throws InvalidInput if the one that was named is a tag, or not there
   * @throws Conflict if the table was dropped, or a branch keeps moving
   */
  public List<ExpireResult> run() {
    return branches().stream().map(this::cut).toList();
  }

  /** Says what {@link #run} would cut, and changes nothing. */
  public List<ExpireResult> preview() {
    List<ExpireResult> results = new ArrayList<>();
    for (RefName branch : branches()) {
      Head head = space.liveHead(branch);
      results.add(result(head, plan(head)));
    }
    return results;
  }

  private List<RefName> branches() {
    RefName named = only;
    if (named == null) {
      return space.liveRefs().stream().filter(name -> !name.isTag()).toList();
    }
    if (named.isTag()) {
      throw new InvalidInput("'" + named.shortName() + "' is a tag: it has no history to cut");
    }
    return List.of(named);
  }

  private ExpireResult cut(RefName branch) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Head head = space.liveHead(branch);
      if (head.state() == Lineage.State.SEALED) {
        throw new Conflict("The table at " + space.store.location() + " was dropped");
      }
      Plan plan = plan(head);
      if (!plan.changes(head) || committer.move(head, write(head, plan))) {
        return result(head, plan);
      }
    }
    throw new Conflict("'" + branch + "' kept moving for " + ATTEMPTS + " attempts; try again");
  }

  /**
   * What a head is to keep.
   *
   * @param oldest the oldest version; empty if nothing is cut
   * @param floor its generation, or the floor that stays
   * @param bases what is kept without its history
   */
  private record Plan(Optional<StoredManifest> oldest, long floor, Set<ObjectId> bases) {

    boolean changes(Head head) {
      Retention retention = head.stored().manifest().retention();
      return floor != retention.floor() || !List.copyOf(bases).equals(retention.bases());
    }
  }

  private Plan plan(Head head) {
    Retention retention = head.stored().manifest().retention();
    Optional<StoredManifest> oldest =
        oldestKept(head.stored()).filter(kept -> kept.content().generation() > retention.floor());
    if (oldest.isPresent()) {
      long floor = oldest.get().content().generation();
      return new Plan(oldest, floor, bases(head, floor));
    }
    // Branches that needed a base may be gone.
    Set<ObjectId> needed = new TreeSet<>(retention.bases());
    if (!needed.isEmpty()) {
      needed.retainAll(bases(head, retention.floor()));
    }
    return new Plan(oldest, retention.floor(), needed);
  }

  /** The oldest version on the line that stays; empty if all that the line still has do. */
  private Optional<StoredManifest> oldestKept(StoredManifest head) {
    long depth = head.manifest().lineage().depth();
    long byCount = Math.max(0, depth - (keep - 1));
    Optional<StoredManifest> lastCut =
        olderThan == Long.MAX_VALUE ? Optional.of(head) : space.history.at(head, olderThan - 1);
    long byTime = lastCut.map(cut -> cut.manifest().lineage().depth() + 1).orElse(0L);
    return space.history.back(head, depth - Math.min(byCount, byTime));
  }

  /** What this and other branches come from, and would not be reached any more. */
  private Set<ObjectId> bases(Head head, long floor) {
    Set<ObjectId> bases = new TreeSet<>();
    CommonAncestors.Tip ours = CommonAncestors.Tip.of(head.stored());
    for (RefName name : space.liveRefs()) {
      Optional<Head> other =
          name.isTag() || name.equals(head.value().name()) ? Optional.empty() : space.head(name);
      if (other.isPresent() && other.get().state() == Lineage.State.LIVE) {
        CommonAncestors.Tip theirs = CommonAncestors.Tip.of(other.get().stored());
        space.history.commonAncestors(ours, theirs).best().stream()
            .filter(base -> base.content().generation() < floor)
            .filter(base -> mayKeep(head, other.get(), base))
            .forEach(base -> bases.add(base.id()));
      }
    }
    return bases;
  }

  /** A move keeps what its ref reaches, and what it takes from a ref that is as young. */
  private boolean mayKeep(Head head, Head other, StoredManifest base) {
    return other.epoch() >= head.epoch()
        || head.stored().manifest().retention().bases().contains(base.id())
        || space.history.reaches(head.stored(), base.id(), base.manifest().lineage().generation());
  }

  private StoredManifest write(Head head, Plan plan) {
    Manifest next = moves.repeated(head, head.epoch(), head.state(), "expire");
    Retention before = next.retention();
    Retention cut =
        new Retention(before.epoch(), before.epochFirst(), plan.floor(), List.copyOf(plan.bases()));
    return Manifests.write(
        space.writer(head.epoch()),
        new Manifest(
            next.genesis(),
            next.lineage(),
            cut,
            next.state(),
            next.summary(),
            next.writer(),
            next.nonce(),
            next.anchors()));
  }

  private ExpireResult result(Head head, Plan plan) {
    long visible = versions(head.stored());
    long depth = head.lineage().depth();
    long kept =
        plan.oldest.map(oldest -> depth - oldest.manifest().lineage().depth() + 1).orElse(visible);
    return new ExpireResult(head.value().name(), visible - kept, kept, plan.bases().size());
  }

  /** How many versions the line of a head has. */
  private long versions(StoredManifest head) {
    long kept = 0;
    long cut = head.manifest().lineage().depth() + 1;
    while (cut - kept > 1) {
      long middle = (kept + cut) >>> 1;
      boolean visible = space.history.back(head, middle).isPresent();
      kept = visible ? middle : kept;
      cut = visible ? cut : middle;
    }
    return kept + 1;
  }
}
