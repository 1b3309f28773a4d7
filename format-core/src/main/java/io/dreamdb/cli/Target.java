package io.dreamdb.cli;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.DatasetOptions;
import io.dreamdb.dataset.TableImport;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.object.RefName;
import io.dreamdb.object.Refs;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What a verb is about: the folder or URI of a table, that of a warehouse, or {@code
 * <warehouse>#<schema>.<table>}.
 *
 * @param text as it was given
 * @param storeOptions for the object store; may hold secrets
 */
record Target(String text, Map<String, String> storeOptions) {

  private static final String CATALOG = "/_catalog";
  private static final String EXAMPLE = "#schema.table'";

  /** Whether it is a warehouse as a whole. */
  boolean isWarehouse() {
    return text.indexOf('#') < 0 && !isSpace(text) && isSpace(text + CATALOG);
  }

  /**
   * Opens the table.
   *
   * @throws InvalidInput if there is none
   */
  Dataset table(DatasetOptions options) {
    return Dataset.open(tableLocation(), storeOptions, options);
  }

  private String parent() {
    return text.substring(0, text.lastIndexOf('#'));
  }

  private TableName name() {
    return TableName.parse(text.substring(text.lastIndexOf('#') + 1));
  }

  /**
   * Where the table is; also of one that is too damaged to be opened.
   *
   * @throws InvalidInput if there is none
   */
  String tableLocation() {
    if (text.indexOf('#') < 0) {
      requireSpace();
      return text;
    }
    try (Warehouse warehouse = warehouse(parent(), DatasetOptions.DEFAULT)) {
      return warehouse.tableLocation(name());
    }
  }

  /**
   * Begins to make the table out of a bundle.
   *
   * @throws InvalidInput if it is a warehouse as a whole, or names one that is not there
   */
  int importBundle(Path file, DatasetOptions options, ToIntFunction<TableImport> use) {
    if (isWarehouse()) {
      throw new InvalidInput(
          text + " is a warehouse; name the table that is to be made, as in '" + text + EXAMPLE);
    }
    if (text.indexOf('#') < 0) {
      return use.applyAsInt(Dataset.importBundle(file, text, storeOptions, options));
    }
    try (Warehouse warehouse = warehouse(parent(), options)) {
      return use.applyAsInt(warehouse.importBundle(name(), file));
    }
  }

  /**
   * Opens the warehouse.
   *
   * @throws InvalidInput if there is none
   */
  Warehouse warehouse(DatasetOptions options) {
    return warehouse(text, options);
  }

  private Warehouse warehouse(String location, DatasetOptions options) {
    if (!isSpace(location + CATALOG)) {
      throw new InvalidInput(
          "There is no warehouse at " + location + ": it has no " + CATALOG.substring(1));
    }
    return Warehouse.openExisting(location, storeOptions, options);
  }

  private void requireSpace() {
    if (isSpace(text)) {
      return;
    }
    if (isSpace(text + CATALOG)) {
      throw new InvalidInput(
          text + " is a warehouse; name one of its tables, as in '" + text + EXAMPLE);
    }
    throw new InvalidInput(
        "There is no DreamDB table or warehouse at "
            + text
            + ": expected the folder or URI of one, or <warehouse>#<schema>.<table>");
  }

  private boolean isSpace(String location) {
    try (ObjectStore store = ObjectStores.open(location, storeOptions)) {
      return new Refs(store).exists(RefName.MAIN);
    }
  }

  /** Without the options, which may hold secrets. */
  @Override
  public String toString() {
    return text;
  }
}
