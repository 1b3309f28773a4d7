package io.dreamdb.dataset;

import io.dreamdb.object.ObjectId;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import java.util.Map;

/**
 * A folder or URI, without a catalog.
 *
 * @param storeOptions for the object store; may hold secrets
 */
record PlainPlace(String location, Map<String, String> storeOptions) implements TableImport.Place {

  @Override
  public void requireFree() {
    try (ObjectStore store = ObjectStores.open(location, storeOptions)) {
      NewSpace.requireNone(store);
    }
  }

  @Override
  public ObjectStore open(ObjectId genesis) {
    return ObjectStores.open(location, storeOptions);
  }

  @Override
  public NewSpace begin(Space source, ObjectStore store) {
    return NewSpace.begin(source, store, "import");
  }

  @Override
  public void publish() {
    // Whoever knows the location sees it.
  }

  /** Without the options, which may hold secrets. */
  @Override
  public String toString() {
    return location;
  }
}
