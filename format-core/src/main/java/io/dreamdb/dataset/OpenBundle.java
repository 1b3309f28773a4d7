package io.dreamdb.dataset;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.BundleContents;
import io.dreamdb.object.BundleStore;
import io.dreamdb.object.RefName;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** A bundle that is being read: a space without registers. One thread. */
final class OpenBundle implements AutoCloseable {

  private final Path file;
  private final BundleStore store;
  private final Space space;
  private final List<StoredManifest> values;

  private OpenBundle(Path file, BundleStore store, DatasetOptions options) {
    this.file = file;
    this.store = store;
    this.space = Space.at(store, store.contents().genesis(), options);
    this.values = store.contents().manifests().stream().map(space.manifests::read).toList();
    requireValues();
  }

  /**
   * Opens a bundle.
   *
   * @throws CorruptObject if it was cut or changed, as far as that is seen without its contents
   */
  static OpenBundle open(Path file, DatasetOptions options) {
    BundleStore store = BundleStore.open(file);
    try {
      return new OpenBundle(file, store, options);
    } catch (RuntimeException | Error refused) {
      store.close();
      throw refused;
    }
  }

  private void requireValues() {
    List<RefName> names = values.stream().map(OpenBundle::ref).toList();
    boolean main = !contents().history() || names.contains(RefName.MAIN);
    boolean live =
        values.stream().allMatch(value -> value.manifest().lineage().state() == Lineage.State.LIVE);
    boolean sorted = names.stream().sorted().distinct().toList().equals(names);
    if (!main || !live || !sorted) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "The bundle %s names manifests of the refs %s: expected live ones, each ref once and in"
                  + " order, with 'main' among them",
              file,
              names));
    }
  }

  private static RefName ref(StoredManifest value) {
    return value.manifest().lineage().ref();
  }

  BundleContents contents() {
    return store.contents();
  }

  Space space() {
    return space;
  }

  /** Copies all of it into a space that is being made. */
  CloneResult copyInto(NewSpace target, Consumer<CloneResult> progress) {
    return contents().history()
        ? target.history(values, progress, this::requireAll)
        : target.state(values.get(0), progress, this::requireAll);
  }

  /** Reads all of it; returns what there is. */
  CloneResult check(Consumer<CloneResult> progress) {
    SpaceCopy copy = new SpaceCopy(space, new CheckedOnly(), progress);
    requireAll(contents().history() ? copy.history(values) : copy.state(values.get(0)));
    space.reader.genesisBytes().forEachPiece(piece -> {});
    return copy.result(contents().history() ? values.size() : 1);
  }

  private void requireAll(SpaceCopy copy) {
    if (copy.members() != store.members()) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has %d objects and manifests, and what it says to hold are %d of them: make the"
                  + " bundle again",
              file,
              store.members(),
              copy.members()));
    }
  }

  /**
   * A version in it.
   *
   * @param name of a branch or tag; empty: {@code main}, or the one version that is there
   * @throws InvalidInput if there is no ref of that name in it
   */
  StoredManifest version(Optional<String> name) {
    if (!contents().history()) {
      name.ifPresent(named -> {
        throw new InvalidInput(
            "The bundle " + file + " has one version and no refs: leave out '" + named + "'");
      });
      return values.get(0);
    }
    String sought = name.orElse(RefName.MAIN.text());
    return values.stream()
        .filter(value -> ref(value).text().equals(sought))
        .findFirst()
        .or(() -> values.stream().filter(v -> ref(v).shortName().equals(sought)).findFirst())
        .orElseThrow(() ->
            new InvalidInput(
                "There is no branch or tag '"
                    + sought
                    + "' in the bundle "
                    + file
                    + "; there are "
                    + values.stream().map(OpenBundle::ref).toList()));
  }

  @Override
  public void close() {
    store.close();
  }
}
