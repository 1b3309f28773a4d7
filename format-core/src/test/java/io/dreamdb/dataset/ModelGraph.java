package io.dreamdb.dataset;

import io.dreamdb.object.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What versions come from, and which rows were updated on the way, in plain collections. */
final class ModelGraph {

  /** The rows that one statement replaced, each by another. */
  record Update(Map<Long, Long> replaced, Object identity) {}

  private final Map<ObjectId, ModelVersion> versions = new HashMap<>();
  private final Map<ObjectId, List<ObjectId>> parents = new HashMap<>();
  private final Map<ObjectId, Set<Update>> updates = new HashMap<>();

  /** Adds a version that has the updates of all that it comes from. */
  void add(ModelVersion version, List<ModelVersion> from) {
    versions.put(version.id(), version);
    parents.put(version.id(), from.stream().map(ModelVersion::id).toList());
    Set<Update> all = new HashSet<>();
    from.forEach(parent -> all.addAll(updates(parent)));
    updates.put(version.id(), all);
  }

  ModelVersion version(ObjectId id) {
    return Objects.requireNonNull(versions.get(id));
  }

  /** Adds updates to a version. */
  void addUpdates(ModelVersion version, Set<Update> more) {
    updates.get(version.id()).addAll(more);
  }

  Set<Update> updates(ModelVersion version) {
    return updates.getOrDefault(version.id(), Set.of());
  }

  boolean isAncestor(ModelVersion older, ModelVersion newer) {
    return ancestors(newer.id()).contains(older.id());
  }

  /** The common ancestors that are no ancestors of another, of one or both the version itself. */
  Set<ObjectId> best(ModelVersion left, ModelVersion right) {
    Set<ObjectId> common = ancestors(left.id());
    common.retainAll(ancestors(right.id()));
    Set<ObjectId> best = new HashSet<>(common);
    for (ObjectId id : common) {
      Set<ObjectId> older = ancestors(id);
      older.remove(id);
      best.removeAll(older);
    }
    return best;
  }

  private Set<ObjectId> ancestors(ObjectId id) {
    Set<ObjectId> all = new HashSet<>();
    List<ObjectId> open = new ArrayList<>(List.of(id));
    while (!open.isEmpty()) {
      ObjectId next = open.remove(open.size() - 1);
      if (all.add(next)) {
        open.addAll(parents.getOrDefault(next, List.of()));
      }
    }
    return all;
  }
}
