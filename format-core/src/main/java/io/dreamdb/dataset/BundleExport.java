package io.dreamdb.dataset;

import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.BundleContents;
import io.dreamdb.object.BundleWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes a table into one file: all branches and tags with their history, or the state of one
 * version. The same versions give the same bytes. The file stands in {@code <file>.part} until it
 * is whole; a repeated run goes on where an earlier one ended, after reading what that left. One
 * thread.
 */
public final class BundleExport {

  private final Space space;
  private final Pointers pointers;
  private final Path file;
  private Optional<String> pointer = Optional.empty();
  private Consumer<CloneResult> listener = result -> {};

  BundleExport(Space space, Pointers pointers, Path file) {
    this.space = space;
    this.pointers = pointers;
    this.file = file;
  }

  /** Takes the state of one version alone, without what came before it. */
  public BundleExport version(String named) {
    pointer = Optional.of(named);
    return this;
  }

  /** Is told again and again how far it is. */
  public BundleExport onProgress(Consumer<CloneResult> progress) {
    listener = progress;
    return this;
  }

  /**
   * Writes the file.
   *
   * @return how many refs are in it, what was written, and what an earlier run had written
   * @throws io.dreamdb.InvalidInput if there is a file of that name, or no such version
   * @throws io.dreamdb.Conflict if the table was dropped, or another export writes the file
   * @throws io.dreamdb.MissingObject if what was to be written was expired and collected meanwhile:
   *     run it again
   * @throws io.dreamdb.StoreUnavailable if the file cannot be written, too
   */
  public CloneResult run() {
    List<StoredManifest> values =
        pointer.map(named -> List.of(content(named))).orElseGet(space::liveValues);
    try (BundleWriter writer = BundleWriter.open(file)) {
      writer.add(space.reader.genesisBytes());
      SpaceCopy copy = new SpaceCopy(space, new BundleTarget(writer), listener);
      boolean history = pointer.isEmpty();
      SpaceCopy done = history ? copy.history(values) : copy.state(values.get(0));
      writer.finish(
          new BundleContents(
              space.reader.timeline(), history, values.stream().map(StoredManifest::id).toList()));
      return done.result(values.size());
    }
  }

  /** The manifest that brought the version: the same through whatever ref it is named. */
  private StoredManifest content(String named) {
    return space.manifests.read(pointers.resolve(named).version().contentId());
  }
}
