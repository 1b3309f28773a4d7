package io.dreamdb.store;

import io.dreamdb.InvalidInput;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Opens {@code file:} URIs and plain paths. */
final class LocalStoreProvider implements ObjectStoreProvider {

  private static final String SCHEME = "file:";

  @Override
  public Set<String> schemes() {
    return Set.of("file");
  }

  @Override
  public ObjectStore open(String location, Map<String, String> options) {
    ObjectStores.requireNoOptions("local", options);
    if (location.isBlank()) {
      throw new InvalidInput("the store location is empty: expected a path or a URI");
    }
    try {
      return new LocalObjectStore(isUri(location) ? pathOfUri(location) : Path.of(location));
    } catch (InvalidPathException e) {
      throw new InvalidInput("store location '" + location + "' is no path: " + e.getReason(), e);
    }
  }

  private static boolean isUri(String location) {
    return location.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  private static Path pathOfUri(String location) {
    try {
      URI uri = URI.create(location);
      // Path.of(URI) accepts nothing but file:/path and file:///path: no host, query or fragment.
      return Path.of(uri);
    } catch (IllegalArgumentException e) {
      throw new InvalidInput(
          "store location '"
              + location
              + "': expected file:///folder, with characters that a URI cannot hold as %xx ("
              + e.getMessage()
              + ")",
          e);
    }
  }
}
