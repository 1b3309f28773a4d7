package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.MissingObject;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.store.ObjectStore;
import java.util.List;
import java.util.function.Consumer;

/**
 * Copies a table with its branches, tags and history into another store, or another place of the
 * same, where it is a table of its own: ids and versions stay, commits on one are not seen by the
 * other. Every byte is compared with its id on the way. What an earlier attempt copied is not
 * copied again. One thread.
 *
 * <p>Rows that are added to the clone never get anchors that rows of the original have.
 */
public final class Clone {

  private final Space source;
  private final ObjectStore target;
  private Consumer<CloneResult> listener = result -> {};

  Clone(Space source, ObjectStore target) {
    this.source = source;
    this.target = target;
  }

  /** Is told again and again how far it is. */
  public Clone onProgress(Consumer<CloneResult> progress) {
    listener = progress;
    return this;
  }

  /**
   * Copies.
   *
   * @throws InvalidInput if there is a table in the other place
   * @throws Conflict if the table was dropped
   * @throws MissingObject if what was to be copied was expired and collected meanwhile: run it
   *     again
   */
  public CloneResult run() {
    NewSpace space = NewSpace.begin(source, target, "clone");
    List<StoredManifest> values = source.liveValues();
    return space.history(values, listener, copy -> {});
  }
}
