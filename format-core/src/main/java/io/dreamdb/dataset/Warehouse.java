package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.dataset.CatalogEntry.SchemaEntry;
import io.dreamdb.dataset.CatalogEntry.TableEntry;
import io.dreamdb.dataset.CatalogEntry.TableEntry.State;
import io.dreamdb.manifest.Genesis;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.object.ObjectId;
import io.dreamdb.schema.Schema;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.StoreKey;
import io.dreamdb.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tables by name under one location. Names live in a catalog that is a space itself, at {@code
 * <warehouse>/_catalog}; each change of a name is one commit there. Safe for many threads.
 */
public final class Warehouse implements AutoCloseable {

  static final String CATALOG = "_catalog";

  private static final int MAX_SCHEMA_BYTES = 3_000;

  private final String location;
  private final Map<String, String> storeOptions;
  private final DatasetOptions options;
  private final Space.Caches caches;
  private final ObjectStore catalogStore;
  private final Catalog catalog;

  private Warehouse(
      String location,
      Map<String, String> storeOptions,
      DatasetOptions options,
      CatalogOpening opening) {
    this.location = location;
    this.storeOptions = Map.copyOf(storeOptions);
    this.options = options;
    this.caches = Space.Caches.of(options);
    this.catalogStore = store(CATALOG);
    this.catalog = opening.open(catalogStore, options, caches);
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
    return new Warehouse(trimmed(location), storeOptions, options, Catalog::openOrCreate);
  }

  /**
   * Opens the warehouse at a location where there is one; nothing is written.
   *
   * @throws InvalidInput if there is none, or the location or an option cannot be used
   */
  public static Warehouse openExisting(
      String location, Map<String, String> storeOptions, DatasetOptions options) {
    return new Warehouse(trimmed(location), storeOptions, options, Catalog::open);
  }

  private static String trimmed(String location) {
    String trimmed = location;
    while (trimmed.length() > 1 && trimmed.endsWith("/") && !trimmed.endsWith(":/")) {
      trimmed = trimmed.substring(0, trimmed.length() - 1);
    }
    return trimmed;
  }

  /** Where it is. */
  public String location() {
    return location;
  }

  /** Names of all schemas, in order. */
  public List<String> schemas() {
    List<String> schemas = new ArrayList<>();
    for (TreeKey key : catalog.all().keySet()) {
      String[] parts = CatalogKeys.parts(key);
      if (parts.length == 1) {
        schemas.add(parts[0]);
      }
    }
    return schemas;
  }

  /** The properties of a schema; empty if there is no such schema. */
  public Optional<SortedMap<String, String>> schemaProperties(String schema) {
    return catalog
        .get(CatalogKeys.schema(TableName.part("schema", schema)))
        .map(item -> SchemaEntry.decode(item).properties());
  }

  /**
   * Makes a schema.
   *
   * @throws InvalidInput if there is one of that name
   */
  public void createSchema(String schema, Map<String, String> properties) {
    String name = TableName.part("schema", schema);
    SchemaEntry entry = new SchemaEntry(new TreeMap<>(properties));
    requireShort(name, entry);
    catalog.change(
        "creating schema '" + name + "'",
        entries -> {
          if (entries.get(CatalogKeys.schema(name)).isPresent()) {
            throw new InvalidInput("There is a schema '" + name + "' already");
          }
          return edits(CatalogKeys.schema(name), Optional.of(entry.encode()));
        });
  }

  /**
   * Removes a schema without tables.
   *
   * @throws InvalidInput if there is none of that name, or it has tables
   */
  public void dropSchema(String schema) {
    String name = TableName.part("schema", schema);
    catalog.change(
        "dropping schema '" + name + "'",
        entries -> {
          requireSchema(entries, name);
          long live =
              entries.range(CatalogKeys.schema(name), CatalogKeys.after(name)).keySet().stream()
                  .filter(key -> CatalogKeys.parts(key).length == 2)
                  .count();
          if (live > 0) {
            throw new InvalidInput(
                String.format(
                    Locale.ROOT, "Schema '%s' has %d tables; drop them first", name, live));
          }
          return edits(CatalogKeys.schema(name), Optional.empty());
        });
  }

  /** Tables of a schema, in order. */
  public List<TableName> tables(String schema) {
    String name = TableName.part("schema", schema);
    List<TableName> tables = new ArrayList<>();
    for (TreeKey key : catalog.range(CatalogKeys.schema(name), CatalogKeys.after(name)).keySet()) {
      String[] parts = CatalogKeys.parts(key);
      if (parts.length == 2) {
        tables.add(new TableName(parts[0], parts[1]));
      }
    }
    return tables;
  }

  /** Opens a table; empty if there is none of that name. */
  public Optional<Dataset> find(TableName name) {
    return catalog
        .get(CatalogKeys.live(name))
        .map(TableEntry::decode)
        .map(entry -> openAt(entry.location()));
  }

