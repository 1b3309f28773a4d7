package io.dreamdb.dataset;

import io.dreamdb.object.RefName;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table in memory whose columns change, with short forms for tests. */
final class EvolvingTable {

  final Dataset dataset;

  private EvolvingTable(Dataset dataset) {
    this.dataset = dataset;
  }

  /** A table of these columns; an id each from 1 on. */
  static EvolvingTable of(String name, String schema) {
    return of(name, schema, DatasetOptions.DEFAULT);
  }

  static EvolvingTable of(String name, String schema, DatasetOptions options) {
    Warehouse warehouse = Warehouse.open("memory:evolving-" + name, Map.of(), options);
    warehouse.createSchema("demo", Map.of());
    int[] next = {0};
    Schema columns = Schema.parse(schema, () -> ++next[0]);
    return new EvolvingTable(warehouse.createTable(new TableName("demo", "t"), columns, Map.of()));
  }

  SchemaUpdate update() {
    return dataset.schema(RefName.MAIN);
  }

  Schema schema() {
    return dataset.snapshot().schema();
  }

  Append append() {
    return dataset.append(RefName.MAIN);
  }

  void insert(@Nullable Object... values) {
    insertBy(append(), values);
  }

  /** Commits one row of the columns that the append began on. */
  static CommitResult insertBy(Append append, @Nullable Object... values) {
    return append.rows(List.of(block(append.plan().schema(), List.of(Arrays.asList(values)))));
  }

  static RowBlock block(Schema schema, List<? extends List<? extends @Nullable Object>> rows) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < schema.fields().size(); i++) {
      ColumnBuilder builder = ColumnBuilder.of(schema.fields().get(i).type());
      for (List<? extends @Nullable Object> row : rows) {
        builder.append(row.get(i));
      }
      columns.add(builder.build());
    }
    return new RowBlock(schema, rows.size(), columns);
  }

  List<List<@Nullable Object>> rows() {
    return rows(dataset.snapshot().scan());
  }

  static List<List<@Nullable Object>> rows(Scan scan) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    Iterator<Scan.ScannedRows> blocks = scan.rows();
    while (blocks.hasNext()) {
      RowBlock block = blocks.next().rows();
      for (int i = 0; i < block.rows(); i++) {
        rows.add(block.row(i));
      }
    }
    return rows;
  }

  static Field column(SchemaUpdate update, String name, String type) {
    return Field.nullable(update.ids().next(), name, Type.parse(type, update.ids()));
  }

  static Field column(SchemaUpdate update, String name, String type, Object value) {
    Field field = column(update, name, type);
    return field.withDefault(Value.of(field.type(), value)).withNullable(false);
  }

  static ColumnPath path(String... names) {
    return ColumnPath.of(names);
  }
}
