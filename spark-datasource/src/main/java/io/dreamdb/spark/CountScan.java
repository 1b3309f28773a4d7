package io.dreamdb.spark;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.StructType;

/**
 * COUNT(*) from a table's metadata.
 *
 * @param readSchema a column for each COUNT(*) of the query
 * @param count the number of live rows
 */
record CountScan(StructType readSchema, long count) implements LocalScan {

  @Override
  public InternalRow[] rows() {
    Object[] values = new Object[readSchema.length()];
    Arrays.fill(values, count);
    return new InternalRow[] {new GenericInternalRow(values)};
  }
}
