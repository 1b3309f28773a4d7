package io.dreamdb.store;

import java.util.Map;
import java.util.Set;

/**
 * Opens stores of some URI schemes. Found by {@code java.util.ServiceLoader}; needs a public
 * constructor without parameters.
 */
public interface ObjectStoreProvider {

  /** The schemes it serves, in lower case, without colon; none that another provider serves. */
  Set<String> schemes();

  /**
   * Opens the store whose keys are relative to a location. No request is needed for that.
   *
   * @param location a URI as the user wrote it, of one of the schemes
   * @param options what the user configured for this store
   * @throws io.dreamdb.InvalidInput where the location or an option cannot be used, by name
   */
  ObjectStore open(String location, Map<String, String> options);
}
