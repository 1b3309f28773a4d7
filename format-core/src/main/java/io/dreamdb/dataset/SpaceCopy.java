package io.dreamdb.dataset;

import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.StoredBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Copies what manifests reach, the oldest first, so that what a later copy of the same table begins
 * with is the same: a place in history has its place in the order, whatever was committed since.
 * Every byte is compared with its id. One thread.
 */
final class SpaceCopy {

  /** A manifest that is reached, by its place in the order. */
  private record Place(long generation, ObjectId id) {}

  private static final Comparator<Place> OLDEST_FIRST =
      Comparator.comparingLong(Place::generation).thenComparing(Place::id);

  private final Space source;
  private final CopyTarget target;
  private final Consumer<CloneResult> progress;
  private final MarkedObjects seen = new MarkedObjects();
  private final ObjectReferences references;
  private long copied;
  private long present;
  private long bytes;

  SpaceCopy(Space source, CopyTarget target, Consumer<CloneResult> progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
    this.references = new ObjectReferences(source, this::object);
  }

  /** Copies these manifests and all that they reach, history included. */
  SpaceCopy history(List<StoredManifest> values) {
    List<Place> places = new ArrayList<>();
    source
        .history
        .reached(values)
        .forEachRemaining(
            stored -> places.add(new Place(stored.manifest().lineage().generation(), stored.id())));
    places.sort(OLDEST_FIRST);
    places.forEach(place -> state(source.manifests.read(place.id())));
    return this;
  }

  /** Copies a manifest and what it holds, without what came before it. */
  SpaceCopy state(StoredManifest stored) {
    references.follow(stored);
    StoredBytes content = source.reader.manifestBytes(stored.id());
    seen.addManifest(stored.id());
    count(target.takeManifest(content), content.lengthBytes());
    return this;
  }

  private boolean object(ObjectFamily family, ObjectRef ref) {
    if (!seen.add(family, ref)) {
      return false;
    }
    count(target.takeObject(family, ref, source.reader.bytes(family, ref)), ref.lengthBytes());
    return true;
  }

  private void count(boolean added, long length) {
    copied += added ? 1 : 0;
    present += added ? 0 : 1;
    bytes += added ? length : 0;
    progress.accept(result(0));
  }

  /** How many objects and manifests were met. */
  long members() {
    return seen.objects() + (long) seen.manifests();
  }

  /** What was done so far, and how many refs there are now. */
  CloneResult result(long refs) {
    return new CloneResult(refs, copied, present, bytes);
  }
}
