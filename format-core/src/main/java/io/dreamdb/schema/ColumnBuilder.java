package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import org.jspecify.annotations.Nullable;

/**
 * Appends the values of one column. Builders of single types have methods that take primitives,
 * too. A builder may go on after {@link #build}, whose result does not change. Not for use by
 * several threads.
 */
public sealed interface ColumnBuilder
    permits BooleanColumn.Builder,
        IntColumn.Builder,
        LongColumn.Builder,
        FloatColumn.Builder,
        DoubleColumn.Builder,
        WideDecimalColumn.Builder,
        BytesColumn.Builder,
        ArrayColumn.Builder,
        MapColumn.Builder,
        StructColumn.Builder,
        EmbeddingColumn.Builder {

  /** How many rows were appended. */
  int rows();

  void appendNull();

  /**
   * Appends a value given as the Java type that {@link Column} names for the type, or null. After a
   * failure inside a nested value the builder must not be used further.
   *
   * @throws InvalidInput if the value has another Java type or is not exactly one of the type
   */
  void append(@Nullable Object value);

  /** The rows so far. */
  Column build();

  /** A builder of columns of that type. */
  static ColumnBuilder of(Type type) {
    if (type instanceof DecimalType decimal) {
      return decimal.fitsLong()
          ? new LongColumn.Builder(decimal)
          : new WideDecimalColumn.Builder(decimal);
    }
    if (type instanceof ArrayType array) {
      return new ArrayColumn.Builder(array);
    }
    if (type instanceof MapType map) {
      return new MapColumn.Builder(map);
    }
    if (type instanceof StructType struct) {
      return new StructColumn.Builder(struct);
    }
    if (type instanceof EmbeddingType embedding) {
      return new EmbeddingColumn.Builder(embedding);
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> new BooleanColumn.Builder();
      case INT, DATE -> new IntColumn.Builder(type);
      case BIGINT, TIMESTAMP, TIMESTAMP_NTZ -> new LongColumn.Builder(type);
      case FLOAT -> new FloatColumn.Builder();
      case DOUBLE -> new DoubleColumn.Builder();
      case STRING, BINARY -> new BytesColumn.Builder(type);
    };
  }
}
