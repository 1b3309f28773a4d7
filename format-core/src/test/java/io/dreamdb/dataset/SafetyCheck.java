package io.dreamdb.dataset;

import io.dreamdb.DreamException;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.GcRoot;
import io.dreamdb.object.ObjectCheck;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must hold whatever happens: all that refs reach is there, none of it may vanish later, no
 * ref is of a younger epoch than the space. One thread.
 */
final class SafetyCheck {

  private static final String REFS = "refs/";

  /** What a manifest reaches follows from its id. */
  private final Map<ObjectId, Set<String>> reached = new HashMap<>();

  private final Space space;

  SafetyCheck() {
    DatasetOptions options = DatasetOptions.DEFAULT;
    this.space = Space.open(SimulatedStore.OF_THREAD, options, Space.Caches.of(options));
  }

  /** Throws with what happened unless all of it holds. */
  void require(Simulation simulation) {
    GcRoot root = space.epochs.read();
    // Whatever is registered: a ref is what the store has.
    for (String register : simulation.state().registers().keySet()) {
      if (!register.startsWith(REFS)) {
        continue;
      }
      RefName name = new RefName(register.substring(REFS.length()));
      Optional<Head> head;
      try {
        head = space.head(name);
      } catch (DreamException e) {
        throw new AssertionError(
            "the value of " + name + " cannot be read: " + e + simulation.trace(), e);
      }
      head.ifPresent(value -> require(simulation, value, root.epoch()));
    }
  }

  private void require(Simulation simulation, Head head, long epoch) {
    String name = head.value().name() + " of epoch " + head.epoch();
    if (head.epoch() > epoch) {
      throw new AssertionError(name + " above the epoch of gc/root" + simulation.trace());
    }
    for (String key : reached(simulation, head.stored())) {
      if (!simulation.state().objects().containsKey(key)) {
        throw new AssertionError(name + " reaches " + key + ", which is gone" + simulation.trace());
      }
      if (simulation.condemned().contains(key)) {
        throw new AssertionError(
            name + " reaches " + key + ", which may vanish" + simulation.trace());
      }
    }
  }

  private Set<String> reached(Simulation simulation, StoredManifest value) {
    Set<String> known = reached.get(value.id());
    if (known == null) {
      known = new HashSet<>();
      Set<String> keys = known;
      ObjectReferences references =
          new ObjectReferences(
              space, (family, ref) -> keys.add(family.key(space.reader.timeline(), ref).path()));
      try {
        Iterator<StoredManifest> manifests = space.history.reached(List.of(value));
        while (manifests.hasNext()) {
          StoredManifest manifest = manifests.next();
          keys.add(ObjectCheck.manifestKey(manifest.id()));
          references.follow(manifest);
        }
      } catch (DreamException e) {
        throw new AssertionError(
            value.manifest().lineage().ref()
                + " reaches what cannot be read: "
                + e
                + simulation.trace(),
            e);
      }
      reached.put(value.id(), known);
    }
    return known;
  }

  /** When all is over: what was acknowledged on the main branch is in its history. */
  void requireAcknowledged(Simulation simulation) {
    for (Simulation.Acknowledged commit : simulation.acknowledged()) {
      boolean stays = commit.ref().equals(RefName.MAIN);
      Head head = space.head(commit.ref()).orElseThrow();
      if (stays && !space.reaches(head.stored(), space.manifests.read(commit.version()))) {
        throw new AssertionError(
            commit.ref() + " lost the acknowledged " + commit.version() + simulation.trace());
      }
    }
  }
}
