package io.dreamdb.spark;

import org.apache.spark.sql.types.DataTypes;

/** The anchors of rows that follow one another. */
final class AnchorVector extends ReadOnlyVector {

  private final long first;

  AnchorVector(long first) {
    super(DataTypes.LongType);
    this.first = first;
  }

  @Override
  public boolean hasNull() {
    return false;
  }

  @Override
  public int numNulls() {
    return 0;
  }

  @Override
  public boolean isNullAt(int row) {
    return false;
  }

  @Override
  public long getLong(int row) {
    return first + row;
  }
}
