package io.dreamdb.dataset;

import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectCheck;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.object.RefValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The manifests that some refs reach ({@code refs.md}, section 4), each compared with its parents
 * on the way.
 */
final class ReachedManifests {

  /**
   * A manifest that was reached and can be read.
   *
   * @param id its id
   * @param generation its generation
   * @param parentsKnown whether it has parents, and all of them were reached
   */
  record Reached(ObjectId id, long generation, boolean parentsKnown) {}

  private static final Comparator<Reached> LATEST_FIRST =
      Comparator.comparingLong(reached -> -reached.generation());

  private final Space space;
  private final Findings found;
  private final MoveRules rules;
  private final Map<RefName, StoredManifest> heads = new LinkedHashMap<>();
  private final PriorityQueue<Reached> open = new PriorityQueue<>(LATEST_FIRST);

  /** Over the paths to a manifest, the least of the largest floors on a path. */
  private final Map<ObjectId, Long> floors = new HashMap<>();

  private final Map<ObjectId, Reached> closed = new LinkedHashMap<>();
  private final List<ObjectId> bases = new ArrayList<>();

  ReachedManifests(Space space, Findings found, long epoch) {
    this.space = space;
    this.found = found;
    this.rules = new MoveRules(space, found, epoch);
  }

  /** The values of the refs that could be read. */
  Iterable<StoredManifest> heads() {
    return heads.values();
  }

  /** Adds what a ref holds; a name without a ref is none. */
  void addRef(RefName name) {
    String key = "refs/" + name;
    Optional<RefValue> value =
        found
            .attempt(key, "the id of a manifest", () -> space.refs.read(name))
            .flatMap(read -> read);
    if (value.isEmpty() || !found.intactManifest(value.get().manifest())) {
      return;
    }
    found
        .attempt(key, "a manifest of this ref", () -> space.manifests.read(value.get()))
        .ifPresent(head -> {
          heads.put(name, head);
          bases.addAll(head.manifest().retention().bases());
          add(head, 0);
        });
  }

  private void add(StoredManifest stored, long floor) {
    Long known = floors.get(stored.id());
    if (known == null) {
      open.add(new Reached(stored.id(), stored.manifest().lineage().generation(), false));
    }
    floors.put(stored.id(), known == null ? floor : Math.min(floor, known));
  }

  /** All that is reached, parents before children. */
  List<Reached> walk() {
    while (!open.isEmpty()) {
      Reached next = open.remove();
      StoredManifest stored = space.manifests.read(next.id());
      long own = stored.manifest().retention().floor();
      long floor = Math.max(own, floors.getOrDefault(next.id(), 0L));
      boolean parentsKnown = visitParents(stored, floor);
      closed.put(next.id(), new Reached(next.id(), next.generation(), parentsKnown));
    }
    for (ObjectId base : bases) {
      readManifest(base)
          .ifPresent(stored ->
              closed.putIfAbsent(
                  base, new Reached(base, stored.manifest().lineage().generation(), false)));
    }
    List<Reached> ascending = new ArrayList<>(closed.values());
    ascending.sort(LATEST_FIRST.reversed());
    return ascending;
  }

  /** Whether there are parents, all of them reached. */
  private boolean visitParents(StoredManifest child, long floor) {
    Lineage lineage = child.manifest().lineage();
    List<Optional<StoredManifest>> parents = new ArrayList<>();
    boolean all = !lineage.parents().isEmpty();
    for (ObjectId id : lineage.parents()) {
      Optional<StoredManifest> parent = parent(child, id, floor);
      boolean kept = parent.isPresent() && parent.get().manifest().lineage().generation() >= floor;
      if (kept && parent.get().manifest().lineage().generation() < lineage.generation()) {
        add(parent.get(), floor);
      }
      all &= kept;
      parents.add(kept ? parent : Optional.empty());
    }
    rules.check(child, parents, all, floor);
    return all;
  }

  /** A parent that is there and can be read. */
  private Optional<StoredManifest> parent(StoredManifest child, ObjectId id, long floor) {
    Lineage lineage = child.manifest().lineage();
    if (lineage.generation() - 1 < floor) {
      return Optional.empty();
    }
    if (!space.reader.manifestExists(id)) {
      // Of several parents all but one may be of any smaller generation, and so expired.
      if (floor <= 1 || lineage.parents().size() == 1) {
        found.wrong(
            ObjectCheck.manifestKey(id),
            "the manifest that " + child.id() + " names as a parent",
            "nothing");
      }
      return Optional.empty();
    }
    return readManifest(id);
  }

  private Optional<StoredManifest> readManifest(ObjectId id) {
    return found.intactManifest(id)
        ? found.attempt(ObjectCheck.manifestKey(id), "a manifest", () -> space.manifests.read(id))
        : Optional.empty();
  }
}
