package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Manifests;
import io.dreamdb.manifest.Retention;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.object.RefValue;
import io.dreamdb.object.Refs;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A space that is made out of another one's manifests: ids stay, its epoch is the largest of them,
 * and each ref begins with a manifest of its own on top of the value that it had ({@code refs.md},
 * section 7). Rows that are added never get anchors that rows of the original have. One thread.
 */
final class NewSpace {

  private final Space source;
  private final Space made;
  private final String operation;
  private final Committer committer;
  private final StoreTarget copies;

  /**
   * Goes on with a space where an earlier attempt ended, if there was one.
   *
   * @param operation how it comes to be, for its manifests
   */
  NewSpace(Space source, ObjectStore target, String operation) {
    this.source = source;
    this.made = Space.at(target, source.reader.timeline(), source.options);
    this.operation = operation;
    this.committer = new Committer(made);
    this.copies = new StoreTarget(made);
  }

  /**
   * Begins a space where there is none.
   *
   * @throws InvalidInput if there is one
   */
  static NewSpace begin(Space source, ObjectStore target, String operation) {
    requireNone(target);
    return new NewSpace(source, target, operation);
  }

  /** Refuses a store in which there is a space. */
  static void requireNone(ObjectStore target) {
    if (new Refs(target).exists(RefName.MAIN)) {
      throw new InvalidInput(
          "There is a DreamDB table at " + target.location() + " already; name an empty place");
    }
  }

  /**
   * Copies the values of refs with their history and makes the refs.
   *
   * @param complete is told what was copied before any ref is made, and may throw
   */
  CloneResult history(
      List<StoredManifest> values, Consumer<CloneResult> progress, Consumer<SpaceCopy> complete) {
    SpaceCopy copy = new SpaceCopy(source, copies, progress).history(values);
    complete.accept(copy);
    long epoch = begin(values);
    // Whoever finds main finds a table: the others come first.
    List<StoredManifest> ordered = new ArrayList<>(values);
    ordered.sort((left, right) -> Boolean.compare(isMain(left), isMain(right)));
    ordered.forEach(value -> makeRef(first(value, value.manifest().lineage().ref(), epoch)));
    return copy.result(values.size());
  }

  /** Copies one version, which {@code main} then has, without what came before it. */
  CloneResult state(
      StoredManifest version, Consumer<CloneResult> progress, Consumer<SpaceCopy> complete) {
    SpaceCopy copy = new SpaceCopy(source, copies, progress).state(version);
    complete.accept(copy);
    long epoch = begin(List.of(version));
    Manifest next = first(version, RefName.MAIN, epoch);
    Retention kept = next.retention();
    makeRef(
        with(
            next,
            new Retention(epoch, kept.epochFirst(), version.content().generation(), List.of())));
    return copy.result(1);
  }

  private static boolean isMain(StoredManifest value) {
    return value.manifest().lineage().ref().equals(RefName.MAIN);
  }

  private long begin(List<StoredManifest> values) {
    copies.takeGenesis(source.reader.genesisBytes());
    long epoch =
        values.stream().mapToLong(value -> value.manifest().retention().epoch()).max().orElse(0);
    return made.epochs.create(RefName.MAIN, epoch).epoch();
  }

  /** The ref goes on from its value in the original, but for where anchors come from. */
  private Manifest first(StoredManifest value, RefName name, long epoch) {
    Head head = new Head(new RefValue(name, value.id(), Version.ABSENT), value);
    Manifest next =
        new RefMoves(made, committer).repeated(head, epoch, Lineage.State.LIVE, operation);
    Retention kept = next.retention();
    boolean same = value.manifest().lineage().ref().equals(name);
    ObjectId epochFirst = same ? kept.epochFirst() : null;
    return with(next, new Retention(epoch, epochFirst, kept.floor(), kept.bases()));
  }

  private static Manifest with(Manifest next, Retention retention) {
    return new Manifest(
        next.genesis(),
        next.lineage(),
        retention,
        next.state(),
        next.summary(),
        next.writer(),
        next.nonce(),
        null);
  }

  private void makeRef(Manifest first) {
    RefName name = first.lineage().ref();
    made.epochs.register(name);
    Optional<Head> earlier = made.head(name);
    ObjectId content = Objects.requireNonNull(first.lineage().repeats()).content();
    if (earlier.isPresent() && earlier.get().stored().contentId().equals(content)) {
      return;
    }
    if (earlier.isPresent()) {
      throw new Conflict(
          String.format(
              Locale.ROOT,
              "'%s' in %s has version %s from an earlier attempt, of another moment than this one,"
                  + " with %s; remove that attempt, or name an empty place",
              name,
              made.store.location(),
              earlier.get().stored().contentId(),
              content));
    }
    if (!committer.create(Manifests.write(made.writer(first.retention().epoch()), first))) {
      throw new Conflict(
          "Somebody else makes '"
              + name
              + "' in "
              + made.store.location()
              + "; choose another place");
    }
  }
}
