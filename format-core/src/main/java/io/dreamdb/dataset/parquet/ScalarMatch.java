package io.dreamdb.dataset.parquet;

import io.dreamdb.schema.BooleanColumn;
import io.dreamdb.schema.BytesColumn;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.DoubleColumn;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FloatColumn;
import io.dreamdb.schema.IntColumn;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Type;
import java.util.Locale;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * A scalar field and the column of a file that holds it in the same or in a narrower type.
 *
 * @param type the field's
 * @param file the column's, which has been found to fit
 */
record ScalarMatch(Type type, org.apache.parquet.schema.PrimitiveType file) {

  /** Throws unless values of the column are values of the field. */
  static ScalarMatch of(Field field, org.apache.parquet.schema.PrimitiveType file) {
    if (!fits(field.type(), file)) {
      throw new ParquetDecodingException(
          String.format(
              Locale.ROOT,
              "field '%s' with id %d is %s, and the file has: %s",
              field.name(),
              field.id(),
              field.type().text(),
              file));
    }
    return new ScalarMatch(field.type(), file);
  }

  private static boolean fits(Type type, org.apache.parquet.schema.PrimitiveType file) {
    PrimitiveTypeName physical = file.getPrimitiveTypeName();
    LogicalTypeAnnotation annotation = file.getLogicalTypeAnnotation();
    if (type instanceof DecimalType decimal) {
      return fitsDecimal(decimal, physical, annotation);
    }
    return switch ((PrimitiveType) type) {
      case BOOLEAN -> physical == PrimitiveTypeName.BOOLEAN;
      case INT -> physical == PrimitiveTypeName.INT32 && isSigned(annotation, 32);
      case BIGINT ->
          physical == PrimitiveTypeName.INT64 && isSigned(annotation, 64)
              || physical == PrimitiveTypeName.INT32 && isSigned(annotation, 32);
      case FLOAT -> physical == PrimitiveTypeName.FLOAT;
      case DOUBLE -> physical == PrimitiveTypeName.DOUBLE || physical == PrimitiveTypeName.FLOAT;
      case STRING ->
          physical == PrimitiveTypeName.BINARY && annotation instanceof StringLogicalTypeAnnotation;
      case BINARY -> physical == PrimitiveTypeName.BINARY && annotation == null;
      case DATE ->
          physical == PrimitiveTypeName.INT32 && annotation instanceof DateLogicalTypeAnnotation;
      case TIMESTAMP -> physical == PrimitiveTypeName.INT64 && isMicros(annotation, true);
      case TIMESTAMP_NTZ -> physical == PrimitiveTypeName.INT64 && isMicros(annotation, false);
    };
  }

  private static boolean isSigned(@Nullable LogicalTypeAnnotation annotation, int bits) {
    return annotation == null
        || annotation instanceof IntLogicalTypeAnnotation number
            && number.isSigned()
            && number.getBitWidth() <= bits;
  }

  private static boolean isMicros(@Nullable LogicalTypeAnnotation annotation, boolean utc) {
    return annotation instanceof TimestampLogicalTypeAnnotation timestamp
        && timestamp.getUnit() == TimeUnit.MICROS
        && timestamp.isAdjustedToUTC() == utc;
  }

  private static boolean fitsDecimal(
      DecimalType type, PrimitiveTypeName physical, @Nullable LogicalTypeAnnotation annotation) {
    return annotation instanceof DecimalLogicalTypeAnnotation decimal
        && decimal.getScale() == type.scale()
        && decimal.getPrecision() <= type.precision()
        && (physical == PrimitiveTypeName.INT32
            || physical == PrimitiveTypeName.INT64
            || physical == PrimitiveTypeName.BINARY
            || physical == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY);
  }

  /** Moves one value into a builder of the field's type. */
  ValueReader reader(ColumnBuilder builder) {
    if (type instanceof DecimalType decimal) {
      return DecimalReader.of(decimal, file.getPrimitiveTypeName(), builder);
    }
    if (builder instanceof IntColumn.Builder ints) {
      return values -> ints.appendInt(values.readInteger());
    }
    if (builder instanceof LongColumn.Builder longs) {
      return file.getPrimitiveTypeName() == PrimitiveTypeName.INT32
          ? values -> longs.appendLong(values.readInteger())
          : values -> longs.appendLong(values.readLong());
    }
    if (builder instanceof DoubleColumn.Builder doubles) {
      return file.getPrimitiveTypeName() == PrimitiveTypeName.FLOAT
          ? values -> doubles.appendDouble(values.readFloat())
          : values -> doubles.appendDouble(values.readDouble());
    }
    if (builder instanceof FloatColumn.Builder floats) {
      return values -> floats.appendFloat(values.readFloat());
    }
    if (builder instanceof BooleanColumn.Builder booleans) {
      return values -> booleans.appendBoolean(values.readBoolean());
    }
    return new BytesReader((BytesColumn.Builder) builder, type == PrimitiveType.STRING);
  }
}
