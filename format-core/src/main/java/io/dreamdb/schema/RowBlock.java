package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of some columns: a schema, and a column of the same number of rows for each of its
 * fields. Immutable and safe for use by many threads.
 *
 * @param rows also where there are no columns
 */
public record RowBlock(Schema schema, int rows, List<Column> columns) {

  public RowBlock {
    columns = List.copyOf(columns);
    if (columns.size() != schema.fields().size()) {
      throw new IllegalArgumentException(
          columns.size() + " columns for " + schema.fields().size() + " fields");
    }
    for (int i = 0; i < columns.size(); i++) {
      requireType(schema.fields().get(i), columns.get(i));
      columns.get(i).validity().requireRows(rows);
    }
  }

  /** Throws unless the column holds values of the field's type, whatever the nested fields' ids. */
  static void requireType(Field field, Column column) {
    if (!column.type().equals(field.type()) && !column.type().text().equals(field.type().text())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "column of type %s for field '%s' of type %s",
              column.type().text(),
              field.name(),
              field.type().text()));
    }
  }

  /**
   * The column of the field with that id.
   *
   * @throws InvalidInput if the block does not have it
   */
  public Column column(int fieldId) {
    int index = schema.indexOf(fieldId);
    if (index < 0) {
      throw new InvalidInput("no column with field id " + fieldId + " in (" + schema.text() + ")");
    }
    return columns.get(index);
  }

  /** A row's values as the Java types that {@link Column} names, in the order of the columns. */
  public List<@Nullable Object> row(int row) {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (Column column : columns) {
      values.add(column.get(row));
    }
    return values;
  }

  /** A copy of the rows {@code from} (inclusive) to {@code to} (exclusive). */
  public RowBlock slice(int from, int to) {
    return new RowBlock(
        schema, to - from, columns.stream().map(column -> column.slice(from, to)).toList());
  }

  /** A copy of these rows, in their order. */
  public RowBlock select(int[] positions) {
    return new RowBlock(
        schema,
        positions.length,
        columns.stream().map(column -> column.select(positions)).toList());
  }

  /**
   * Checks that fields that hold no NULL hold none, also those inside other types. A block is not
   * checked when it is made: who stores it asks for it.
   *
   * @throws InvalidInput if one does; the message names the field and the row, or the place among
   *     the elements of all rows
   */
  public void requireNotNull() {
    for (int i = 0; i < columns.size(); i++) {
      RequiredFields.check(schema.fields().get(i), columns.get(i));
    }
  }

  /**
   * The statistics of each scalar, embedding, array, map and struct column and of the fields inside
   * structs, by field id. Fields inside arrays and maps have none.
   */
  public Map<Integer, ColumnStatistics> statistics() {
    Map<Integer, ColumnStatistics> statistics = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      collect(schema.fields().get(i), columns.get(i), statistics);
    }
    return statistics;
  }

  private static void collect(
      Field field, Column column, Map<Integer, ColumnStatistics> statistics) {
    statistics.put(field.id(), ColumnStatistics.of(column));
    if (column instanceof StructColumn struct) {
      for (int i = 0; i < struct.children().size(); i++) {
        collect(((StructType) field.type()).fields().get(i), struct.children().get(i), statistics);
      }
    }
  }
}