  /**
   * Where a table is, also of one that is too damaged to be opened.
   *
   * @throws InvalidInput if there is none of that name
   */
  public String tableLocation(TableName name) {
    return catalog
        .get(CatalogKeys.live(name))
        .map(TableEntry::decode)
        .map(entry -> location + "/" + entry.location())
        .orElseThrow(() -> noTable(name));
  }

  /**
   * Opens a table.
   *
   * @throws InvalidInput if there is none of that name
   */
  public Dataset table(TableName name) {
    return find(name).orElseThrow(() -> noTable(name));
  }

  /**
   * Makes an empty table.
   *
   * @throws InvalidInput if the schema is missing or the name is taken
   */
  public Dataset createTable(TableName name, Schema schema, Map<String, String> properties) {
    PendingTable pending = beginTable(name, schema, properties);
    return pending.publish();
  }

  /**
   * Begins a table that nobody sees until it is published: what CREATE TABLE AS does.
   *
   * @throws InvalidInput if the schema is missing or the name is taken
   */
  public PendingTable beginTable(TableName name, Schema schema, Map<String, String> properties) {
    SchemaUpdate.requireFewEmbeddings("Table '" + name + "'", schema);
    Genesis genesis =
        new Genesis(
            CborBytes.copyOf(options.entropy().nonce()),
            options.entropy().nowNanos(),
            Genesis.DEFAULT_GRACE);
    ObjectId id = genesis.id();
    TableEntry entry =
        new TableEntry(
            State.PENDING, CatalogKeys.location(name, id), id, options.entropy().nowNanos());
    TreeKey hidden = CatalogKeys.hidden(name, entry.suffix());
    catalog.change(
        "creating table '" + name + "'",
        entries -> {
          requireSchema(entries, name.schema());
          requireFree(entries, name);
          if (entries.get(hidden).isPresent()) {
            throw new Conflict("The location of the new table is taken; run it again");
          }
          return edits(hidden, Optional.of(entry.encode()));
        });
    Space space =
        Space.create(
            store(entry.location()),
            genesis,
            Manifest.Content.empty(schema, properties),
            options,
            caches);
    return new PendingTable(this, name, entry, new Dataset(space, storeOptions));
  }

  /**
   * Gives a table another name, in the same or another schema.
   *
   * @throws InvalidInput if there is no such table, the schema is missing or the name is taken
   */
  public void rename(TableName from, TableName to) {
    catalog.change(
        "renaming '" + from + "' to '" + to + "'",
        entries -> {
          TableEntry entry = require(entries, from);
          requireSchema(entries, to.schema());
          requireFree(entries, to);
          SortedMap<TreeKey, Optional<CborValue>> edits =
              edits(CatalogKeys.live(from), Optional.empty());
          edits.put(CatalogKeys.live(to), Optional.of(entry.encode()));
          return edits;
        });
  }

  /**
   * Drops a table: its writers are refused from now on, its name is free, its content stays until
   * it is purged.
   *
   * @throws InvalidInput if there is no such table
   */
  public void drop(TableName name) {
    TableEntry entry =
        catalog
            .get(CatalogKeys.live(name))
            .map(TableEntry::decode)
            .orElseThrow(() -> noTable(name));
    openAt(entry.location()).moves().seal();
    catalog.change(
        "dropping '" + name + "'",
        entries -> {
          if (!require(entries, name).location().equals(entry.location())) {
            throw new Conflict("'" + name + "' was replaced while it was dropped; run it again");
          }
          SortedMap<TreeKey, Optional<CborValue>> edits =
              edits(CatalogKeys.live(name), Optional.empty());
          edits.put(
              CatalogKeys.hidden(name, entry.suffix()),
              Optional.of(entry.in(State.DROPPED, options.entropy().nowNanos()).encode()));
          return edits;
        });
  }

  /** Tables that were dropped and can be taken back, or were begun and never published. */
  public List<HiddenTable> hiddenTables() {
    List<HiddenTable> hidden = new ArrayList<>();
    catalog
        .all()
        .forEach((key, item) -> {
          String[] parts = CatalogKeys.parts(key);
          if (parts.length == 3) {
            TableEntry entry = TableEntry.decode(item);
            hidden.add(
                new HiddenTable(
                    new TableName(parts[0], parts[1]),
                    parts[2],
                    entry.state().text(),
                    entry.location(),
                    entry.timeNanos()));
          }
        });
    return hidden;
  }

  /**
   * Takes a dropped table back.
   *
   * @param suffix the 8 characters that {@link #hiddenTables} shows
   * @throws InvalidInput if there is none, the schema is gone or the name is taken
   */
  public void undrop(TableName name, String suffix) {
    TreeKey hidden = CatalogKeys.hidden(name, suffix);
    TableEntry entry = requireHidden(name, suffix, State.DROPPED);
    if (schemaProperties(name.schema()).isEmpty()) {
      throw noSchema(name.schema());
    }
    if (catalog.get(CatalogKeys.live(name)).isPresent()) {
      throw taken(name);
    }
    openAt(entry.location()).moves().unseal();
    catalog.change(
        "undropping '" + name + "'",
        entries -> {
          requireSchema(entries, name.schema());
          requireFree(entries, name);
          requireState(entries, hidden, State.DROPPED);
          SortedMap<TreeKey, Optional<CborValue>> edits = edits(hidden, Optional.empty());
          edits.put(
              CatalogKeys.live(name),
              Optional.of(entry.in(State.LIVE, options.entropy().nowNanos()).encode()));
          return edits;
        });
  }

