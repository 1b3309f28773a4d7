package io.dreamdb.spark;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;

/** A column that owns no memory; a subclass has the getters of its type, all others refuse. */
abstract class ReadOnlyVector extends ColumnVector {

  ReadOnlyVector(DataType type) {
    super(type);
  }

  private UnsupportedOperationException wrongType(String asked) {
    return new UnsupportedOperationException(
        "column of type " + dataType().sql() + " was asked for " + asked);
  }

  @Override
  public void close() {
    // The memory belongs to others.
  }

  @Override
  public boolean getBoolean(int row) {
    throw wrongType("a boolean");
  }

  @Override
  public byte getByte(int row) {
    throw wrongType("a byte");
  }

  @Override
  public short getShort(int row) {
    throw wrongType("a short");
  }

  @Override
  public int getInt(int row) {
    throw wrongType("an int");
  }

  @Override
  public long getLong(int row) {
    throw wrongType("a long");
  }

  @Override
  public float getFloat(int row) {
    throw wrongType("a float");
  }

  @Override
  public double getDouble(int row) {
    throw wrongType("a double");
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw wrongType("an array");
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw wrongType("a map");
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    throw wrongType("a decimal");
  }

  @Override
  public UTF8String getUTF8String(int row) {
    throw wrongType("a string");
  }

  @Override
  public byte[] getBinary(int row) {
    throw wrongType("bytes");
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw wrongType("a child");
  }
}
