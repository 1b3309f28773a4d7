package io.dreamdb.dataset.parquet;

import io.dreamdb.InvalidInput;
import io.dreamdb.schema.ArrayColumn;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.MapColumn;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.StructColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.impl.ColumnWriteStoreV1;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Writes one Parquet column of a row group: the values of a scalar field, with the levels that say
 * which list and which NULL they belong to. Each has a column store of its own, so that a block is
 * written column by column.
 */
final class LeafWriter {

  /**
   * The fields from the table's column down to the scalar.
   *
   * @param child which child of the field above it a field is
   */
  record Step(Field field, int child) {}

  private final List<Step> path;
  private final ColumnWriteStore store;
  private final ColumnWriter target;

  LeafWriter(
      List<Step> path, MessageType file, PageWriteStore pages, ParquetProperties properties) {
    this.path = path;
    MessageType alone = new MessageType(file.getName(), only(file, 0));
    this.store = new ColumnWriteStoreV1(alone, pages, properties);
    ColumnDescriptor column = alone.getColumns().get(0);
    this.target = store.getColumnWriter(column);
  }

  /** The paths of all scalar fields in the order of the file's columns. */
  static List<List<Step>> paths(List<Field> fields) {
    List<List<Step>> paths = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      Step step = new Step(field, i);
      if (field.type().isScalar()) {
        paths.add(List.of(step));
      }
      for (List<Step> below : paths(field.type().children())) {
        List<Step> path = new ArrayList<>(below);
        path.add(0, step);
        paths.add(List.copyOf(path));
      }
    }
    return paths;
  }

  /** The part of the file's schema that leads to this column. */
  private Type only(GroupType parent, int depth) {
    Type type = parent.getType(path.get(depth).child());
    if (type.isPrimitive()) {
      return type;
    }
    GroupType group = type.asGroupType();
    if (group.getType(0).isRepetition(Type.Repetition.REPEATED)) {
      GroupType repeated = group.getType(0).asGroupType();
      return group.withNewFields(repeated.withNewFields(only(repeated, depth + 1)));
    }
    return group.withNewFields(only(group, depth + 1));
  }

  /** What {@link #write} needs of a block, looked up once. */
  final class Source {

    private final List<Column> columns = new ArrayList<>(path.size());
    private final ValueWriter values;

    Source(RowBlock block) {
      Column column = block.columns().get(path.get(0).child());
      columns.add(column);
      for (Step step : path.subList(1, path.size())) {
        column = child(column, step.child());
        columns.add(column);
      }
      values = ValueWriter.of(column);
    }

    /** Writes the rows {@code from} (inclusive) to {@code to} (exclusive). */
    void write(int from, int to) {
      for (int row = from; row < to; row++) {
        emit(0, row, 0, 0, 0);
        store.endRecord();
      }
    }

    /**
     * Writes what is below one value.
     *
     * @param repetition the level of the list that the next entry continues
     * @param definition how many optional or repeated steps above are there
     * @param lists how many lists are above
     */
    private void emit(int depth, int row, int repetition, int definition, int lists) {
      Column column = columns.get(depth);
      Field field = path.get(depth).field();
      if (column.isNull(row)) {
        requireNullable(field);
        target.writeNull(repetition, definition);
        return;
      }
      int present = field.nullable() ? definition + 1 : definition;
      if (column instanceof ArrayColumn array) {
        entries(depth, array.offset(row), array.offset(row + 1), repetition, present, lists + 1);
      } else if (column instanceof MapColumn map) {
        entries(depth, map.offset(row), map.offset(row + 1), repetition, present, lists + 1);
      } else if (column instanceof StructColumn) {
        emit(depth + 1, row, repetition, present, lists);
      } else {
        values.write(target, row, repetition, present);
      }
    }

    private void entries(int depth, int from, int to, int repetition, int definition, int lists) {
      if (from == to) {
        target.writeNull(repetition, definition);
      }
      for (int i = from; i < to; i++) {
        emit(depth + 1, i, i == from ? repetition : lists, definition + 1, lists);
      }
    }
  }

  private static void requireNullable(Field field) {
    if (!field.nullable()) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "NULL in field '%s' with id %d: it is not nullable",
              field.name(),
              field.id()));
    }
  }

  private static Column child(Column column, int index) {
    if (column instanceof StructColumn struct) {
      return struct.children().get(index);
    }
    if (column instanceof MapColumn map) {
      return index == 0 ? map.keys() : map.values();
    }
    return ((ArrayColumn) column).elements();
  }

  /** Bytes that wait in memory for the end of their page. */
  long bufferedBytes() {
    return store.getBufferedSize();
  }

  /** Ends the last page. */
  void flush() {
    store.flush();
  }
}
