package io.dreamdb.spark;

import io.dreamdb.schema.ArrayColumn;
import io.dreamdb.schema.BooleanColumn;
import io.dreamdb.schema.BytesColumn;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.DoubleColumn;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.FloatColumn;
import io.dreamdb.schema.IntColumn;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.MapColumn;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.StructColumn;
import io.dreamdb.schema.Validity;
import io.dreamdb.schema.WideDecimalColumn;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** One of core's columns as one of Spark's, without a copy of the numbers. */
final class BlockVector extends ReadOnlyVector {

  private final Column column;

  BlockVector(Column column) {
    super(TypeMapping.toSpark(column.type()));
    this.column = column;
  }

  /** The columns of a block. */
  static ColumnarBatch batch(RowBlock block) {
    ColumnVector[] vectors =
        block.columns().stream().map(BlockVector::new).toArray(ColumnVector[]::new);
    return new ColumnarBatch(vectors, block.rows());
  }

  @Override
  public boolean hasNull() {
    return column.validity().hasNulls();
  }

  @Override
  public int numNulls() {
    return column.validity().nullCount();
  }

  @Override
  public boolean isNullAt(int row) {
    return column.isNull(row);
  }

  @Override
  public boolean getBoolean(int row) {
    return ((BooleanColumn) column).getBoolean(row);
  }

  @Override
  public int getInt(int row) {
    return ((IntColumn) column).getInt(row);
  }

  @Override
  public long getLong(int row) {
    return ((LongColumn) column).getLong(row);
  }

  @Override
  public float getFloat(int row) {
    return ((FloatColumn) column).getFloat(row);
  }

  @Override
  public double getDouble(int row) {
    return ((DoubleColumn) column).getDouble(row);
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    if (column instanceof LongColumn longs) {
      return Decimal.createUnsafe(longs.getLong(row), precision, scale);
    }
    WideDecimalColumn wide = (WideDecimalColumn) column;
    int digits = ((DecimalType) wide.type()).scale();
    return Decimal.apply(new BigDecimal(wide.getUnscaled(row), digits), precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return UTF8String.fromBytes(getBinary(row));
  }

  @Override
  public byte[] getBinary(int row) {
    ByteBuffer bytes = ((BytesColumn) column).getBytes(row);
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  @Override
  public ColumnarArray getArray(int row) {
    if (column instanceof EmbeddingColumn vectors) {
      float[] vector = new float[vectors.type().dimension()];
      vectors.copyTo(row, vector, 0);
      FloatColumn floats = new FloatColumn(vector, Validity.all(vector.length));
      return new ColumnarArray(new BlockVector(floats), 0, vector.length);
    }
    ArrayColumn array = (ArrayColumn) column;
    int first = array.offset(row);
    return new ColumnarArray(
        new BlockVector(array.elements()), first, array.offset(row + 1) - first);
  }

  @Override
  public ColumnarMap getMap(int row) {
    MapColumn map = (MapColumn) column;
    int first = map.offset(row);
    return new ColumnarMap(
        new BlockVector(map.keys()),
        new BlockVector(map.values()),
        first,
        map.offset(row + 1) - first);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return new BlockVector(((StructColumn) column).children().get(ordinal));
  }
}
