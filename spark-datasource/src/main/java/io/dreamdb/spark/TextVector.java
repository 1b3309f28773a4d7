package io.dreamdb.spark;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Strings without NULLs. */
final class TextVector extends ReadOnlyVector {

  private final List<String> texts;

  TextVector(List<String> texts) {
    super(DataTypes.StringType);
    this.texts = List.copyOf(texts);
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
  public UTF8String getUTF8String(int row) {
    return UTF8String.fromString(texts.get(row));
  }
}
