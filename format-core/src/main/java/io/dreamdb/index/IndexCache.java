package io.dreamdb.index;

import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Centroids that are in memory, for what shares them: the searches of a table's versions, and the
 * tasks that write to it. Those used last are kept. Safe for many threads.
 */
public final class IndexCache {

  private static final int MAX_KEPT = 8;

  private record Key(ObjectId spatial, ObjectId compressor, boolean spills) {}

  private final Map<Key, OpenIndex.OpenCentroids> centroids = new Latest<>();
  private final Map<Key, PackBuild> builds = new Latest<>();

  synchronized OpenIndex.OpenCentroids centroids(
      IndexTrack track, Supplier<OpenIndex.OpenCentroids> open) {
    Key key = new Key(track.spatial().id(), track.compressor().id(), false);
    OpenIndex.OpenCentroids known = centroids.get(key);
    if (known == null) {
      known = open.get();
      centroids.put(key, known);
    }
    return known;
  }

  /** What makes packs under a spatial index and a compressor. */
  public synchronized PackBuild packs(
      ObjectReader objects, int fieldId, ObjectRef spatial, ObjectRef compressor, boolean spills) {
    Key key = new Key(spatial.id(), compressor.id(), spills);
    PackBuild known = builds.get(key);
    if (known == null) {
      IndexView view = new IndexView(objects, fieldId);
      known = PackBuild.open(view, fieldId, spatial, compressor, spills);
      builds.put(key, known);
    }
    return known;
  }

  private static final class Latest<T> extends LinkedHashMap<Key, T> {

    private static final long serialVersionUID = 1;

    Latest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, T> eldest) {
      return size() > MAX_KEPT;
    }
  }
}
