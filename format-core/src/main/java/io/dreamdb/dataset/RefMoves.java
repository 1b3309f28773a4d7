package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.manifest.CommonAncestors;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Manifests;
import io.dreamdb.manifest.Retention;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.GcRoot;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes, closes, seals and unseals refs, and carries them into a new epoch ({@code refs.md},
 * sections 4 and 6). Each step is a manifest of the ref's own and one swap.
 */
final class RefMoves {

  private static final int ATTEMPTS = 100;

  private final Space space;
  private final Committer committer;

  RefMoves(Space space, Committer committer) {
    this.space = space;
    this.committer = committer;
  }

  /**
   * Makes a branch or tag.
   *
   * @param name the new ref
   * @param source the ref through which the content was found
   * @param version the content, which {@code source} reaches; empty: what {@code source} holds when
   *     it is read
   * @throws InvalidInput if the ref is in use
   */
  CommitResult create(RefName name, RefName source, Optional<StoredManifest> version) {
    // Registered first: either a collector that raises the epoch now sees the name, or the epoch
    // that is read here is one that the new ref must have.
    GcRoot root = space.epochs.register(name);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // Before the source: a drop closes this ref anew after it sealed the source.
      Optional<Head> old = space.head(name);
      Head from = carried(source, root.epoch());
      if (old.isPresent() && old.get().state() != Lineage.State.CLOSED) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "There is a %s '%s' in %s already",
                name.isTag() ? "tag" : "branch",
                name.shortName(),
                space.store.location()));
      }
      if (old.isPresent() && old.get().epoch() > from.epoch()) {
        root = space.epochs.read();
        continue;
      }
      StoredManifest content = version.orElse(from.stored());
      requireReached(from, content);
      StoredManifest made = writeCreated(name, from, content, old);
      if (settled(old, made)) {
        return CommitResult.of(made, attempt + 1);
      }
    }
    throw new Conflict("'" + name + "' could not be made in " + ATTEMPTS + " attempts; try again");
  }

  /** Deletes a branch or tag: its ref stays, closed. */
  CommitResult close(RefName name) {
    return close(name, null);
  }

  /**
   * The same, if it has that version still.
   *
   * @throws Conflict if others committed to it
   */
  CommitResult close(RefName name, @Nullable ObjectId version) {
    if (name.equals(RefName.MAIN)) {
      throw new InvalidInput("The branch 'main' cannot be deleted; drop the table instead");
    }
    return committer.commit(
        space.liveHead(name),
        new Change() {
          @Override
          public String name() {
            return "deleting the ref";
          }

          @Override
          public Optional<Draft> apply(Step step) {
            if (version != null && !step.head().stored().contentId().equals(version)) {
              throw new Conflict(
                  String.format(
                      Locale.ROOT,
                      "Others committed to '%s' meanwhile: it stays, with a new branch beside it that"
                          + " has %s. Fast-forward that one, then delete '%s'",
                      name,
                      version,
                      name));
            }
            return Optional.of(closedDraft());
          }
        });
  }

  /**
   * Seals every ref: the table was dropped. The epoch rises first, so that a ref which is being
   * made at the same time is refused or sealed, too.
   */
  void seal() {
    long epoch = space.epochs.raise().epoch();
    Map<RefName, ObjectId> left = new HashMap<>();
    // Until all refs are found as they were left: then no source was live while the closed ones got
    // the values that they have now, and whoever recreates one of them reads its source after that.
    boolean moved = true;
    while (moved) {
      moved = false;
      for (RefName name : space.epochs.read().refs()) {
        moved |= seal(name, epoch, left);
      }
    }
  }

  /** Seals or closes one ref; false if it was found as it had been left. */
  private boolean seal(RefName name, long epoch, Map<RefName, ObjectId> left) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Head> head = space.head(name);
      boolean found = head.isPresent() && head.get().stored().id().equals(left.get(name));
      Lineage.State state = head.map(Head::state).orElse(Lineage.State.CLOSED);
      boolean stays =
          state == Lineage.State.SEALED
              ? head.orElseThrow().epoch() >= epoch
              : state == Lineage.State.CLOSED && head.isPresent() && !found;
      if (stays) {
        left.put(name, head.orElseThrow().stored().id());
        return !found;
      }
      StoredManifest next =
          head.isEmpty()
              ? writeAbsent(name, epoch)
              : writeRepeated(
                  head.get(),
                  Math.max(epoch, head.get().epoch()),
                  state == Lineage.State.CLOSED ? state : Lineage.State.SEALED,
                  "seal");
      if (settled(head, next)) {
        left.put(name, next.id());
        return !found;
      }
    }
    throw moving(name);
  }

  /** Takes the sealed refs back into use. */
  void unseal() {
    GcRoot root = space.epochs.raise();
    for (RefName name : root.refs()) {
      unseal(name, root.epoch());
    }
  }

  private void unseal(RefName name, long epoch) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Head> head = space.head(name);
      if (head.isEmpty() || head.get().state() != Lineage.State.SEALED) {
        return;
      }
      long carried = Math.max(epoch, head.get().epoch());
      if (committer.move(
          head.get(), writeRepeated(head.get(), carried, Lineage.State.LIVE, "unseal"))) {
        return;
      }
    }
    throw moving(name);
  }

  /** The head of a live ref, carried into the epoch first if it is of an older one. */
  Head carried(RefName name, long epoch) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Head head = space.liveHead(name);
      if (head.state() == Lineage.State.SEALED) {
        throw new Conflict("The table at " + space.store.location() + " was dropped");
      }
      if (head.epoch() >= epoch) {
        return head;
      }
      committer.move(head, writeRepeated(head, epoch, head.state(), "epoch"));
    }
    throw moving(name);
  }

  private static Conflict moving(RefName name) {
    return new Conflict("'" + name + "' kept moving for " + ATTEMPTS + " attempts; try again");
  }

  /** Stores a manifest that repeats the content of a head in another epoch or state. */
  StoredManifest writeRepeated(Head head, long epoch, Lineage.State state, String operation) {
    return Manifests.write(space.writer(epoch), repeated(head, epoch, state, operation));
  }

  /** A manifest that repeats the content of a head in another epoch or state. */
  Manifest repeated(Head head, long epoch, Lineage.State state, String operation) {
    Manifest before = head.stored().manifest();
    boolean closed = state == Lineage.State.CLOSED;
    long generation = head.lineage().generation() + 1;
    Lineage lineage =
        new Lineage(
            head.value().name(),
            state,
            closed ? null : head.stored().content(),
            List.of(head.stored().id()),
            generation,
            committer.timestampAfter(head.lineage().timestamp()),
            head.lineage().depth(),
            head.lineage().skips());
    Draft draft =
        new Draft(
            before.state(),
            Summary.unchanged(operation, before.summary()),
            before.anchors(),
            state,
            lineage.repeats());
    long floor = closed ? generation : before.retention().floor();
    return committer.manifest(head.stored(), draft, lineage, epoch, floor);
  }

  private StoredManifest writeCreated(
      RefName name, Head from, StoredManifest content, Optional<Head> old) {
    long epoch = from.epoch();
    List<ObjectId> parents = new ArrayList<>();
    long newest = Math.max(generation(content), old.map(h -> h.lineage().generation()).orElse(0L));
    old.ifPresent(head -> parents.add(head.stored().id()));
    parents.add(content.id());
    Lineage lineage =
        new Lineage(
            name,
            Lineage.State.LIVE,
            content.content(),
            parents,
            newest + 1,
            committer.timestampAfter(
                content.manifest().lineage().timestamp(),
                old.map(h -> h.lineage().timestamp()).orElse(0L)),
            content.manifest().lineage().depth(),
            content.manifest().lineage().skips());
    ObjectId first =
        old.filter(head -> head.epoch() == epoch)
            .map(head -> head.stored().epochFirst())
            .orElse(null);
    long floor =
        name.isTag()
            ? content.content().generation()
            : from.stored().manifest().retention().floor();
    Manifest manifest =
        new Manifest(
            content.manifest().genesis(),
            lineage,
            new Retention(
                epoch, first, floor, CommonAncestors.Tip.of(content, from.stored()).bases()),
            content.manifest().state(),
            Summary.unchanged(name.isTag() ? "tag" : "branch", content.manifest().summary()),
            Space.WRITER,
            CborBytes.copyOf(space.options.entropy().nonce()),
            null);
    return Manifests.write(space.writer(epoch), manifest);
  }

  /** A closed manifest for a name that was registered and never made. */
  StoredManifest writeAbsent(RefName name, long epoch) {
    Lineage lineage =
        new Lineage(
            name,
            Lineage.State.CLOSED,
            null,
            List.of(),
            1,
            committer.timestampAfter(),
            0,
            List.of());
    Manifest manifest =
        new Manifest(
            space.reader.timeline(),
            lineage,
            new Retention(epoch, null, 1, List.of()),
            Manifest.Content.empty(Schema.of(), Map.of()),
            Summary.empty("close"),
            Space.WRITER,
            CborBytes.copyOf(space.options.entropy().nonce()),
            null);
    return Manifests.write(space.writer(epoch), manifest);
  }

  private static Draft closedDraft() {
    return new Draft(
        Manifest.Content.empty(Schema.of(), Map.of()),
        Summary.empty("close"),
        null,
        Lineage.State.CLOSED,
        null);
  }

  private boolean settled(Optional<Head> old, StoredManifest made) {
    if (old.isPresent()) {
      return committer.move(old.get(), made);
    }
    return committer.create(made);
  }

  private void requireReached(Head from, StoredManifest content) {
    if (!from.stored().id().equals(content.id()) && !space.reaches(from.stored(), content)) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "Version %s is expired: '%s' does not reach it any more",
              content.id(),
              from.value().name()));
    }
  }

  private static long generation(StoredManifest stored) {
    return stored.manifest().lineage().generation();
  }
}
