package io.dreamdb.dataset;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.manifest.Genesis;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.GcRoot;
import io.dreamdb.object.ObjectCheck;
import io.dreamdb.object.RefName;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads again everything that a table's refs reach, down to where history is expired, and compares
 * it with its ids, with the format and with what refers to it. Nothing is changed.
 *
 * <p>Each object is looked at once, however many versions share it. In memory are the names of
 * objects and a few numbers for each, not the objects. A live table may be verified: what is
 * committed meanwhile is not looked at. One thread.
 */
public final class Verify implements AutoCloseable {

  private static final List<String> ELSEWHERE = List.of("rollback", "revert", "cherry_pick");
  private static final String REFS = "refs/";
  private static final String ROOT = "gc/root";

  /**
   * How much was looked at so far.
   *
   * @param refs branches and tags, deleted ones included
   * @param manifests manifests
   * @param objects other objects
   * @param bytes their bytes, outboards included
   * @param errors findings that are errors
   * @param warnings findings that are warnings
   */
  public record Counts(
      long refs, long manifests, long objects, long bytes, long errors, long warnings) {

    /** Of two tables. */
    public Counts plus(Counts other) {
      return new Counts(
          refs + other.refs,
          manifests + other.manifests,
          objects + other.objects,
          bytes + other.bytes,
          errors + other.errors,
          warnings + other.warnings);
    }

    /** Nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
  }

  private final ObjectStore store;
  private final Space space;
  private final @Nullable TableStores tables;
  private Consumer<Counts> progress = counts -> {};

  /** Opens the store of a table of the same warehouse by its location there. */
  interface TableStores {
    ObjectStore open(String relative);
  }

  private Verify(ObjectStore store, Space space, @Nullable TableStores tables) {
    this.store = store;
    this.space = space;
    this.tables = tables;
  }

  /**
   * Opens the table at a location, which may be damaged.
   *
   * @throws InvalidInput if there is none
   */
  public static Verify table(String location, Map<String, String> storeOptions) {
    return open(ObjectStores.open(location, storeOptions), null);
  }

  /**
   * Opens the catalog of the warehouse at a location, which may be damaged. Of the tables that it
   * names only their genesis is looked at.
   *
   * @throws InvalidInput if there is none
   */
  public static Verify catalog(String location, Map<String, String> storeOptions) {
    return open(
        ObjectStores.open(location + "/" + Warehouse.CATALOG, storeOptions),
        relative -> ObjectStores.open(location + "/" + relative, storeOptions));
  }

  private static Verify open(ObjectStore store, @Nullable TableStores tables) {
    // Its own caches: what others read before is no proof.
    DatasetOptions options = DatasetOptions.DEFAULT;
    try {
      return new Verify(store, Space.openDamaged(store, options, Space.Caches.of(options)), tables);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Is told now and then how far it is. */
  public Verify onProgress(Consumer<Counts> listener) {
    progress = listener;
    return this;
  }

  /** Verifies all refs, those that were deleted included. */
  public Counts all(Consumer<Finding> findings) {
    Findings found = new Findings(space, findings, progress);
    Optional<GcRoot> root = root(found);
    SortedSet<RefName> names = new TreeSet<>(listed(found));
    root.ifPresent(known -> {
      for (RefName name : names) {
        found.require(
            known.refs().contains(name),
            REFS + name,
            "a ref that is registered in gc/root",
            "one that is not, so that its objects may be collected");
      }
    });
    root.map(GcRoot::refs).ifPresent(names::addAll);
    return run(found, names, root);
  }

  /**
   * Verifies what one ref reaches.
   *
   * @throws InvalidInput if there is no such ref
   */
  public Counts ref(RefName name, Consumer<Finding> findings) {
    Findings found = new Findings(space, findings, progress);
    Optional<GcRoot> root = root(found);
    boolean exists = true;
    try {
      exists = space.refs.read(name).isPresent();
    } catch (CorruptObject damaged) {
      // It is there; the run below reports it.
    }
    if (!exists) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "There is no branch or tag '%s' in %s; `refs` lists them",
              name.shortName(),
              store.location()));
    }
    root.ifPresent(known ->
        found.require(
            known.refs().contains(name),
            REFS + name,
            "a ref that is registered in gc/root",
            "one that is not, so that its objects may be collected"));
    return run(found, List.of(name), root);
  }

  private Optional<GcRoot> root(Findings found) {
    return found.attempt(ROOT, "the epoch and the names of refs", space.epochs::read);
  }

  /** The refs that the store shows: a hint, here to find those that are not registered. */
  private List<RefName> listed(Findings found) {
    List<RefName> names = new ArrayList<>();
    for (StoredObject entry : store.listAll(REFS)) {
      String path = entry.key().path();
      String name = path.substring(REFS.length());
      found.attempt(path, "the name of a ref", () -> new RefName(name)).ifPresent(names::add);
    }
    return names;
  }

  private Counts run(Findings found, Iterable<RefName> names, Optional<GcRoot> root) {
    found.checkGenesis();
    long epoch = root.map(GcRoot::epoch).orElse(Long.MAX_VALUE);
    long grace =
        found
            .attempt(ObjectCheck.genesisKey(space.reader.timeline()), "a genesis", this::grace)
            .orElse(Genesis.DEFAULT_GRACE);
    ReachedManifests reached = new ReachedManifests(space, found, epoch);
    for (RefName name : names) {
      found.countRef();
      reached.addRef(name);
    }
    List<ReachedManifests.Reached> manifests = reached.walk();
    ContentCheck contents = new ContentCheck(space, found, tables);
    for (ReachedManifests.Reached next : manifests) {
      StoredManifest stored = space.manifests.read(next.id());
      long manifestEpoch = stored.manifest().retention().epoch();
      boolean all = next.parentsKnown() && !takesFromElsewhere(stored);
      found.expectBirths(all ? Math.max(0, manifestEpoch - grace) : 0, epoch);
      contents.check(stored, next);
      progress.accept(found.counts());
    }
    reached.heads().forEach(contents::checkHead);
    return found.counts();
  }

  /** Whether a commit brings objects of a version that is no parent, and may be expired since. */
  private static boolean takesFromElsewhere(StoredManifest stored) {
    return ELSEWHERE.contains(stored.manifest().summary().operation());
  }

  private long grace() {
    return space.grace();
  }

  @Override
  public void close() {
    store.close();
  }
}
