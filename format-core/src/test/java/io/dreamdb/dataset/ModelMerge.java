package io.dreamdb.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a merge should give, row by row. */
final class ModelMerge {

  private final ModelVersion base;
  private final ModelVersion ours;
  private final ModelVersion theirs;
  private final MergeStrategy strategy;
  private final Set<ModelGraph.Update> byOurs;
  private final Set<ModelGraph.Update> byTheirs;
  private final Set<Long> inBase;
  private final Set<Long> inOurs;
  private final Set<Long> inTheirs;

  ModelMerge(
      ModelGraph graph,
      ModelVersion base,
      ModelVersion ours,
      ModelVersion theirs,
      MergeStrategy strategy) {
    this.base = base;
    this.ours = ours;
    this.theirs = theirs;
    this.strategy = strategy;
    this.byOurs = new HashSet<>(graph.updates(ours));
    byOurs.removeAll(graph.updates(base));
    byOurs.removeAll(graph.updates(theirs));
    this.byTheirs = new HashSet<>(graph.updates(theirs));
    byTheirs.removeAll(graph.updates(base));
    byTheirs.removeAll(graph.updates(ours));
    this.inBase = ids(base);
    this.inOurs = ids(ours);
    this.inTheirs = ids(theirs);
  }

  private static Set<Long> ids(ModelVersion version) {
    Set<Long> ids = new HashSet<>();
    version.batches().forEach(ids::addAll);
    return ids;
  }

  /** The updates that a result has beyond ours. */
  Set<ModelGraph.Update> updates() {
    return byTheirs;
  }

  /** Whether both changed the same, so that a strategy is needed. */
  boolean conflicts() {
    return !conflicts(byTheirs, ours, inOurs).isEmpty()
        || !conflicts(byOurs, theirs, inTheirs).isEmpty()
        || conflictingProperty();
  }

  private Set<Long> conflicts(
      Set<ModelGraph.Update> updates, ModelVersion other, Set<Long> inOther) {
    Set<Long> found = new TreeSet<>();
    for (ModelGraph.Update update : updates) {
      for (long id : update.replaced().keySet()) {
        boolean live = other.live().contains(id);
        boolean changed =
            inBase.contains(id) ? live != base.live().contains(id) : inOther.contains(id) && !live;
        if (changed) {
          found.add(id);
        }
      }
    }
    return found;
  }

  private boolean conflictingProperty() {
    return keys().stream()
        .anyMatch(key -> {
          String before = base.properties().get(key);
          String mine = ours.properties().get(key);
          String other = theirs.properties().get(key);
          return !Objects.equals(mine, other)
              && !Objects.equals(mine, before)
              && !Objects.equals(other, before);
        });
  }

  private Set<String> keys() {
    Set<String> keys = new TreeSet<>(ours.properties().keySet());
    keys.addAll(theirs.properties().keySet());
    return keys;
  }

  Map<String, String> properties() {
    Map<String, String> merged = new TreeMap<>();
    for (String key : keys()) {
      String before = base.properties().get(key);
      String mine = ours.properties().get(key);
      String other = theirs.properties().get(key);
      boolean both = !Objects.equals(mine, before) && !Objects.equals(other, before);
      String value =
          both && strategy == MergeStrategy.THEIRS || Objects.equals(mine, before) ? other : mine;
      if (value != null) {
        merged.put(key, value);
      }
    }
    return merged;
  }

  TreeSet<Long> live() {
    Set<Long> all = new TreeSet<>(inOurs);
    all.addAll(inTheirs);
    TreeSet<Long> live = new TreeSet<>();
    for (long id : all) {
      if (isLive(id)) {
        live.add(id);
      }
    }
    Set<Long> updatedByTheirs = conflicts(byTheirs, ours, inOurs);
    Set<Long> updatedByOurs = conflicts(byOurs, theirs, inTheirs);
    if (strategy == MergeStrategy.OURS) {
      live.removeAll(replacing(byTheirs, updatedByTheirs));
      updatedByOurs.stream().filter(theirs.live()::contains).forEach(live::remove);
    } else {
      live.removeAll(replacing(byOurs, updatedByOurs));
      updatedByTheirs.stream().filter(ours.live()::contains).forEach(live::remove);
    }
    return live;
  }

  private boolean isLive(long id) {
    boolean mine = ours.live().contains(id);
    boolean other = theirs.live().contains(id);
    if (inBase.contains(id)) {
      return mine == base.live().contains(id) ? other : mine;
    }
    return inOurs.contains(id) && inTheirs.contains(id) ? mine && other : mine || other;
  }

  /** The rows that came in the place of some, and of those in turn. */
  private static Set<Long> replacing(Set<ModelGraph.Update> updates, Set<Long> rows) {
    Set<Long> found = new HashSet<>();
    Set<Long> sought = rows;
    while (!sought.isEmpty()) {
      Set<Long> next = new HashSet<>();
      for (ModelGraph.Update update : updates) {
        for (long id : sought) {
          Long replacing = update.replaced().get(id);
          if (replacing != null && found.add(replacing)) {
            next.add(replacing);
          }
        }
      }
      sought = next;
    }
    return found;
  }

  /** The version that the library made, as it should be. */
  ModelVersion merged(Snapshot snapshot, List<List<Long>> layout) {
    TreeSet<Long> live = live();
    long added = 0;
    long deleted = 0;
    for (List<Long> batch : layout) {
      // A batch that holds rows of ours in another layout adds none.
      added += batch.stream().anyMatch(inOurs::contains) ? 0 : batch.size();
      for (long id : batch) {
        boolean wasLive =
            inOurs.contains(id) ? ours.live().contains(id) : theirs.live().contains(id);
        deleted += wasLive && !live.contains(id) ? 1 : 0;
      }
    }
    return new ModelVersion(
        snapshot.version(),
        snapshot.timeNanos(),
        snapshot.summary().operation(),
        added,
        deleted,
        layout,
        live,
        properties());
  }
}
