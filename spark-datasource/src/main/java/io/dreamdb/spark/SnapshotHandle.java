package io.dreamdb.spark;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.DatasetOptions;
import io.dreamdb.dataset.Snapshot;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A version on its way to a task.
 *
 * @param location of the table
 * @param options of the catalog that it was found in
 * @param version its id
 */
record SnapshotHandle(String location, CatalogOptions options, String version)
    implements Serializable {

  /** Tables that tasks of this process opened; their stores and caches are shared. */
  private static final Map<Opened, Dataset> DATASETS = new ConcurrentHashMap<>();

  private record Opened(String location, CatalogOptions options) {}

  static SnapshotHandle of(Snapshot snapshot, CatalogOptions options) {
    return new SnapshotHandle(
        snapshot.dataset().location(), options, snapshot.version().toString());
  }

  /** Opens the version in this process. */
  Snapshot open() {
    return DATASETS
        .computeIfAbsent(
            new Opened(location, options),
            key ->
                Dataset.open(
                    key.location, key.options.store(), DatasetOptions.parse(key.options.dataset())))
        .snapshot(version);
  }

  /** Without the options, which may hold secrets. */
  @Override
  public String toString() {
    return location + " version " + version;
  }
}
