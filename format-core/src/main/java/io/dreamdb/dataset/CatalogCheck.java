package io.dreamdb.dataset;

import io.dreamdb.DreamException;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.dataset.CatalogEntry.SchemaEntry;
import io.dreamdb.dataset.CatalogEntry.TableEntry;
import io.dreamdb.dataset.CatalogEntry.TableEntry.State;
import io.dreamdb.manifest.Tree;
import io.dreamdb.manifest.TreeCheck;
import io.dreamdb.manifest.TreeEntry;
import io.dreamdb.manifest.TreeView;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.store.ObjectStore;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks the catalog of a warehouse ({@code catalog.md}). */
final class CatalogCheck {

  private final Space space;
  private final Findings found;
  private final Verify.@Nullable TableStores tables;
  private final TreeCheck entries;

  CatalogCheck(Space space, Findings found, Verify.@Nullable TableStores tables) {
    this.space = space;
    this.found = found;
    this.tables = tables;
    this.entries = new TreeCheck(space.reader, ObjectFamily.CATALOG_INDEX, found, this::checkEntry);
  }

  /** Checks a track; whether all of it can be read. */
  boolean check(ObjectRef track) {
    String key = found.key(ObjectFamily.CATALOG_TRACK, track);
    return found.intact(ObjectFamily.CATALOG_TRACK, track)
        && found
            .attempt(key, "a catalog", () -> Catalog.entries(space, track))
            .flatMap(tree -> entries.check(tree, key))
            .isPresent();
  }

  private Optional<TreeCheck.Entry> checkEntry(TreeEntry entry) {
    String[] parts = CatalogKeys.parts(entry.key());
    CborItem item = Catalog.item(entry.key(), entry.value());
    boolean decoded =
        found
            .attempt(
                item.path(),
                "an entry of the catalog",
                () -> parts.length == 1 ? SchemaEntry.decode(item) : table(item, parts))
            .isPresent();
    return decoded ? Optional.of(new TreeCheck.Entry(1, entry.key())) : Optional.empty();
  }

  private TableEntry table(CborItem item, String[] parts) {
    TableEntry table = TableEntry.decode(item);
    boolean live = table.state() == State.LIVE;
    boolean fits =
        parts.length == 2 ? live : parts.length == 3 && !live && parts[2].equals(table.suffix());
    found.require(
        fits,
        item.path(),
        "a key that fits the state and location of the table",
        table.state().text() + " at " + table.location());
    return table;
  }

  /** Checks that the tables of a track, which can be read, are where it says. */
  void checkTables(ObjectRef track) {
    if (tables == null) {
      return;
    }
    Tree tree = Catalog.entries(space, track);
    TreeView view = new TreeView(space.reader, ObjectFamily.CATALOG_INDEX);
    Iterator<TreeEntry> all = view.range(tree, null, null);
    while (all.hasNext()) {
      TreeEntry entry = all.next();
      if (CatalogKeys.parts(entry.key()).length > 1) {
        CborItem item = Catalog.item(entry.key(), entry.value());
        checkLocation(item.path(), TableEntry.decode(item), tables);
      }
    }
  }

  private void checkLocation(String where, TableEntry table, Verify.TableStores stores) {
    // A table that is being made or removed need not be whole.
    if (table.state() == State.PENDING || table.state() == State.PURGING) {
      return;
    }
    String expected = "a table at " + table.location() + " with genesis " + table.genesis();
    try (ObjectStore store = stores.open(table.location())) {
      DatasetOptions options = DatasetOptions.DEFAULT;
      Space opened = Space.openDamaged(store, options, Space.Caches.of(options));
      ObjectId genesis = opened.reader.timeline();
      found.require(genesis.equals(table.genesis()), where, expected, "genesis " + genesis);
    } catch (io.dreamdb.StoreUnavailable e) {
      throw e;
    } catch (DreamException e) {
      found.wrong(where, expected, String.valueOf(e.getMessage()));
    }
  }
}
