package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Retention;
import io.dreamdb.manifest.Skip;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.RefName;
import io.dreamdb.object.RefUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Moves refs: writes everything, then the manifest, then swaps the ref. A lost race is repeated on
 * the new head; an unknown outcome is settled by reading the ref. Safe for many threads.
 */
final class Committer {

  /** How often a swap of unknown outcome is sent again before giving up. */
  private static final int RESENDS = 10;

  private final Space space;

  Committer(Space space) {
    this.space = space;
  }

  /**
   * Commits a change that was planned on {@code base}.
   *
   * @throws Conflict if others committed what does not go together with it, or too often
   * @throws StoreUnavailable if the outcome stays unknown; nothing that was written is removed
   */
  CommitResult commit(Head base, Change change) {
    RefName ref = base.value().name();
    Turns.Turn turn = space.turns.take(space.store.location(), ref);
    try {
      Head head = turn.waited() ? now(ref) : base;
      for (int attempts = 1; ; attempts++) {
        Optional<CommitResult> done = attempt(head, base, change, attempts);
        if (done.isPresent()) {
          return done.get();
        }
        requireMore(ref, change, attempts);
        if (turn.held()) {
          pause(attempts - 1);
        } else {
          turn = space.turns.take(space.store.location(), ref);
        }
        head = now(ref);
      }
    } finally {
      turn.close();
    }
  }

  /** Tries once; empty if the race was lost. */
  private Optional<CommitResult> attempt(Head head, Head base, Change change, int attempts) {
    requireRepeatable(head, base, change);
    long epoch = head.epoch();
    ObjectWriter writer = space.commitWriter(epoch);
    long generation = head.lineage().generation() + 1;
    long timestamp = timestampAfter(head.lineage().timestamp());
    Change.Step step = new Change.Step(head, base, generation, timestamp, writer);
    Optional<Draft> draft = change.apply(step);
    if (draft.isEmpty()) {
      return Optional.of(CommitResult.nothing(head.stored(), change.name()));
    }
    Lineage lineage = lineage(step, draft.get());
    StoredManifest next =
        space.manifests.writeAndKeep(
            writer,
            manifest(
                head.stored(), draft.get(), lineage, epoch, floor(head, draft.get(), lineage)));
    return move(head, next) ? Optional.of(CommitResult.of(next, attempts)) : Optional.empty();
  }

  /** Tries once to move a ref from {@code head} to a manifest that is stored. */
  boolean move(Head head, StoredManifest next) {
    return settled(space.refs.move(head.value(), next.id()), head, next);
  }

  private boolean settled(RefUpdate first, Head head, StoredManifest next) {
    RefUpdate update = first;
    for (int resend = 0; resend <= RESENDS; resend++) {
      if (update instanceof RefUpdate.Moved) {
        return true;
      }
      Optional<Head> now = space.head(head.value().name());
      boolean unmoved =
          now.isPresent() && now.get().value().manifest().equals(head.value().manifest());
      if (!unmoved) {
        // Our own swap may have come through under a reply that was lost, with others on top of it.
        return now.isPresent() && holds(now.get(), next);
      }
      if (update instanceof RefUpdate.Lost) {
        return false;
      }
      // The same swap again: whichever of the two lands, the ref holds the same value.
      pause(resend);
      update = space.refs.move(now.get().value(), next.id());
    }
    throw unknown(head.value().name(), next, ((RefUpdate.Unknown) update).reason());
  }

  /** Tries once to make a ref that does not exist yet; true if it holds, or held, this manifest. */
  boolean create(StoredManifest first) {
    RefName name = first.manifest().lineage().ref();
    RefUpdate update = space.refs.create(name, first.id());
    for (int resend = 0; resend <= RESENDS; resend++) {
      if (update instanceof RefUpdate.Moved) {
        return true;
      }
      Optional<Head> now = space.head(name);
      if (now.isPresent()) {
        return holds(now.get(), first);
      }
      // Absent still: our request may land later, so the same is sent again, not another.
      pause(resend);
      update = space.refs.create(name, first.id());
    }
    String reason = update instanceof RefUpdate.Unknown lost ? lost.reason() : "it stays absent";
    throw unknown(name, first, reason);
  }

  /** Whether a ref holds a manifest or came past it; also one that closes it. */
  private boolean holds(Head now, StoredManifest sought) {
    return now.stored().id().equals(sought.id()) || space.history.refHeld(now.stored(), sought);
  }

  private StoreUnavailable unknown(RefName name, StoredManifest next, String reason) {
    return new StoreUnavailable(
        String.format(
            Locale.ROOT,
            "The outcome of moving '%s' in %s to %s is unknown: %s. Look with `history` whether it is there before repeating",
            name,
            space.store.location(),
            next.id(),
            reason));
  }

