package io.dreamdb.spark;

import io.dreamdb.schema.Bitmap;
import io.dreamdb.schema.BooleanColumn;
import io.dreamdb.schema.BytesColumn;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.DoubleColumn;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FloatColumn;
import io.dreamdb.schema.IntColumn;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructColumn;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Validity;
import io.dreamdb.schema.WideDecimalColumn;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Spark's columns as a block of core's, for core to evaluate a predicate on. Of arrays, maps and
 * vectors a predicate can only ask whether they are NULL, so that is all that is taken over.
 */
final class VectorBlock {

  private VectorBlock() {}

  /**
   * The block of these columns.
   *
   * @param fields what the columns hold, in their order
   */
  static RowBlock of(List<Field> fields, List<? extends ColumnVector> columns, int rows) {
    List<Field> carried = new ArrayList<>();
    List<Column> blocks = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Field field = fields.get(i);
      Column column = column(field.type(), columns.get(i), rows);
      carried.add(field.withType(column.type()));
      blocks.add(column);
    }
    return new RowBlock(new Schema(carried), rows, blocks);
  }

  private static Column column(Type type, ColumnVector vector, int rows) {
    Validity validity = validity(vector, rows);
    if (type instanceof PrimitiveType primitive) {
      return primitive(primitive, vector, rows, validity);
    }
    if (type instanceof DecimalType decimal) {
      return decimal(decimal, vector, rows, validity);
    }
    if (type instanceof StructType struct) {
      return struct(struct, vector, rows, validity);
    }
    return new BooleanColumn(Bitmap.filled(rows, true), validity);
  }

  private static Validity validity(ColumnVector vector, int rows) {
    if (!vector.hasNull()) {
      return Validity.all(rows);
    }
    long[] words = new long[(rows + 63) >>> 6];
    for (int i = 0; i < rows; i++) {
      if (!vector.isNullAt(i)) {
        words[i >>> 6] |= 1L << i;
      }
    }
    return Validity.of(Bitmap.wrap(words, rows));
  }

  private static Column primitive(
      PrimitiveType type, ColumnVector vector, int rows, Validity validity) {
    return switch (type) {
      case BOOLEAN -> new BooleanColumn(booleans(vector, rows), validity);
      case INT, DATE -> new IntColumn(type, vector.getInts(0, rows), validity);
      case BIGINT, TIMESTAMP, TIMESTAMP_NTZ ->
          new LongColumn(type, vector.getLongs(0, rows), validity);
      case FLOAT -> new FloatColumn(vector.getFloats(0, rows), validity);
      case DOUBLE -> new DoubleColumn(vector.getDoubles(0, rows), validity);
      case STRING, BINARY -> bytes(type, vector, rows);
    };
  }

  private static Bitmap booleans(ColumnVector vector, int rows) {
    long[] words = new long[(rows + 63) >>> 6];
    for (int i = 0; i < rows; i++) {
      if (!vector.isNullAt(i) && vector.getBoolean(i)) {
        words[i >>> 6] |= 1L << i;
      }
    }
    return Bitmap.wrap(words, rows);
  }

  private static Column bytes(PrimitiveType type, ColumnVector vector, int rows) {
    BytesColumn.Builder builder = new BytesColumn.Builder(type);
    for (int i = 0; i < rows; i++) {
      if (vector.isNullAt(i)) {
        builder.appendNull();
      } else {
        byte[] bytes = vector.getBinary(i);
        builder.appendBytes(bytes, 0, bytes.length);
      }
    }
    return builder.build();
  }

  private static Column decimal(
      DecimalType type, ColumnVector vector, int rows, Validity validity) {
    long[] low = new long[rows];
    long[] high = new long[type.fitsLong() ? 0 : rows];
    for (int i = 0; i < rows; i++) {
      if (vector.isNullAt(i)) {
        continue;
      }
      var decimal = vector.getDecimal(i, type.precision(), type.scale());
      if (type.fitsLong()) {
        low[i] = decimal.toUnscaledLong();
      } else {
        BigInteger unscaled = decimal.toJavaBigDecimal().unscaledValue();
        low[i] = unscaled.longValue();
        high[i] = unscaled.shiftRight(64).longValue();
      }
    }
    return type.fitsLong()
        ? new LongColumn(type, low, validity)
        : new WideDecimalColumn(type, high, low, validity);
  }

  private static Column struct(StructType type, ColumnVector vector, int rows, Validity validity) {
    List<Field> fields = new ArrayList<>();
    List<Column> children = new ArrayList<>();
    for (int i = 0; i < type.fields().size(); i++) {
      Field field = type.fields().get(i);
      Column child = column(field.type(), vector.getChild(i), rows);
      fields.add(field.withType(child.type()));
      children.add(child);
    }
    return new StructColumn(new StructType(fields), children, validity);
  }
}
