package io.dreamdb.trino;

import io.dreamdb.dataset.Snapshot;
import io.dreamdb.schema.Field;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the engine is told of a table: columns, properties, comment and how many rows. */
final class TableDescription {

  private static final List<DreamColumn> HIDDEN =
      List.of(DreamColumn.ANCHOR, DreamColumn.MANIFEST, DreamColumn.BATCH);

  private final Tables tables;
  private final TypeMapping types;

  TableDescription(Tables tables, TypeMapping types) {
    this.tables = tables;
    this.types = types;
  }

  ConnectorTableMetadata of(DreamTable table) {
    return of(table.name(), tables.snapshot(table));
  }

  ConnectorTableMetadata of(SchemaTableName name, Snapshot snapshot) {
    List<ColumnMetadata> columns = new ArrayList<>();
    snapshot.schema().fields().forEach(field -> columns.add(shown(field)));
    HIDDEN.forEach(column -> columns.add(column.hiddenMetadata()));
    return new ConnectorTableMetadata(
        name,
        columns,
        TableProperties.shown(snapshot.schema()),
        Optional.ofNullable(snapshot.properties().get(TableProperties.COMMENT)));
  }

  private ColumnMetadata shown(Field field) {
    return ColumnMetadata.builder()
        .setName(field.name())
        .setType(types.toTrino(field.type()))
        .setDefaultValue(ColumnDefault.shown(field))
        .setNullable(field.nullable())
        .setComment(Optional.ofNullable(field.comment()))
        .setProperties(TableProperties.shown(field.type()))
        .build();
  }

  /** The columns that a statement can name, hidden ones last. */
  Map<String, ColumnHandle> columns(DreamTable table) {
    Map<String, ColumnHandle> columns = new LinkedHashMap<>();
    for (Field field : tables.snapshot(table).schema().fields()) {
      columns.put(
          field.name(), DreamColumn.field(field.name(), field.id(), types.toTrino(field.type())));
    }
    HIDDEN.forEach(column -> columns.put(column.name(), column));
    return columns;
  }

  ColumnMetadata of(DreamTable table, DreamColumn column) {
    return column.kind() == DreamColumn.Kind.FIELD
        ? shown(tables.snapshot(table).schema().findById(column.fieldId()).orElseThrow())
        : column.hiddenMetadata();
  }

  /** How many rows are read before the engine's own filters. */
  TableStatistics statistics(DreamTable table) {
    long rows = tables.snapshot(table).rowCount();
    if (table.search() != null) {
      rows = Math.min(rows, table.search().k());
    } else if (table.top() != null && table.top().ofTable()) {
      rows = Math.min(rows, table.top().count());
    }
    return TableStatistics.builder().setRowCount(Estimate.of(rows)).build();
  }
}
