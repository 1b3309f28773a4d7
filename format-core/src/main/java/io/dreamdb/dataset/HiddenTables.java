package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.dataset.CatalogEntry.TableEntry;
import io.dreamdb.dataset.CatalogEntry.TableEntry.State;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.StoreKey;
import io.dreamdb.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The tables of a warehouse that were dropped, or begun and never published. */
final class HiddenTables {

  private final WarehouseStores stores;
  private final Catalog catalog;

  HiddenTables(WarehouseStores stores, Catalog catalog) {
    this.stores = stores;
    this.catalog = catalog;
  }

  List<HiddenTable> all() {
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

  void drop(TableName name) {
    TableEntry entry =
        catalog
            .get(CatalogKeys.live(name))
            .map(TableEntry::decode)
            .orElseThrow(() -> CatalogRules.noTable(name));
    stores.open(entry.location()).moves().seal();
    catalog.change(
        "dropping '" + name + "'",
        entries -> {
          if (!CatalogRules.requireTable(entries, name).location().equals(entry.location())) {
            throw new Conflict("'" + name + "' was replaced while it was dropped; run it again");
          }
          SortedMap<TreeKey, Optional<CborValue>> edits =
              CatalogRules.edits(CatalogKeys.live(name), Optional.empty());
          edits.put(
              CatalogKeys.hidden(name, entry.suffix()),
              Optional.of(entry.in(State.DROPPED, stores.nowNanos()).encode()));
          return edits;
        });
  }

  void undrop(TableName name, String suffix) {
    TableEntry entry = requireHidden(name, suffix, State.DROPPED);
    Catalog.Lookup now = catalog.now();
    CatalogRules.requireSchema(now, name.schema());
    CatalogRules.requireFree(now, name);
    stores.open(entry.location()).moves().unseal();
    catalog.change(
        "undropping '" + name + "'",
        entries ->
            CatalogRules.reveal(
                entries, name, State.DROPPED, entry.in(State.LIVE, stores.nowNanos())));
  }

  void purge(TableName name, String suffix) {
    TreeKey hidden = CatalogKeys.hidden(name, suffix);
    TableEntry entry = requireHidden(name, suffix, null);
    catalog.change(
        "purging '" + name + "'",
        entries -> {
          CatalogRules.requireState(entries, hidden, entry.state());
          return CatalogRules.edits(
              hidden, Optional.of(entry.in(State.PURGING, stores.nowNanos()).encode()));
        });
    try (ObjectStore store = stores.store(entry.location())) {
      List<StoreKey> keys = new ArrayList<>();
      for (StoredObject object : store.listAll("")) {
        keys.add(object.key());
      }
      store.delete(keys);
    }
    catalog.change(
        "purging '" + name + "'", entries -> CatalogRules.edits(hidden, Optional.empty()));
  }

  private TableEntry requireHidden(TableName name, String suffix, @Nullable State state) {
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
                    all())));
  }
}
