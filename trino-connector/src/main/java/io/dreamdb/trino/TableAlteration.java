package io.dreamdb.trino;

import io.dreamdb.dataset.SchemaUpdate;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ColumnPosition;
import io.trino.spi.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What ALTER TABLE does to the columns of a branch: each statement is one commit. */
final class TableAlteration {

  private final SchemaUpdate columns;

  TableAlteration(Tables tables, DreamTable table) {
    this.columns = tables.dataset(table).schema(Writes.branch(table));
  }

  void add(ColumnMetadata column, ColumnPosition position) {
    columns.add(TableProperties.field(column, columns.ids()));
    ColumnPath path = ColumnPath.of(column.getName());
    if (position instanceof ColumnPosition.First) {
      columns.moveFirst(path);
    } else if (position instanceof ColumnPosition.After after) {
      columns.moveAfter(path, after.columnName());
    }
    columns.commit();
  }

  void addField(List<String> parent, String name, Type type, boolean ignoreExisting) {
    Schema schema = columns.schema();
    if (ignoreExisting && schema.find(path(parent, List.of(name))).isPresent()) {
      return;
    }
    columns.add(
        path(parent, List.of()),
        Field.nullable(columns.ids().next(), name, TypeMapping.toDream(name, type, columns.ids())));
    columns.commit();
  }

  void drop(ColumnHandle column, List<String> inside) {
    columns.drop(path(column, inside)).commit();
  }

  void rename(ColumnHandle column, String name) {
    columns.rename(path(column, List.of()), name).commit();
  }

  void rename(List<String> field, String name) {
    columns.rename(path(field, List.of()), name).commit();
  }

  void setType(ColumnHandle column, Type type) {
    setType(path(column, List.of()), type);
  }

  void setType(List<String> field, Type type) {
    setType(path(field, List.of()), type);
  }

  private void setType(ColumnPath path, Type type) {
    columns.widen(path, TypeMapping.toDream(path.text(), type, columns.ids())).commit();
  }

  void comment(ColumnHandle column, Optional<String> comment) {
    columns.comment(path(column, List.of()), comment.orElse(null)).commit();
  }

  void makeNullable(ColumnHandle column) {
    columns.makeNullable(path(column, List.of())).commit();
  }

  private static ColumnPath path(ColumnHandle column, List<String> inside) {
    return path(List.of(((DreamColumn) column).name()), inside);
  }

  private static ColumnPath path(List<String> outer, List<String> inner) {
    List<String> names = new ArrayList<>(outer);
    names.addAll(inner);
    return ColumnPath.of(names.toArray(String[]::new));
  }
}
