package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.dataset.CatalogEntry.TableEntry;
import io.dreamdb.dataset.CatalogEntry.TableEntry.State;
import io.dreamdb.hash.Blake3;
import io.dreamdb.manifest.Genesis;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.object.ObjectId;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The tables of a warehouse that have a name, and how they get it. */
final class LiveTables {

  private final WarehouseStores stores;
  private final Catalog catalog;
  private final HiddenTables hiddenTables;

  LiveTables(WarehouseStores stores, Catalog catalog, HiddenTables hiddenTables) {
    this.stores = stores;
    this.catalog = catalog;
    this.hiddenTables = hiddenTables;
  }

  List<TableName> in(String schema) {
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

  Optional<Dataset> find(TableName name) {
    return catalog
        .get(CatalogKeys.live(name))
        .map(TableEntry::decode)
        .map(entry -> stores.open(entry.location()));
  }

  String location(TableName name) {
    return catalog
        .get(CatalogKeys.live(name))
        .map(TableEntry::decode)
        .map(entry -> stores.location(entry.location()))
        .orElseThrow(() -> CatalogRules.noTable(name));
  }

  PendingTable begin(TableName name, Schema schema, Map<String, String> properties) {
    SchemaUpdate.requireFewEmbeddings("Table '" + name + "'", schema);
    Genesis genesis =
        new Genesis(
            CborBytes.copyOf(stores.options().entropy().nonce()),
            stores.nowNanos(),
            Genesis.DEFAULT_GRACE);
    ObjectId id = genesis.id();
    TableEntry entry =
        new TableEntry(State.PENDING, CatalogKeys.location(name, id), id, stores.nowNanos());
    TreeKey hidden = CatalogKeys.hidden(name, entry.suffix());
    catalog.change(
        "creating table '" + name + "'",
        entries -> {
          CatalogRules.requireSchema(entries, name.schema());
          CatalogRules.requireFree(entries, name);
          if (entries.get(hidden).isPresent()) {
            throw new Conflict("The location of the new table is taken; run it again");
          }
          return CatalogRules.edits(hidden, Optional.of(entry.encode()));
        });
    Manifest.Content empty = Manifest.Content.empty(schema, properties);
    Dataset table = stores.create(entry.location(), genesis, empty);
    return new PendingTable(this, hiddenTables, name, entry, table);
  }

  /**
   * Checks that a table of that name could be made.
   *
   * @throws io.dreamdb.InvalidInput if the schema is missing or the name is taken
   */
  void requireFree(TableName name) {
    Catalog.Lookup entries = catalog.now();
    CatalogRules.requireSchema(entries, name.schema());
    CatalogRules.requireFree(entries, name);
  }

  /**
   * Begins a table that comes from elsewhere with its timeline, or goes on with one that was begun.
   *
   * @throws io.dreamdb.InvalidInput if the schema is missing or the name is taken
   */
  TableEntry beginImport(TableName name, ObjectId genesis) {
    // The timeline may be here already under any name: it does not say where this table lies.
    ObjectId place = ObjectId.ofDigest(Blake3.hash(stores.options().entropy().nonce()));
    TableEntry fresh =
        new TableEntry(
            State.PENDING, CatalogKeys.location(name, place), genesis, stores.nowNanos());
    TableEntry[] chosen = {fresh};
    catalog.change(
        "importing table '" + name + "'",
        entries -> {
          CatalogRules.requireSchema(entries, name.schema());
          CatalogRules.requireFree(entries, name);
          chosen[0] =
              entries.range(CatalogKeys.live(name), CatalogKeys.after(name)).values().stream()
                  .map(TableEntry::decode)
                  .filter(entry -> entry.state() == State.PENDING)
                  .filter(entry -> entry.genesis().equals(genesis))
                  .findFirst()
                  .orElse(fresh);
          TableEntry entry = chosen[0];
          return CatalogRules.edits(
              CatalogKeys.hidden(name, entry.suffix()), Optional.of(entry.encode()));
        });
    return chosen[0];
  }

  /** Replaces the pending entry of a table by a live one. */
  void publish(TableName name, TableEntry entry) {
    catalog.change(
        "publishing '" + name + "'",
        entries ->
            CatalogRules.reveal(
                entries, name, State.PENDING, entry.in(State.LIVE, stores.nowNanos())));
  }

  void rename(TableName from, TableName to) {
    catalog.change(
        "renaming '" + from + "' to '" + to + "'",
        entries -> {
          TableEntry entry = CatalogRules.requireTable(entries, from);
          CatalogRules.requireSchema(entries, to.schema());
          CatalogRules.requireFree(entries, to);
          SortedMap<TreeKey, Optional<CborValue>> edits =
              CatalogRules.edits(CatalogKeys.live(from), Optional.empty());
          edits.put(CatalogKeys.live(to), Optional.of(entry.encode()));
          return edits;
        });
  }
}
