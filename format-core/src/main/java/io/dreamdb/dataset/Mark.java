package io.dreamdb.dataset;

import io.dreamdb.manifest.StoredManifest;
import java.util.Collection;

/**
 * Finds everything that some values of refs reach ({@code refs.md}, section 4). What versions share
 * is read once. One thread.
 */
final class Mark {

  private final Space space;
  private final MarkedObjects marked = new MarkedObjects();
  private final ObjectReferences references;
  private final Runnable progress;

  /** Tells {@code progress} after each object. */
  Mark(Space space, Runnable progress) {
    this.space = space;
    this.progress = progress;
    this.references =
        new ObjectReferences(
            space,
            (family, ref) -> {
              boolean added = marked.add(family, ref);
              progress.run();
              return added;
            });
  }

  /** What was found so far. */
  MarkedObjects marked() {
    return marked;
  }

  /**
   * Finds what these values reach.
   *
   * @throws io.dreamdb.MissingObject if any of it is not there
   * @throws io.dreamdb.UnsupportedFormat if any of it is of a kind that is not known here
   */
  void from(Collection<StoredManifest> values) {
    space.history.reached(values).forEachRemaining(this::add);
  }

  private void add(StoredManifest stored) {
    if (marked.addManifest(stored.id())) {
      references.follow(stored);
      progress.run();
    }
  }
}
