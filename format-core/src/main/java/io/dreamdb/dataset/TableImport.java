package io.dreamdb.dataset;

import io.dreamdb.object.ObjectId;
import io.dreamdb.store.ObjectStore;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Makes a table out of a bundle, in a place without one. With history, the table has the branches,
 * tags, versions and ids of the one that was exported; without, it has the one version, as that of
 * its branch {@code main}. Rows that are added to it never get anchors that rows of the original
 * have. Every byte is compared with its id, and nobody sees a table until all is there; a repeated
 * run copies what is missing. One thread.
 */
public final class TableImport {

  /** Where the table goes. */
  interface Place {

    /** Refuses a place that is taken, as far as that can be seen without a trace. */
    void requireFree();

    /** Opens the store for a table of that timeline. */
    ObjectStore open(ObjectId genesis);

    /** Begins the space in that store. */
    NewSpace begin(Space source, ObjectStore store);

    /** Lets everybody see the table, which is whole. */
    void publish();
  }

  private final Path file;
  private final DatasetOptions options;
  private final Place place;
  private Consumer<CloneResult> listener = result -> {};

  TableImport(Path file, DatasetOptions options, Place place) {
    this.file = file;
    this.options = options;
    this.place = place;
  }

  /** Is told again and again how far it is. */
  public TableImport onProgress(Consumer<CloneResult> progress) {
    listener = progress;
    return this;
  }

  /**
   * Reads and checks all of the bundle, and writes nothing.
   *
   * @return what there is to be copied
   * @throws io.dreamdb.InvalidInput if there is a table in that place
   * @throws io.dreamdb.CorruptObject if the bundle was cut or changed, naming the place
   * @throws io.dreamdb.MissingObject if something is not in it that something else refers to
   */
  public CloneResult preview() {
    place.requireFree();
    try (OpenBundle bundle = OpenBundle.open(file, options)) {
      return bundle.check(listener);
    }
  }

  /**
   * Makes the table.
   *
   * @throws io.dreamdb.InvalidInput if there is one in that place
   * @throws io.dreamdb.Conflict if somebody else makes one there, or an earlier attempt with
   *     another bundle left something
   * @throws io.dreamdb.CorruptObject as {@link #preview}
   * @throws io.dreamdb.MissingObject as {@link #preview}
   */
  public CloneResult run() {
    try (OpenBundle bundle = OpenBundle.open(file, options);
        ObjectStore store = place.open(bundle.contents().genesis())) {
      CloneResult result = bundle.copyInto(place.begin(bundle.space(), store), listener);
      place.publish();
      return result;
    }
  }
}
