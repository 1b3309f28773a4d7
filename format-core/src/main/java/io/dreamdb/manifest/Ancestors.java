package io.dreamdb.manifest;

import io.dreamdb.object.ObjectId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Some manifests and their ancestors that are not expired ({@code refs.md}, section 4), each once,
 * the latest generation first. One thread.
 */
final class Ancestors implements Iterator<StoredManifest> {

  private static final Comparator<StoredManifest> LATEST_FIRST =
      Comparator.comparingLong(
          (StoredManifest stored) -> -stored.manifest().lineage().generation());

  /** The parents of a manifest whose generation is at least a floor. */
  interface Parents {
    List<StoredManifest> kept(StoredManifest child, long floor);
  }

  private final Parents parents;
  private final long leastGeneration;
  private final PriorityQueue<StoredManifest> open = new PriorityQueue<>(LATEST_FIRST);

  /**
   * For each manifest found, over the paths to it, the least of the largest floors on a path. What
   * leads to a manifest has larger generations: when its turn comes, all paths are known.
   */
  private final Map<ObjectId, Long> floors = new HashMap<>();

  /**
   * Begins with some manifests.
   *
   * @param leastGeneration ancestors of smaller generations are not looked for
   */
  Ancestors(Collection<StoredManifest> from, long leastGeneration, Parents parents) {
    this.parents = parents;
    this.leastGeneration = leastGeneration;
    from.forEach(stored -> add(stored, 0));
  }

  @Override
  public boolean hasNext() {
    return !open.isEmpty();
  }

  @Override
  public StoredManifest next() {
    StoredManifest next = open.remove();
    long own = next.manifest().retention().floor();
    long floor = Math.max(own, floors.getOrDefault(next.id(), 0L));
    if (next.manifest().lineage().generation() > leastGeneration) {
      parents.kept(next, floor).forEach(parent -> add(parent, floor));
    }
    return next;
  }

  /** Adds a manifest without its ancestors. */
  void addAlone(StoredManifest stored) {
    add(stored, Long.MAX_VALUE);
  }

  private void add(StoredManifest stored, long floor) {
    Long known = floors.get(stored.id());
    floors.put(stored.id(), known == null ? floor : Math.min(floor, known));
    if (known == null) {
      open.add(stored);
    }
  }
}
