package io.dreamdb.object;

import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Small objects that wait to be stored together, side by side, so that a commit of many takes one
 * round of requests. Bounded. Safe for many threads.
 */
final class WaitingObjects {

  /** A larger object is stored at once. */
  static final int MAX_OBJECT_BYTES = 256 << 10;

  private static final int MAX_BYTES = 8 << 20;

  private final ObjectStore store;
  private Map<ObjectKey, ObjectBody> waiting = new LinkedHashMap<>();
  private long bytes;

  WaitingObjects(ObjectStore store) {
    this.store = store;
  }

  synchronized void add(ObjectKey key, ObjectBody body) {
    if (waiting.put(key, body) == null) {
      bytes += body.lengthBytes();
    }
    if (bytes > MAX_BYTES) {
      flush();
    }
  }

  synchronized boolean has(ObjectKey key) {
    return waiting.containsKey(key);
  }

  /** Stores what waits; after a failure all of it waits still. */
  synchronized void flush() {
    if (!waiting.isEmpty()) {
      store.putAll(waiting);
      waiting = new LinkedHashMap<>();
      bytes = 0;
    }
  }

  /** Takes what waits elsewhere. */
  void adopt(WaitingObjects other) {
    Map<ObjectKey, ObjectBody> taken;
    synchronized (other) {
      taken = other.waiting;
      other.waiting = new LinkedHashMap<>();
      other.bytes = 0;
    }
    taken.forEach(this::add);
  }
}
