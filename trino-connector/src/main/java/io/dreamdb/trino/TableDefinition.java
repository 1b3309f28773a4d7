package io.dreamdb.trino;

import io.dreamdb.dataset.Warehouse;
import io.dreamdb.schema.FieldIds;
import io.dreamdb.schema.Schema;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaTableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What CREATE, DROP, RENAME and COMMENT do to schemas and whole tables. */
final class TableDefinition {

  private final Tables tables;
  private final Warehouse warehouse;

  TableDefinition(Tables tables) {
    this.tables = tables;
    this.warehouse = tables.warehouse();
  }

  void createSchema(String schema) {
    warehouse.createSchema(schema, Map.of());
  }

  void dropSchema(String schema, boolean cascade) {
    if (cascade) {
      warehouse.tables(schema).forEach(warehouse::drop);
    } else if (!warehouse.tables(schema).isEmpty()) {
      throw new TrinoException(
          StandardErrorCode.SCHEMA_NOT_EMPTY,
          "Schema '" + schema + "' has tables: drop them first, or add CASCADE");
    }
    warehouse.dropSchema(schema);
  }

  void create(ConnectorTableMetadata table, SaveMode mode) {
    requireNoReplace(mode == SaveMode.REPLACE);
    warehouse.createTable(
        Tables.name(table.getTable()),
        TableProperties.schema(table, fieldIds()),
        TableProperties.kept(table.getComment()));
  }

  /** Begins a table that CREATE TABLE AS fills, and that nobody sees before. */
  WriteHandle begin(ConnectorTableMetadata table, boolean replace, Writes writes) {
    requireNoReplace(replace);
    Schema schema = TableProperties.schema(table, fieldIds());
    return writes.create(
        warehouse.beginTable(
            Tables.name(table.getTable()), schema, TableProperties.kept(table.getComment())),
        schema);
  }

  private FieldIds fieldIds() {
    return FieldIds.drawnFrom(tables.config().options().entropy().random()::nextInt, List.of());
  }

  static void requireNoReplace(boolean replace) {
    if (replace) {
      throw new TrinoException(
          StandardErrorCode.NOT_SUPPORTED,
          "CREATE OR REPLACE TABLE is not supported: drop the table, then create it");
    }
  }

  void drop(DreamTable table) {
    warehouse.drop(Tables.name(table.name()));
  }

  void rename(DreamTable table, SchemaTableName newName) {
    warehouse.rename(Tables.name(table.name()), Tables.name(newName));
  }

  void comment(DreamTable table, Optional<String> comment) {
    tables
        .dataset(table)
        .setProperties(Writes.branch(table), Map.of(TableProperties.COMMENT, comment));
  }
}
