package io.dreamdb.dataset;

import io.dreamdb.index.IndexCache;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The versions of a table that were searched last. Safe for many threads. */
final class SearchCache {

  private static final int MAX_KEPT = 8;

  /** What a search depends on beside its request; equal keys mean equal answers. */
  private record Key(
      Optional<ObjectRef> rows, Optional<ObjectRef> index, Field field, Schema schema) {}

  private final IndexCache centroids = new IndexCache();
  private final Map<Key, SearchedTable> tables =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SearchedTable> eldest) {
          return size() > MAX_KEPT;
        }
      };

  /** The version, open for searches of a field. */
  synchronized SearchedTable table(
      Snapshot snapshot, Space space, Manifest.Content content, Field field) {
    Optional<ObjectRef> index = content.track(IndexTrack.name(field.id()));
    Key key = new Key(content.track(Manifest.ROWS_TRACK), index, field, content.schema());
    SearchedTable known = tables.get(key);
    if (known == null) {
      known = SearchedTable.open(snapshot, space, field, index, centroids);
      tables.put(key, known);
    }
    return known;
  }
}
