package io.dreamdb.spark;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.MetadataTable;
import io.dreamdb.dataset.TableName;
import io.dreamdb.object.RefName;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;

/**
 * What stands behind a catalog's name: {@code schema.table}, {@code schema.table.branch_x}, {@code
 * schema.table.tag_x} or {@code schema.table.<metadata table>}.
 *
 * @param table the table
 * @param part what stands behind it; empty if nothing does
 */
record TableReference(TableName table, String part) {

  private static final String BRANCH = "branch_";
  private static final String TAG = "tag_";

  /** Reads an identifier; empty if no table can have it. */
  static Optional<TableReference> parse(Identifier identifier) {
    String[] namespace = identifier.namespace();
    if (namespace.length == 2) {
      return name(namespace[0], namespace[1])
          .map(table -> new TableReference(table, identifier.name()));
    }
    return plain(identifier).map(table -> new TableReference(table, ""));
  }

  /** Reads an identifier that names a table itself; empty for any other. */
  static Optional<TableName> plain(Identifier identifier) {
    String[] namespace = identifier.namespace();
    return namespace.length == 1 ? name(namespace[0], identifier.name()) : Optional.empty();
  }

  private static Optional<TableName> name(String schema, String table) {
    try {
      return Optional.of(new TableName(schema, table));
    } catch (InvalidInput noName) {
      return Optional.empty();
    }
  }

  /** Opens it; empty if the part names nothing. */
  Optional<Table> open(DreamCatalog catalog, Dataset dataset, TableLine line) {
    if (part.isEmpty()) {
      return Optional.of(DreamTable.open(catalog, table, dataset, RefName.MAIN, line));
    }
    if (part.startsWith(BRANCH)) {
      RefName branch = new RefName(part.substring(BRANCH.length()));
      return Optional.of(DreamTable.open(catalog, table, dataset, branch, line));
    }
    if (part.startsWith(TAG)) {
      RefName tag = RefName.tag(part.substring(TAG.length()));
      return Optional.of(DreamTable.open(catalog, table, dataset, tag, line));
    }
    return Arrays.stream(MetadataTable.values())
        .filter(kind -> kind.text().equalsIgnoreCase(part))
        .findFirst()
        .map(kind ->
            new MetadataRows(
                catalog.name() + "." + table, kind, line.snapshot(dataset, RefName.MAIN)));
  }
}
