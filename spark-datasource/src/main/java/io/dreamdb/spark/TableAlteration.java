package io.dreamdb.spark;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.SchemaUpdate;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableChange.ColumnPosition;
import org.jspecify.annotations.Nullable;

/**
 * What an ALTER TABLE changes: columns, or properties, as one commit. Setting the properties that
 * would make a column of CREATE TABLE an embedding adds the embedding.
 */
final class TableAlteration {

  private final String table;
  private final Dataset dataset;
  private final RefName branch;
  private final SchemaUpdate columns;
  private final Map<String, Optional<String>> properties = new TreeMap<>();
  private final Map<String, String> embeddings = new TreeMap<>();
  private boolean changesColumns;

  TableAlteration(String table, Dataset dataset, RefName branch) {
    this.table = table;
    this.dataset = dataset;
    this.branch = branch;
    this.columns = dataset.schema(branch);
  }

  /** Commits the changes. */
  void commit(TableChange... changes) {
    Arrays.stream(changes).forEach(this::add);
    for (Field field : TableProperties.embeddings(embeddings, columns.schema(), columns.ids())) {
      columns.add(field);
      changesColumns = true;
    }
    if (changesColumns && !properties.isEmpty()) {
      throw DreamFailure.unsupported(
          "ALTER TABLE " + table + ": change either columns or properties, not both at once");
    }
    if (changesColumns) {
      columns.commit();
    } else {
      dataset.setProperties(branch, properties);
    }
  }

  private void add(TableChange change) {
    if (change instanceof TableChange.SetProperty set) {
      if (TableProperties.isEmbedding(set.property())) {
        embeddings.put(set.property(), set.value());
      } else {
        properties.put(ownProperty(set.property()), Optional.of(set.value()));
      }
    } else if (change instanceof TableChange.RemoveProperty remove) {
      properties.put(ownProperty(remove.property()), Optional.empty());
    } else if (change instanceof TableChange.ColumnChange column) {
      changesColumns = true;
      column(column);
    } else {
      throw DreamFailure.unsupported(
          "ALTER TABLE " + table + ": only its name, columns and properties can be changed");
    }
  }

  private static String ownProperty(String key) {
    if (key.startsWith("dreamdb.")) {
      throw DreamFailure.unsupported(
          "property '" + key + "' is part of a column's type and cannot be changed");
    }
    return key;
  }

  private void column(TableChange.ColumnChange change) {
    ColumnPath path = ColumnPath.of(change.fieldNames());
    if (change instanceof TableChange.AddColumn add) {
      add(path, add);
    } else if (change instanceof TableChange.DeleteColumn delete) {
      if (!delete.ifExists() || columns.schema().find(path).isPresent()) {
        columns.drop(path);
      }
    } else if (change instanceof TableChange.RenameColumn rename) {
      columns.rename(path, rename.newName());
    } else if (change instanceof TableChange.UpdateColumnType update) {
      Type type = TypeMapping.fromSpark(path.text(), update.newDataType(), columns.ids());
      columns.widen(path, type);
    } else if (change instanceof TableChange.UpdateColumnComment update) {
      columns.comment(path, update.newComment());
    } else if (change instanceof TableChange.UpdateColumnPosition update) {
      place(path, update.position());
    } else if (change instanceof TableChange.UpdateColumnNullability update && update.nullable()) {
      columns.makeNullable(path);
    } else {
      throw unsupported(path, change);
    }
  }

  private DreamFailure unsupported(ColumnPath path, TableChange change) {
    String what =
        change instanceof TableChange.UpdateColumnNullability
            ? "SET NOT NULL: rows that are there may be NULL"
            : change instanceof TableChange.UpdateColumnDefaultValue
                ? "its default cannot be changed: rows that are there have it; drop it and add it"
                : "this change is not known";
    return DreamFailure.unsupported("ALTER TABLE " + table + ", column " + path + ": " + what);
  }

  private void add(ColumnPath path, TableChange.AddColumn add) {
    List<String> names = path.names();
    String name = add.fieldNames()[names.size() - 1];
    int id = columns.ids().next();
    Type type = TypeMapping.fromSpark(name, add.dataType(), columns.ids());
    Field field =
        ColumnDefault.given(
            new Field(id, name, type, add.isNullable(), add.comment()), add.defaultValue());
    if (names.size() == 1) {
      columns.add(field);
    } else {
      columns.add(ColumnPath.of(names.subList(0, names.size() - 1).toArray(String[]::new)), field);
    }
    place(path, add.position());
  }

  private void place(ColumnPath path, @Nullable ColumnPosition position) {
    if (position instanceof TableChange.First) {
      columns.moveFirst(path);
    } else if (position instanceof TableChange.After after) {
      columns.moveAfter(path, after.column());
    }
  }
}
