package io.dreamdb.dataset;

import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStoreProvider;
import java.util.Map;
import java.util.Set;

/** Opens {@code simulated:}: whatever the thread's simulation has as its store. */
public final class SimulatedStores implements ObjectStoreProvider {

  static final String LOCATION = "simulated:table";

  @Override
  public Set<String> schemes() {
    return Set.of("simulated");
  }

  @Override
  public ObjectStore open(String location, Map<String, String> options) {
    return SimulatedStore.OF_THREAD;
  }
}
