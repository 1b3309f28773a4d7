package io.dreamdb.dataset;

import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.index.SpatialIndex;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.store.Fault;
import io.dreamdb.store.FaultyObjectStore;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.StoreOperation;
import io.dreamdb.track.Batch;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.TombstoneRecord;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The keys of all objects that a manifest reaches, found by reading everything through a store that
 * takes notes. Floors are not looked at; what is expired is known from before.
 */
final class ReachedKeys {

  private final Set<String> read = new ConcurrentSkipListSet<>();
  private final Space space;
  private final Map<ObjectId, Set<String>> own = new HashMap<>();
  private final Map<ObjectId, Set<String>> all = new HashMap<>();

  ReachedKeys(ObjectStore store, DatasetOptions options) {
    ObjectStore noting =
        new FaultyObjectStore(
            store,
            (operation, target) -> {
              if (operation == StoreOperation.READ) {
                read.add(target);
              }
              return Fault.NONE;
            },
            0);
    DatasetOptions uncached =
        new DatasetOptions(
            io.dreamdb.object.Verification.ALWAYS,
            0,
            options.isolation(),
            options.searchThreads(),
            options.retry(),
            options.entropy());
    this.space = Space.open(noting, uncached, Space.Caches.of(uncached));
  }

  /** Of the manifest's tracks alone. */
  Set<String> own(StoredManifest stored) {
    return own.computeIfAbsent(stored.id(), id -> readAll(stored));
  }

  /** Of the manifest and its ancestors. */
  Set<String> all(StoredManifest stored) {
    Set<String> known = all.get(stored.id());
    if (known == null) {
      known = new TreeSet<>(own(stored));
      for (ObjectId parent : stored.manifest().lineage().parents()) {
        // What was looked at before may be expired and collected since.
        Set<String> before = all.get(parent);
        known.addAll(before == null ? all(space.manifests.read(parent)) : before);
      }
      all.put(stored.id(), known);
    }
    return known;
  }

  /** The birth in a key: what stands behind its last dot, where there is one. */
  static long birth(String key) {
    String name = key.substring(key.lastIndexOf('/') + 1);
    int dot = name.indexOf('.');
    return dot < 0 ? 0 : Long.parseLong(name.substring(dot + 1));
  }

  private Set<String> readAll(StoredManifest stored) {
    read.clear();
    RowsTrack track = space.rowsTrack(stored);
    Iterator<Batch> batches = space.rows.batches(track);
    while (batches.hasNext()) {
      Batch batch = batches.next();
      space.rows.statistics(batch);
      space.rows.deletions(batch);
      var source = new io.dreamdb.dataset.spi.BatchSource(space.reader, space.rows, batch);
      source.data().ifPresent(data -> data.read(0, 1));
      for (var field : stored.manifest().state().schema().fields()) {
        if (field.type() instanceof io.dreamdb.schema.EmbeddingType) {
          source.vectors(field);
        }
      }
    }
    for (String name : stored.manifest().state().tracks().keySet()) {
      IndexTrack.fieldOf(name)
          .ifPresent(field -> readIndex(field, stored.manifest().state().tracks().get(name)));
    }
    Iterator<TombstoneRecord> log = space.rows.tombstones(track);
    log.forEachRemaining(space.rows::anchors);
    Set<String> keys = new TreeSet<>(read);
    keys.removeIf(key -> key.startsWith("manifests/") || key.startsWith("genesis/"));
    return keys;
  }

  private void readIndex(int fieldId, ObjectRef ref) {
    IndexView view = new IndexView(space.reader, fieldId);
    IndexTrack track = view.track(ref);
    SpatialIndex spatial = view.spatial(track.spatial());
    for (int block = 0; block < spatial.blocks().size(); block++) {
      view.centroids(spatial, block);
    }
    view.compressor(track.compressor());
    view.packs(track).forEachRemaining(pack -> view.open(pack).read(0, 1));
    view.coverage(track).forEachRemaining(run -> {});
  }
}
