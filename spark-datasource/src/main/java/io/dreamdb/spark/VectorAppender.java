package io.dreamdb.spark;

import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;

/** Appends arrays of floats to an embedding column; those in Spark's own layout by one copy. */
final class VectorAppender implements ValueAppender {

  private final String name;
  private final int dimension;
  private final EmbeddingColumn.Builder builder;
  private final float[] vector;

  VectorAppender(Field field, EmbeddingColumn.Builder builder) {
    this.name = field.name();
    this.dimension = ((EmbeddingType) field.type()).dimension();
    this.builder = builder;
    this.vector = new float[dimension];
  }

  @Override
  public void append(SpecializedGetters source, int ordinal) {
    ArrayData array = source.getArray(ordinal);
    if (array.numElements() != dimension) {
      throw DreamFailure.invalid(
          "column '"
              + name
              + "' has dimension "
              + dimension
              + ", and a vector of "
              + array.numElements()
              + " elements is to be written");
    }
    requireElements(array);
    if (array instanceof UnsafeArrayData unsafe) {
      long first =
          unsafe.getBaseOffset() + UnsafeArrayData.calculateHeaderPortionInBytes(dimension);
      Platform.copyMemory(
          unsafe.getBaseObject(), first, vector, Platform.FLOAT_ARRAY_OFFSET, 4L * dimension);
    } else {
      for (int i = 0; i < dimension; i++) {
        vector[i] = array.getFloat(i);
      }
    }
    builder.appendVector(vector, 0);
  }

  private void requireElements(ArrayData array) {
    for (int i = 0; i < dimension; i++) {
      if (array.isNullAt(i)) {
        throw DreamFailure.invalid(
            "column '"
                + name
                + "' is to hold a vector whose element "
                + (i + 1)
                + " is NULL: expected numbers only");
      }
    }
  }
}
