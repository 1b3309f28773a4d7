package io.dreamdb.dataset.parquet;

import io.dreamdb.schema.BooleanColumn;
import io.dreamdb.schema.BytesColumn;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.DoubleColumn;
import io.dreamdb.schema.FloatColumn;
import io.dreamdb.schema.IntColumn;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.WideDecimalColumn;
import java.nio.ByteBuffer;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Hands one value of a column to Parquet. */
@FunctionalInterface
interface ValueWriter {

  void write(ColumnWriter target, int row, int repetition, int definition);

  /** A writer of the values of a scalar column. */
  static ValueWriter of(Column column) {
    if (column instanceof BooleanColumn booleans) {
      return (to, row, rep, def) -> to.write(booleans.getBoolean(row), rep, def);
    }
    if (column instanceof IntColumn ints) {
      return (to, row, rep, def) -> to.write(ints.getInt(row), rep, def);
    }
    if (column instanceof LongColumn longs) {
      return longs.type() instanceof DecimalType decimal && FileSchema.isInt32(decimal)
          ? (to, row, rep, def) -> to.write(Math.toIntExact(longs.getLong(row)), rep, def)
          : (to, row, rep, def) -> to.write(longs.getLong(row), rep, def);
    }
    if (column instanceof FloatColumn floats) {
      return (to, row, rep, def) -> to.write(floats.getFloat(row), rep, def);
    }
    if (column instanceof DoubleColumn doubles) {
      return (to, row, rep, def) -> to.write(doubles.getDouble(row), rep, def);
    }
    if (column instanceof WideDecimalColumn decimals) {
      int length = FileSchema.lengthBytes(decimals.type());
      return (to, row, rep, def) -> to.write(bigEndian(decimals, row, length), rep, def);
    }
    if (column instanceof BytesColumn bytes) {
      return (to, row, rep, def) -> to.write(copy(bytes.getBytes(row)), rep, def);
    }
    throw new IllegalArgumentException("type " + column.type().text() + " is no scalar");
  }

  /** Parquet keeps what it is given, in its dictionary and statistics. */
  private static Binary copy(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.get(bytes);
    return Binary.fromConstantByteArray(bytes);
  }

  private static Binary bigEndian(WideDecimalColumn column, int row, int length) {
    ByteBuffer all = ByteBuffer.allocate(16);
    all.putLong(column.getHigh(row)).putLong(column.getLow(row));
    return copy(all.flip().position(16 - length));
  }
}
