package io.dreamdb.spark;

import java.io.Serializable;
import java.util.Map;

/**
 * Options of an object store on their way to a task. Nothing prints them, as they may hold secrets.
 *
 * @param all the options
 */
record StoreOptions(Map<String, String> all) implements Serializable {

  StoreOptions {
    all = Map.copyOf(all);
  }

  @Override
  public String toString() {
    return "options " + all.keySet();
  }
}
