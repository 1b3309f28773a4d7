package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.schema.Schema;
import io.dreamdb.store.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Tables by name under one location. Names live in a catalog that is a space itself, at {@code
 * <warehouse>/_catalog}; each change of a name is one commit there. Safe for many threads.
 */
public final class Warehouse implements AutoCloseable {

  static final String CATALOG = "_catalog";

  private final WarehouseStores stores;
  private final ObjectStore catalogStore;
  private final SchemaNames schemas;
  private final HiddenTables hiddenTables;
  private final LiveTables liveTables;

  private Warehouse(WarehouseStores stores, CatalogOpening opening) {
    this.stores = stores;
    this.catalogStore = stores.store(CATALOG);
    Catalog catalog = opening.open(catalogStore, stores.options(), stores.caches());
    this.schemas = new SchemaNames(catalog);
    this.hiddenTables = new HiddenTables(stores, catalog);
    this.liveTables = new LiveTables(stores, catalog, hiddenTables);
  }

  /** How the catalog is opened. */
  private interface CatalogOpening {
    Catalog open(ObjectStore store, DatasetOptions options, Space.Caches caches);
  }

  /** Opens the warehouse at a location with default options, making it if there is none. */
  public static Warehouse open(String location) {
    return open(location, Map.of(), DatasetOptions.DEFAULT);
  }

  /**
   * Opens the warehouse at a location, making it if there is none.
   *
   * @param location a folder's path or URI, or what another store's provider serves
   * @param storeOptions for the object store
   * @throws InvalidInput if the location or an option cannot be used
   * @throws io.dreamdb.StoreUnavailable if the location cannot be read or written
   */
  public static Warehouse open(
      String location, Map<String, String> storeOptions, DatasetOptions options) {
    return new Warehouse(
        WarehouseStores.at(location, storeOptions, options), Catalog::openOrCreate);
  }

  /**
   * Opens the warehouse at a location where there is one; nothing is written.
   *
   * @throws InvalidInput if there is none, or the location or an option cannot be used
   */
  public static Warehouse openExisting(
      String location, Map<String, String> storeOptions, DatasetOptions options) {
    return new Warehouse(WarehouseStores.at(location, storeOptions, options), Catalog::open);
  }

  /** Where it is. */
  public String location() {
    return stores.location();
  }

  /** Names of all schemas, in order. */
  public List<String> schemas() {
    return schemas.all();
  }

  /** The properties of a schema; empty if there is no such schema. */
  public Optional<SortedMap<String, String>> schemaProperties(String schema) {
    return schemas.properties(schema);
  }

  /**
   * Makes a schema.
   *
   * @throws InvalidInput if there is one of that name
   */
  public void createSchema(String schema, Map<String, String> properties) {
    schemas.create(schema, properties);
  }

  /**
   * Removes a schema without tables.
   *
   * @throws InvalidInput if there is none of that name, or it has tables
   */
  public void dropSchema(String schema) {
    schemas.drop(schema);
  }

  /** Tables of a schema, in order. */
  public List<TableName> tables(String schema) {
    return liveTables.in(schema);
  }

  /** Opens a table; empty if there is none of that name. */
  public Optional<Dataset> find(TableName name) {
    return liveTables.find(name);
  }

  /**
   * Where a table is, also of one that is too damaged to be opened.
   *
   * @throws InvalidInput if there is none of that name
   */
  public String tableLocation(TableName name) {
    return liveTables.location(name);
  }

  /**
   * Opens a table.
   *
   * @throws InvalidInput if there is none of that name
   */
  public Dataset table(TableName name) {
    return find(name).orElseThrow(() -> CatalogRules.noTable(name));
  }

  /**
   * Makes an empty table.
   *
   * @throws InvalidInput if the schema is missing or the name is taken
   */
  public Dataset createTable(TableName name, Schema schema, Map<String, String> properties) {
    return beginTable(name, schema, properties).publish();
  }

  /**
   * Begins a table that nobody sees until it is published: what CREATE TABLE AS does.
   *
   * @throws InvalidInput if the schema is missing or the name is taken
   */
  public PendingTable beginTable(TableName name, Schema schema, Map<String, String> properties) {
    return liveTables.begin(name, schema, properties);
  }

  /**
   * Begins to make a table out of a bundle.
   *
   * @param file a local file
   */
  public TableImport importBundle(TableName name, Path file) {
    return new TableImport(file, stores.options(), new WarehousePlace(stores, liveTables, name));
  }

  /**
   * Gives a table another name, in the same or another schema.
   *
   * @throws InvalidInput if there is no such table, the schema is missing or the name is taken
   */
  public void rename(TableName from, TableName to) {
    liveTables.rename(from, to);
  }

  /**
   * Drops a table: its writers are refused from now on, its name is free, its content stays until
   * it is purged.
   *
   * @throws InvalidInput if there is no such table
   */
  public void drop(TableName name) {
    hiddenTables.drop(name);
  }

  /** Tables that were dropped and can be taken back, or were begun and never published. */
  public List<HiddenTable> hiddenTables() {
    return hiddenTables.all();
  }

  /**
   * Takes a dropped table back.
   *
   * @param suffix the 8 characters that {@link #hiddenTables} shows
   * @throws InvalidInput if there is none, the schema is gone or the name is taken
   */
  public void undrop(TableName name, String suffix) {
    hiddenTables.undrop(name, suffix);
  }

  /**
   * Removes a dropped or never published table and everything in it, for ever.
   *
   * @param suffix the 8 characters that {@link #hiddenTables} shows
   * @throws InvalidInput if there is none
   */
  public void purge(TableName name, String suffix) {
    hiddenTables.purge(name, suffix);
  }

  @Override
  public void close() {
    catalogStore.close();
  }
}
