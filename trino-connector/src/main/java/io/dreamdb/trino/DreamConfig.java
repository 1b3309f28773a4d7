package io.dreamdb.trino;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.DatasetOptions;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A catalog's properties.
 *
 * <table>
 *   <caption>Properties</caption>
 *   <tr><th>property</th><th>meaning</th><th>default</th></tr>
 *   <tr><td>{@code dreamdb.warehouse}</td><td>location of the tables, a folder or URI</td>
 *       <td>required</td></tr>
 *   <tr><td>{@code dreamdb.<option>}</td><td>an option of {@link DatasetOptions}</td><td>its
 *       own</td></tr>
 *   <tr><td>{@code s3.*}</td><td>for the object store, as it names them</td><td>its own</td></tr>
 * </table>
 *
 * @param warehouse location of the tables
 * @param storeOptions for the object store
 * @param options how datasets behave
 */
record DreamConfig(String warehouse, Map<String, String> storeOptions, DatasetOptions options) {

  private static final String PREFIX = "dreamdb.";
  private static final String WAREHOUSE = PREFIX + "warehouse";
  private static final String S3 = "s3.";

  DreamConfig {
    storeOptions = Map.copyOf(storeOptions);
  }

  /**
   * Reads properties.
   *
   * @throws TrinoException for an unknown property, a missing one, or a value that cannot be used
   */
  static DreamConfig parse(String catalog, Map<String, String> config) {
    Map<String, String> dataset = new TreeMap<>();
    Map<String, String> store = new TreeMap<>();
    for (Map.Entry<String, String> property : config.entrySet()) {
      String key = property.getKey();
      if (key.equals(WAREHOUSE)) {
        continue;
      }
      if (key.startsWith(S3)) {
        store.put(key, property.getValue());
      } else if (key.startsWith(PREFIX)
          && DatasetOptions.keys().contains(key.substring(PREFIX.length()))) {
        dataset.put(key.substring(PREFIX.length()), property.getValue());
      } else {
        throw invalid(
            catalog,
            "property '"
                + key
                + "' is unknown: expected "
                + WAREHOUSE
                + ", s3.* or one of "
                + DatasetOptions.keys().stream().map(PREFIX::concat).toList());
      }
    }
    String warehouse = config.get(WAREHOUSE);
    if (warehouse == null || warehouse.isBlank()) {
      throw invalid(catalog, WAREHOUSE + " is not set: give the location of the tables");
    }
    try {
      return new DreamConfig(warehouse.strip(), store, DatasetOptions.parse(dataset));
    } catch (InvalidInput e) {
      throw invalid(catalog, e.getMessage());
    }
  }

  private static TrinoException invalid(
      String catalog, @org.jspecify.annotations.Nullable String message) {
    return new TrinoException(
        StandardErrorCode.CONFIGURATION_INVALID, "Catalog '" + catalog + "': " + message);
  }

  /** Without the store's options, which may hold secrets. */
  @Override
  public String toString() {
    return "DreamConfig[" + warehouse + ", " + options + "]";
  }
}
