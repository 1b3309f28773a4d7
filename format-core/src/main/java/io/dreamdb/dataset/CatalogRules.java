package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.dataset.CatalogEntry.TableEntry;
import io.dreamdb.dataset.CatalogEntry.TableEntry.State;
import io.dreamdb.manifest.TreeKey;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a change of names relies on, checked against the entries that it is applied to. */
final class CatalogRules {

  private CatalogRules() {}

  static TableEntry requireTable(Catalog.Lookup entries, TableName name) {
    return entries
        .get(CatalogKeys.live(name))
        .map(TableEntry::decode)
        .orElseThrow(() -> noTable(name));
  }

  static void requireSchema(Catalog.Lookup entries, String schema) {
    if (entries.get(CatalogKeys.schema(schema)).isEmpty()) {
      throw noSchema(schema);
    }
  }

  static void requireFree(Catalog.Lookup entries, TableName name) {
    if (entries.get(CatalogKeys.live(name)).isPresent()) {
      throw taken(name);
    }
  }

  static void requireState(Catalog.Lookup entries, TreeKey key, State state) {
    Optional<CborItem> found = entries.get(key);
    if (found.isEmpty() || TableEntry.decode(found.get()).state() != state) {
      throw new Conflict("The table is not " + state.text() + " any more; others changed it");
    }
  }

  static InvalidInput noSchema(String schema) {
    return new InvalidInput("There is no schema '" + schema + "'");
  }

  static InvalidInput taken(TableName name) {
    return new InvalidInput("There is a table '" + name + "' already");
  }

  static InvalidInput noTable(TableName name) {
    return new InvalidInput("There is no table '" + name + "'");
  }

  /**
   * Gives a hidden table its name.
   *
   * @param state what it must be in now
   * @param live its entry from then on
   */
  static SortedMap<TreeKey, Optional<CborValue>> reveal(
      Catalog.Lookup entries, TableName name, State state, TableEntry live) {
    TreeKey hidden = CatalogKeys.hidden(name, live.suffix());
    requireSchema(entries, name.schema());
    requireFree(entries, name);
    requireState(entries, hidden, state);
    SortedMap<TreeKey, Optional<CborValue>> edits = edits(hidden, Optional.empty());
    edits.put(CatalogKeys.live(name), Optional.of(live.encode()));
    return edits;
  }

  /** The first edit of a change, to which others may be added. */
  static SortedMap<TreeKey, Optional<CborValue>> edits(TreeKey key, Optional<CborValue> value) {
    SortedMap<TreeKey, Optional<CborValue>> edits = new TreeMap<>();
    edits.put(key, value);
    return edits;
  }
}
