package io.dreamdb.dataset;

import io.dreamdb.dataset.CatalogEntry.TableEntry;
import io.dreamdb.object.ObjectId;
import io.dreamdb.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/** A name in a warehouse: nobody sees the table before it is published. One thread. */
final class WarehousePlace implements TableImport.Place {

  private final WarehouseStores stores;
  private final LiveTables tables;
  private final TableName name;
  private @Nullable TableEntry entry;

  WarehousePlace(WarehouseStores stores, LiveTables tables, TableName name) {
    this.stores = stores;
    this.tables = tables;
    this.name = name;
  }

  @Override
  public void requireFree() {
    tables.requireFree(name);
  }

  @Override
  public ObjectStore open(ObjectId genesis) {
    TableEntry begun = tables.beginImport(name, genesis);
    entry = begun;
    return stores.store(begun.location());
  }

  @Override
  public NewSpace begin(Space source, ObjectStore store) {
    // An attempt that ended after its last ref and before the catalog knew is gone on with, too.
    return new NewSpace(source, store, "import");
  }

  @Override
  public void publish() {
    TableEntry begun = entry;
    if (begun == null) {
      throw new IllegalStateException("a table is published after it was opened");
    }
    tables.publish(name, begun);
  }
}