  private void requireRepeatable(Head head, Head base, Change change) {
    if (head.state() == Lineage.State.SEALED) {
      throw new Conflict(
          String.format(
              Locale.ROOT,
              "%s on '%s' in %s: the table was dropped",
              change.name(),
              head.value().name(),
              space.store.location()));
    }
    if (head.state() == Lineage.State.CLOSED
        || !space.history.refHeld(head.stored(), base.stored())) {
      throw new Conflict(
          String.format(
              Locale.ROOT,
              "%s on '%s' in %s: the branch was deleted or recreated meanwhile; run it again",
              change.name(),
              head.value().name(),
              space.store.location()));
    }
    head.stored().manifest().state().features().requireWritable(space.store.location());
  }

  private void requireMore(RefName ref, Change change, int attempts) {
    if (attempts > space.options.retry().retries()) {
      throw new Conflict(
          String.format(
              Locale.ROOT,
              "%s on '%s' in %s lost to other commits %d times; run it again when there are fewer, or raise commit.retry.num-retries",
              change.name(),
              ref,
              space.store.location(),
              attempts));
    }
  }

  private Head now(RefName ref) {
    return space
        .head(ref)
        .orElseThrow(
            () -> new Conflict("Ref '" + ref + "' is gone from " + space.store.location()));
  }

  /**
   * A random wait below a bound that doubles with each attempt up to the greatest, and from then on
   * halves again: who lost so often goes before those who come later.
   */
  private void pause(int attempt) {
    DatasetOptions.Retry retry = space.options.retry();
    long least = retry.minWait().toNanos();
    long most = retry.maxWait().toNanos();
    int doublings = Long.SIZE - Long.numberOfLeadingZeros(most / Math.max(1, least));
    int shift = attempt <= doublings ? attempt : Math.max(0, 2 * doublings - attempt);
    long bound = Math.min(least << Math.min(shift, 30), most);
    if (bound <= 0) {
      return;
    }
    try {
      Thread.sleep(Duration.ofNanos(space.options.entropy().random().nextLong(bound)).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("Interrupted while waiting to commit again", e);
    }
  }

  long timestampAfter(long... parents) {
    long timestamp = space.options.entropy().nowNanos();
    for (long parent : parents) {
      timestamp = Math.max(timestamp, parent + 1);
    }
    return timestamp;
  }

  private static Lineage lineage(Change.Step step, Draft draft) {
    StoredManifest before = step.head().stored();
    Draft.Source source = draft.source();
    Lineage.Repeat repeats = draft.repeats();
    boolean closed = draft.state() == Lineage.State.CLOSED;
    StoredManifest repeated = source == null ? before : source.version();
    long depth = repeats == null ? step.head().lineage().depth() + 1 : depth(repeated);
    List<Skip> skips =
        repeats == null ? before.skipsOfNext() : repeated.manifest().lineage().skips();
    List<ObjectId> parents = new ArrayList<>(List.of(before.id()));
    if (source != null && source.parent() != null) {
      parents.add(source.parent().id());
    }
    return new Lineage(
        step.head().value().name(),
        draft.state(),
        repeats,
        parents,
        source == null ? step.generation() : source.generation(step.generation()),
        source == null ? step.timestamp() : source.timestamp(step),
        closed ? 0 : depth,
        closed ? List.of() : skips);
  }

  private static long depth(StoredManifest stored) {
    return stored.manifest().lineage().depth();
  }

  private static long floor(Head head, Draft draft, Lineage lineage) {
    if (draft.state() == Lineage.State.CLOSED) {
      // A closed ref reaches nothing but itself.
      return lineage.generation();
    }
    long floor = head.stored().manifest().retention().floor();
    return draft.source() == null ? floor : Math.max(floor, draft.source().floor());
  }

  /** The manifest that follows {@code before} on the same ref in that epoch. */
  Manifest manifest(StoredManifest before, Draft draft, Lineage lineage, long epoch, long floor) {
    ObjectId first = before.manifest().retention().epoch() == epoch ? before.epochFirst() : null;
    boolean closed = draft.state() == Lineage.State.CLOSED;
    List<ObjectId> bases =
        new ArrayList<>(closed ? List.of() : before.manifest().retention().bases());
    if (draft.source() != null) {
      bases.addAll(draft.source().bases());
    }
    return new Manifest(
        before.manifest().genesis(),
        lineage,
        new Retention(epoch, first, floor, bases),
        draft.content(),
        draft.summary(),
        Space.WRITER,
        CborBytes.copyOf(space.options.entropy().nonce()),
        draft.anchors());
  }
}
