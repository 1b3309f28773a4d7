package io.dreamdb.dataset;

import io.dreamdb.manifest.Genesis;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import java.util.Map;

/**
 * The spaces under one location, opened alike and over the same caches.
 *
 * @param location of the warehouse, without a slash at its end
 * @param storeOptions for each store
 * @param options for each space
 * @param caches that all share
 */
record WarehouseStores(
    String location,
    Map<String, String> storeOptions,
    DatasetOptions options,
    Space.Caches caches) {

  static WarehouseStores at(
      String location, Map<String, String> storeOptions, DatasetOptions options) {
    return new WarehouseStores(
        trimmed(location), Map.copyOf(storeOptions), options, Space.Caches.of(options));
  }

  private static String trimmed(String location) {
    String trimmed = location;
    while (trimmed.length() > 1 && trimmed.endsWith("/") && !trimmed.endsWith(":/")) {
      trimmed = trimmed.substring(0, trimmed.length() - 1);
    }
    return trimmed;
  }

  /** The location of what lies at a path relative to the warehouse. */
  String location(String relative) {
    return location + "/" + relative;
  }

  ObjectStore store(String relative) {
    return ObjectStores.open(location(relative), storeOptions);
  }

  Dataset open(String relative) {
    return new Dataset(Space.open(store(relative), options, caches), storeOptions);
  }

  Dataset create(String relative, Genesis genesis, Manifest.Content content) {
    return new Dataset(
        Space.create(store(relative), genesis, content, options, caches), storeOptions);
  }

  long nowNanos() {
    return options.entropy().nowNanos();
  }
}