  /**
   * Removes a dropped or never published table and everything in it, for ever.
   *
   * @param suffix the 8 characters that {@link #hiddenTables} shows
   * @throws InvalidInput if there is none
   */
  public void purge(TableName name, String suffix) {
    TreeKey hidden = CatalogKeys.hidden(name, suffix);
    TableEntry entry = requireHidden(name, suffix, null);
    catalog.change(
        "purging '" + name + "'",
        entries -> {
          requireState(entries, hidden, entry.state());
          return edits(
              hidden, Optional.of(entry.in(State.PURGING, options.entropy().nowNanos()).encode()));
        });
    try (ObjectStore store = store(entry.location())) {
      List<StoreKey> keys = new ArrayList<>();
      for (StoredObject object : store.listAll("")) {
        keys.add(object.key());
      }
      store.delete(keys);
    }
    catalog.change("purging '" + name + "'", entries -> edits(hidden, Optional.empty()));
  }

  @Override
  public void close() {
    catalogStore.close();
  }

  /** Replaces the pending entry of a table by a live one. */
  void publish(TableName name, TableEntry entry) {
    TreeKey hidden = CatalogKeys.hidden(name, entry.suffix());
    catalog.change(
        "publishing '" + name + "'",
        entries -> {
          requireSchema(entries, name.schema());
          requireFree(entries, name);
          requireState(entries, hidden, State.PENDING);
          SortedMap<TreeKey, Optional<CborValue>> edits = edits(hidden, Optional.empty());
          edits.put(
              CatalogKeys.live(name),
              Optional.of(entry.in(State.LIVE, options.entropy().nowNanos()).encode()));
          return edits;
        });
  }

  private Dataset openAt(String tableLocation) {
    return new Dataset(Space.open(store(tableLocation), options, caches), storeOptions);
  }

  private ObjectStore store(String relative) {
    return ObjectStores.open(location + "/" + relative, storeOptions);
  }

  private TableEntry requireHidden(
      TableName name, String suffix, @org.jspecify.annotations.Nullable State state) {
    return catalog
        .get(CatalogKeys.hidden(name, suffix))
        .map(TableEntry::decode)
        .filter(entry -> state == null || entry.state() == state)
        .orElseThrow(() ->
            new InvalidInput(
                String.format(
                    Locale.ROOT,
                    "There is no dropped table '%s' with suffix '%s'; there are %s",
                    name,
                    suffix,
                    hiddenTables())));
  }

  private static void requireState(Catalog.Lookup entries, TreeKey key, State state) {
    Optional<CborItem> found = entries.get(key);
    if (found.isEmpty() || TableEntry.decode(found.get()).state() != state) {
      throw new Conflict("The table is not " + state.text() + " any more; others changed it");
    }
  }

  private static TableEntry require(Catalog.Lookup entries, TableName name) {
    return entries
        .get(CatalogKeys.live(name))
        .map(TableEntry::decode)
        .orElseThrow(() -> noTable(name));
  }

  private static void requireSchema(Catalog.Lookup entries, String schema) {
    if (entries.get(CatalogKeys.schema(schema)).isEmpty()) {
      throw noSchema(schema);
    }
  }

  private static void requireFree(Catalog.Lookup entries, TableName name) {
    if (entries.get(CatalogKeys.live(name)).isPresent()) {
      throw taken(name);
    }
  }

  private static void requireShort(String schema, SchemaEntry entry) {
    int bytes = Cbor.encode(entry.encode()).length;
    if (bytes > MAX_SCHEMA_BYTES) {
      throw new LimitExceeded(
          String.format(
              Locale.ROOT,
              "The properties of schema '%s' have %d bytes; the limit is %d",
              schema,
              bytes,
              MAX_SCHEMA_BYTES));
    }
  }

  private static InvalidInput noSchema(String schema) {
    return new InvalidInput("There is no schema '" + schema + "'");
  }

  private static InvalidInput taken(TableName name) {
    return new InvalidInput("There is a table '" + name + "' already");
  }

  private static InvalidInput noTable(TableName name) {
    return new InvalidInput("There is no table '" + name + "'");
  }

  private static SortedMap<TreeKey, Optional<CborValue>> edits(
      TreeKey key, Optional<CborValue> value) {
    SortedMap<TreeKey, Optional<CborValue>> edits = new TreeMap<>();
    edits.put(key, value);
    return edits;
  }
}
