package io.dreamdb.store;

import io.dreamdb.InvalidInput;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens {@code memory:name}; what a name stands for lives as long as the process. */
final class MemoryStoreProvider implements ObjectStoreProvider {

  private static final Map<String, ObjectStore> BY_NAME = new ConcurrentHashMap<>();

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public ObjectStore open(String location, Map<String, String> options) {
    ObjectStores.requireNoOptions("memory", options);
    String name = location.substring("memory:".length());
    if (name.isBlank()) {
      throw new InvalidInput("store location '" + location + "': expected memory:name");
    }
    return BY_NAME.computeIfAbsent(name, MemoryObjectStore::new);
  }
}
