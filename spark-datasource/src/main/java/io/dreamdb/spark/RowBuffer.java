package io.dreamdb.spark;

import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/** Collects Spark's rows to blocks of a few megabytes. One thread. */
final class RowBuffer {

  private static final int MAX_ROWS = 4_096;
  private static final long MAX_BYTES = 8L << 20;

  private final Schema schema;
  private final long rowBytes;
  private List<ColumnBuilder> builders = List.of();
  private List<ValueAppender> appenders = List.of();
  private final ByteCount variable = new ByteCount();
  private int rows;

  /** Bytes of values without a fixed length in the present block. */
  static final class ByteCount {
    private long bytes;

    void add(long more) {
      bytes += more;
    }
  }

  RowBuffer(Schema schema) {
    this.schema = schema;
    this.rowBytes = schema.fields().stream().mapToLong(RowBuffer::fixedBytes).sum();
    begin();
  }

  private static long fixedBytes(Field field) {
    return field.type() instanceof EmbeddingType embedding ? 4L * embedding.dimension() : 8;
  }

  private void begin() {
    List<ColumnBuilder> newBuilders = new ArrayList<>();
    List<ValueAppender> newAppenders = new ArrayList<>();
    for (Field field : schema.fields()) {
      ColumnBuilder builder = ColumnBuilder.of(field.type());
      newBuilders.add(builder);
      newAppenders.add(ValueAppender.of(field, builder, variable));
    }
    builders = newBuilders;
    appenders = newAppenders;
    variable.bytes = 0;
    rows = 0;
  }

  /** Appends a row whose columns are those of the schema, in their order. */
  void add(InternalRow row) {
    for (int i = 0; i < appenders.size(); i++) {
      appenders.get(i).append(row, i);
    }
    rows++;
  }

  int rows() {
    return rows;
  }

  /** Whether it is time to {@link #drain}. */
  boolean isFull() {
    return rows == MAX_ROWS || rows * rowBytes + variable.bytes >= MAX_BYTES;
  }

  /** The rows collected so far; the buffer is empty afterwards. */
  RowBlock drain() {
    RowBlock block =
        new RowBlock(schema, rows, builders.stream().map(ColumnBuilder::build).toList());
    begin();
    return block;
  }
}
