package io.dreamdb.store;

import io.dreamdb.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens stores by location. */
public final class ObjectStores {

  /** Two letters at least, so that the drive of a Windows path is none. */
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*");

  private ObjectStores() {}

  /** Opens a store without options, as {@link #open(String, Map)} does. */
  public static ObjectStore open(String location) {
    return open(location, Map.of());
  }

  /**
   * Opens a store.
   *
   * @param location {@code file:///folder} or a path (relative ones to the working directory);
   *     {@code memory:name}, the same store for the same name in this process; or a URI of a scheme
   *     that an {@link ObjectStoreProvider} on the class path serves
   * @param options for the store of that scheme; the two above have none
   * @throws InvalidInput where no provider serves the scheme, and what providers throw
   */
  public static ObjectStore open(String location, Map<String, String> options) {
    Matcher matcher = SCHEME.matcher(location);
    String scheme = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "file";
    Map<String, ObjectStoreProvider> providers = providers();
    ObjectStoreProvider provider = providers.get(scheme);
    if (provider == null) {
      throw new InvalidInput(
          "store location '"
              + location
              + "' has the scheme '"
              + scheme
              + "': expected a path or one of "
              + providers.keySet()
              + ", or add the module that serves it to the class path");
    }
    return provider.open(location, options);
  }

  private static Map<String, ObjectStoreProvider> providers() {
    List<ObjectStoreProvider> all = new ArrayList<>();
    all.add(new LocalStoreProvider());
    all.add(new MemoryStoreProvider());
    ServiceLoader.load(ObjectStoreProvider.class, ObjectStores.class.getClassLoader())
        .forEach(all::add);
    Map<String, ObjectStoreProvider> byScheme = new TreeMap<>();
    for (ObjectStoreProvider provider : all) {
      for (String scheme : provider.schemes()) {
        ObjectStoreProvider other = byScheme.putIfAbsent(scheme, provider);
        if (other != null) {
          throw new InvalidInput(
              "the store scheme '"
                  + scheme
                  + "' is served by both "
                  + other.getClass().getName()
                  + " and "
                  + provider.getClass().getName()
                  + ": remove one from the class path");
        }
      }
    }
    return byScheme;
  }

  static void requireNoOptions(String kind, Map<String, String> options) {
    if (!options.isEmpty()) {
      throw new InvalidInput(
          "unknown options " + new TreeMap<>(options).keySet() + ": a " + kind + " store has none");
    }
  }
}
