package io.dreamdb.benchmarks;

import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStoreProvider;
import io.dreamdb.store.ObjectStores;
import java.util.Map;
import java.util.Set;

/** Serves {@code tally:<folder>}: a local folder whose requests are counted. */
public final class TallyingStoreProvider implements ObjectStoreProvider {

  static final String SCHEME = "tally";

  @Override
  public Set<String> schemes() {
    return Set.of(SCHEME);
  }

  @Override
  public ObjectStore open(String location, Map<String, String> options) {
    String folder = location.substring(SCHEME.length() + 1);
    return new TallyingObjectStore(location, ObjectStores.open(folder, options));
  }
}
