package io.dreamdb.spark;

import io.dreamdb.track.BatchAnchors;
import org.apache.spark.sql.types.DataTypes;

/** The anchors of rows of a batch that follow one another. */
final class AnchorVector extends ReadOnlyVector {

  private final BatchAnchors anchors;
  private final int first;

  AnchorVector(BatchAnchors anchors, int first) {
    super(DataTypes.LongType);
    this.anchors = anchors;
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
    return anchors.anchor(first + row);
  }
}
