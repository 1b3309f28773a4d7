package io.dreamdb.spark;

import io.dreamdb.dataset.DatasetOptions;
import io.dreamdb.dataset.Warehouse;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The options of a catalog, {@code spark.sql.catalog.<name>.<key>}.
 *
 * <table>
 *   <caption>Keys</caption>
 *   <tr><th>key</th><th>type</th><th>default</th></tr>
 *   <tr><td>{@code warehouse}</td><td>a folder's path, or a URI</td><td>none: required</td></tr>
 *   <tr><td>{@code s3.<key>}</td><td>an option of the S3 store</td><td>its own</td></tr>
 *   <tr><td>{@code store.<key>}</td><td>an option of another object store</td><td>none</td></tr>
 *   <tr><td>others</td><td colspan="2">as in {@link DatasetOptions}</td></tr>
 * </table>
 *
 * @param location of the warehouse; {@code s3a:} of Hadoop's, which users of Spark are used to, is
 *     {@code s3:}
 * @param store options of the object store
 * @param dataset options of {@link DatasetOptions}
 */
record CatalogOptions(String location, Map<String, String> store, Map<String, String> dataset)
    implements Serializable {

  private static final String WAREHOUSE = "warehouse";
  private static final String STORE = "store.";
  private static final String S3 = "s3.";
  private static final Pattern HADOOP_S3 = Pattern.compile("^s3[an]://", Pattern.CASE_INSENSITIVE);

  /**
   * Reads a catalog's options.
   *
   * @throws DreamFailure for an unknown key or a value that cannot be used
   */
  static CatalogOptions parse(String catalog, CaseInsensitiveStringMap options) {
    String prefix = "spark.sql.catalog." + catalog + ".";
    String location = options.get(WAREHOUSE);
    if (location == null || location.isBlank()) {
      throw DreamFailure.invalid(
          "option " + prefix + WAREHOUSE + " is missing: expected where the tables are");
    }
    Map<String, String> store = new TreeMap<>();
    Map<String, String> dataset = new TreeMap<>();
    for (Map.Entry<String, String> option : options.asCaseSensitiveMap().entrySet()) {
      String key = option.getKey();
      if (key.startsWith(STORE)) {
        store.put(key.substring(STORE.length()), option.getValue());
      } else if (key.startsWith(S3)) {
        store.put(key, option.getValue());
      } else if (DatasetOptions.keys().contains(key)) {
        dataset.put(key, option.getValue());
      } else if (!key.equalsIgnoreCase(WAREHOUSE)) {
        throw DreamFailure.invalid(
            "option "
                + prefix
                + key
                + " is unknown; there are warehouse, s3.<key>, store.<key> and "
                + DatasetOptions.keys());
      }
    }
    DreamFailure.translating(() -> DatasetOptions.parse(dataset));
    return new CatalogOptions(
        HADOOP_S3.matcher(location.strip()).replaceFirst("s3://"), store, dataset);
  }

  /** Opens the warehouse. */
  Warehouse open() {
    return DreamFailure.translating(
        () -> Warehouse.open(location, store, DatasetOptions.parse(dataset)));
  }

  /** Without the store's options, which may hold secrets. */
  @Override
  public String toString() {
    return "CatalogOptions[" + location + ", " + dataset + "]";
  }
}
