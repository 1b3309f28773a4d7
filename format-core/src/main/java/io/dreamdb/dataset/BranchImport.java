package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Manifests;
import io.dreamdb.manifest.Retention;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.RefName;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a version out of a bundle into a table that is there, as the first version of a new
 * branch: one commit, which names where it comes from ({@code dreamdb.origin}). The bundle may be
 * of this table or any other one; rows keep their anchors, their deletions and their indexes. All
 * objects are born anew, so that no collection which goes on meanwhile can take one of them. One
 * thread.
 */
public final class BranchImport {

  private static final int ATTEMPTS = 100;
  private static final String ORIGIN = "dreamdb.origin";

  private final Space space;
  private final Committer committer;
  private final Path file;
  private final RefName branch;
  private Optional<String> from = Optional.empty();
  private Consumer<CloneResult> listener = result -> {};

  BranchImport(Space space, Committer committer, Path file, RefName branch) {
    this.space = space;
    this.committer = committer;
    this.file = file;
    this.branch = branch;
  }

  /**
   * A version that was written into the space.
   *
   * @param birth of its objects
   * @param added what they say of the commit
   */
  private record Written(
      long birth, RowsMerge.Added added, Manifest.Content content, Summary summary) {

    boolean fits(Place place) {
      return added.generation() == place.generation() && added.time() > place.timestamp();
    }
  }

  /**
   * Where the branch begins.
   *
   * @param old what its ref holds: nothing, or a manifest that closes it
   * @param epoch of its first manifest
   */
  private record Place(Optional<Head> old, long epoch) {

    long generation() {
      return old.map(head -> head.lineage().generation() + 1).orElse(1L);
    }

    long timestamp() {
      return old.map(head -> head.lineage().timestamp()).orElse(0L);
    }
  }

  /** Takes what a branch or tag has in a bundle with history; by default {@code main}. */
  public BranchImport from(String ref) {
    from = Optional.of(ref);
    return this;
  }

  /** Is told again and again how far it is. */
  public BranchImport onProgress(Consumer<CloneResult> progress) {
    listener = progress;
    return this;
  }

  /**
   * Reads and checks all of the bundle, and writes nothing.
   *
   * @throws InvalidInput as {@link #run}
   * @throws io.dreamdb.CorruptObject if the bundle was cut or changed, naming the place
   * @throws io.dreamdb.MissingObject if something is not in it that something else refers to
   */
  public CloneResult preview() {
    requireFree(space.head(branch));
    try (OpenBundle bundle = OpenBundle.open(file, space.options)) {
      bundle.version(from);
      return bundle.check(listener);
    }
  }

  /**
   * Makes the branch. A run that was stopped is repeated: data that it wrote are not written again.
   *
   * @throws InvalidInput if there is a branch of that name, or nothing of that name in the bundle
   * @throws Conflict if the table was dropped, or collections overtook every attempt
   * @throws io.dreamdb.CorruptObject if what is taken was changed
   * @throws io.dreamdb.MissingObject if some of it is not in the bundle
   */
  public CommitResult run() {
    requireFree(space.head(branch));
    try (OpenBundle bundle = OpenBundle.open(file, space.options)) {
      return run(bundle.space(), bundle.version(from));
    }
  }

  private CommitResult run(Space source, StoredManifest version) {
    // Registered first: a collector that raises the epoch from now on closes the name, and then the
    // swap below fails.
    long registered = space.epochs.register(branch).epoch();
    Written written = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      // Before the look at main: a drop closes this ref anew after it sealed main.
      Optional<Head> old = space.head(branch);
      requireNotDropped();
      requireFree(old);
      Place place = new Place(old, Math.max(registered, old.map(Head::epoch).orElse(0L)));
      written = written(written, source, version, place);
      StoredManifest made = Manifests.write(space.writer(place.epoch), manifest(place, written));
      if (old.isPresent() ? committer.move(old.get(), made) : committer.create(made)) {
        return CommitResult.of(made, attempt);
      }
    }
    throw new Conflict(
        "'" + branch + "' could not be made in " + ATTEMPTS + " attempts; run the import again");
  }

  /**
   * What an earlier attempt wrote, as long as it may be committed there; or what is written now.
   */
  private Written written(
      @Nullable Written earlier, Space source, StoredManifest version, Place place) {
    boolean young = earlier != null && earlier.birth >= place.epoch - space.grace();
    if (earlier != null && young && earlier.fits(place)) {
      return earlier;
    }
    long time =
        committer.timestampAfter(place.timestamp(), version.manifest().lineage().timestamp());
    // Data that are young enough are found where they were written, not written again.
    long birth = earlier != null && young ? earlier.birth : place.epoch;
    return write(source, version, birth, new RowsMerge.Added(place.generation(), time));
  }

  private void requireNotDropped() {
    if (space.liveHead(RefName.MAIN).state() == Lineage.State.SEALED) {
      throw new Conflict("The table at " + space.store.location() + " was dropped");
    }
  }

  private void requireFree(Optional<Head> found) {
    if (found.isPresent() && found.get().state() != Lineage.State.CLOSED) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "There is a branch '%s' in %s already; name one that is to be made",
              branch,
              space.store.location()));
    }
  }

  private Written write(Space source, StoredManifest version, long birth, RowsMerge.Added added) {
    ObjectWriter writer = space.commitWriter(birth);
    StateCopy copy = new StateCopy(source, space, writer, listener);
    Manifest.Content content =
        copy.run(version, added)
            .withRegistry(ORIGIN, CborBytes.copyOf(version.contentId().toBytes()));
    Summary summary =
        new Summary(
            "import",
            copy.rows(),
            0,
            version.manifest().summary().rowsLive(),
            copy.batches(),
            copy.objects(),
            copy.bytes());
    return new Written(birth, added, content, summary);
  }

  /** Nothing of before is seen from it, should there have been a branch of that name. */
  private Manifest manifest(Place place, Written written) {
    @Nullable Head before = place.old.orElse(null);
    long generation = written.added.generation();
    Lineage lineage =
        new Lineage(
            branch,
            Lineage.State.LIVE,
            null,
            before == null ? List.of() : List.of(before.stored().id()),
            generation,
            written.added.time(),
            before == null ? 0 : before.lineage().depth() + 1,
            before == null ? List.of() : before.stored().skipsOfNext());
    ObjectId first =
        before == null || before.epoch() != place.epoch ? null : before.stored().epochFirst();
    return new Manifest(
        space.reader.timeline(),
        lineage,
        new Retention(place.epoch, first, before == null ? 0 : generation, List.of()),
        written.content,
        written.summary,
        Space.WRITER,
        CborBytes.copyOf(space.options.entropy().nonce()),
        null);
  }
}
