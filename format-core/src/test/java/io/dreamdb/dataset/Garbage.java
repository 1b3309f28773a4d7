package io.dreamdb.dataset;

import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.object.SpaceKey;
import io.dreamdb.store.StoredObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which keys of a space no value of a ref reaches, and which are missing that one does. */
final class Garbage {

  private Garbage() {}

  /** Those that a collection which began the present epoch had to remove. */
  static Set<String> old(Space space) {
    long lastBirth = space.epochs.read().epoch() - space.grace() - 1;
    Set<String> old = new TreeSet<>();
    for (String key : of(space)) {
      boolean isManifest = key.startsWith("manifests/");
      long birth =
          isManifest
              ? space
                  .manifests
                  .read(ObjectId.parse(key.substring("manifests/".length())))
                  .manifest()
                  .retention()
                  .epoch()
              : ReachedKeys.birth(key);
      if (birth <= lastBirth) {
        old.add(key);
      }
    }
    return old;
  }

  /** The keys that nothing reaches. Fails if anything that is reached cannot be read. */
  static Set<String> of(Space space) {
    Mark mark = new Mark(space, () -> {});
    List<RefName> names = List.copyOf(space.epochs.read().refs());
    mark.from(names.stream().flatMap(name -> space.head(name).stream()).map(Head::stored).toList());
    Set<String> garbage = new TreeSet<>();
    for (StoredObject object : space.store.listAll("")) {
      SpaceKey key = SpaceKey.parse(space.reader.timeline(), object.key());
      boolean reached =
          key instanceof SpaceKey.Lasting
              || key instanceof SpaceKey.OfManifest manifest
                  && mark.marked().hasManifest(manifest.id())
              || key instanceof SpaceKey.OfObject of
                  && mark.marked().has(of.family(), of.id(), of.birth());
      if (!reached) {
        garbage.add(object.key().path());
      }
    }
    return garbage;
  }
}
