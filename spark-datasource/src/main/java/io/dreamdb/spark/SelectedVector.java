package io.dreamdb.spark;

import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Some rows of another column: row i is the other's row {@code positions[i]}. */
final class SelectedVector extends ColumnVector {

  private final ColumnVector all;
  private final int[] positions;
  private final ColumnVector @Nullable [] children;

  SelectedVector(ColumnVector all, int[] positions) {
    super(all.dataType());
    this.all = all;
    this.positions = positions;
    // Rows of structs are addressed in the children, by the row's number here.
    this.children =
        all.dataType() instanceof org.apache.spark.sql.types.StructType struct
            ? new ColumnVector[struct.length()]
            : null;
  }

  @Override
  public void close() {
    // The column below belongs to others.
  }

  @Override
  public boolean hasNull() {
    return all.hasNull();
  }

  @Override
  public int numNulls() {
    int nulls = 0;
    if (all.hasNull()) {
      for (int position : positions) {
        nulls += all.isNullAt(position) ? 1 : 0;
      }
    }
    return nulls;
  }

  @Override
  public boolean isNullAt(int row) {
    return all.isNullAt(positions[row]);
  }

  @Override
  public boolean getBoolean(int row) {
    return all.getBoolean(positions[row]);
  }

  @Override
  public byte getByte(int row) {
    return all.getByte(positions[row]);
  }

  @Override
  public short getShort(int row) {
    return all.getShort(positions[row]);
  }

  @Override
  public int getInt(int row) {
    return all.getInt(positions[row]);
  }

  @Override
  public long getLong(int row) {
    return all.getLong(positions[row]);
  }

  @Override
  public float getFloat(int row) {
    return all.getFloat(positions[row]);
  }

  @Override
  public double getDouble(int row) {
    return all.getDouble(positions[row]);
  }

  @Override
  public ColumnarArray getArray(int row) {
    return all.getArray(positions[row]);
  }

  @Override
  public ColumnarMap getMap(int row) {
    return all.getMap(positions[row]);
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    return all.getDecimal(positions[row], precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return all.getUTF8String(positions[row]);
  }

  @Override
  public byte[] getBinary(int row) {
    return all.getBinary(positions[row]);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    if (children == null) {
      return all.getChild(ordinal);
    }
    ColumnVector child = children[ordinal];
    if (child == null) {
      child = new SelectedVector(all.getChild(ordinal), positions);
      children[ordinal] = child;
    }
    return child;
  }
}
