package io.dreamdb.dataset;

import io.dreamdb.dataset.CatalogEntry.TableEntry;

/** A table that is being filled and has no name yet. One thread. */
public final class PendingTable {

  private final LiveTables liveTables;
  private final HiddenTables hiddenTables;
  private final TableName name;
  private final TableEntry entry;
  private final Dataset dataset;

  PendingTable(
      LiveTables liveTables,
      HiddenTables hiddenTables,
      TableName name,
      TableEntry entry,
      Dataset dataset) {
    this.liveTables = liveTables;
    this.hiddenTables = hiddenTables;
    this.name = name;
    this.entry = entry;
    this.dataset = dataset;
  }

  /** The table, to be filled. */
  public Dataset dataset() {
    return dataset;
  }

  /**
   * Gives the table its name; from now on everybody sees it, with all that was written.
   *
   * @throws io.dreamdb.InvalidInput if the name was taken meanwhile
   */
  public Dataset publish() {
    liveTables.publish(name, entry);
    return dataset;
  }

  /** Removes the table and all that was written. */
  public void abandon() {
    hiddenTables.purge(name, entry.suffix());
  }
}
