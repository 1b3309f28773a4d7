package io.dreamdb.trino;

import io.dreamdb.object.RefName;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaTableName;
import java.util.List;
import java.util.Optional;

/** What CREATE BRANCH, DROP BRANCH and SHOW BRANCHES do; tags are no branches. */
final class TableBranches {

  private final Tables tables;
  private final TableListing listing;

  TableBranches(Tables tables, TableListing listing) {
    this.tables = tables;
    this.listing = listing;
  }

  void create(DreamTable table, String branch, Optional<String> from, SaveMode mode) {
    TableDefinition.requireNoReplace(mode == SaveMode.REPLACE);
    if (mode == SaveMode.IGNORE && names(table.name()).contains(branch)) {
      return;
    }
    tables.dataset(table).createBranch(branch, from.orElse(RefName.MAIN.text()));
  }

  void drop(DreamTable table, String branch) {
    tables.dataset(table).deleteRef(new RefName(branch));
  }

  /** Branches of a table; none where there is no such table. */
  List<String> names(SchemaTableName name) {
    return listing.find(name).stream()
        .flatMap(dataset -> dataset.refs().stream())
        .filter(ref -> !ref.name().isTag())
        .map(ref -> ref.name().text())
        .toList();
  }
}
