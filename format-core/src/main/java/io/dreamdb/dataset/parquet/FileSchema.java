package io.dreamdb.dataset.parquet;

import io.dreamdb.InvalidInput;
import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.MapType;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructType;
import java.math.BigInteger;
import java.util.Locale;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.parquet.schema.Types.PrimitiveBuilder;

/** The Parquet schema of row batches that core writes. */
final class FileSchema {

  private FileSchema() {}

  static MessageType of(Schema schema) {
    if (schema.fields().isEmpty()) {
      throw new InvalidInput("row batch without columns: expected at least one");
    }
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (Field field : schema.fields()) {
      message.addField(of(field));
    }
    return message.named("row_batch");
  }

  private static Type of(Field field) {
    Repetition repetition = field.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    if (field.type() instanceof StructType struct) {
      Types.GroupBuilder<org.apache.parquet.schema.GroupType> group = Types.buildGroup(repetition);
      for (Field child : struct.fields()) {
        group.addField(of(child));
      }
      return group.id(field.id()).named(field.name());
    }
    if (field.type() instanceof ArrayType array) {
      Type list = Types.repeatedGroup().addField(of(array.element())).named("list");
      return annotated(field, repetition, LogicalTypeAnnotation.listType(), list);
    }
    if (field.type() instanceof MapType map) {
      Type entries =
          Types.repeatedGroup()
              .addField(of(map.key()))
              .addField(of(map.value()))
              .named("key_value");
      return annotated(field, repetition, LogicalTypeAnnotation.mapType(), entries);
    }
    if (field.type() instanceof DecimalType decimal) {
      return decimal(decimal, repetition).id(field.id()).named(field.name());
    }
    if (field.type() instanceof PrimitiveType primitive) {
      return primitive(primitive, repetition).id(field.id()).named(field.name());
    }
    throw new InvalidInput(
        String.format(
            Locale.ROOT,
            "column '%s' of type %s: row batches hold no embeddings",
            field.name(),
            field.type().text()));
  }

  private static Type annotated(
      Field field, Repetition repetition, LogicalTypeAnnotation annotation, Type repeated) {
    return Types.buildGroup(repetition)
        .as(annotation)
        .addField(repeated)
        .id(field.id())
        .named(field.name());
  }

  private static PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> decimal(
      DecimalType type, Repetition repetition) {
    LogicalTypeAnnotation annotation =
        LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
    if (isInt32(type)) {
      return Types.primitive(PrimitiveTypeName.INT32, repetition).as(annotation);
    }
    if (type.fitsLong()) {
      return Types.primitive(PrimitiveTypeName.INT64, repetition).as(annotation);
    }
    return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
        .length(lengthBytes(type))
        .as(annotation);
  }

  static boolean isInt32(DecimalType type) {
    return type.precision() <= 9;
  }

  /** The fewest bytes that hold every unscaled value of the type, with its sign. */
  static int lengthBytes(DecimalType type) {
    return BigInteger.TEN.pow(type.precision()).bitLength() / 8 + 1;
  }

  private static PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> primitive(
      PrimitiveType type, Repetition repetition) {
    return switch (type) {
      case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition);
      case INT -> Types.primitive(PrimitiveTypeName.INT32, repetition);
      case BIGINT -> Types.primitive(PrimitiveTypeName.INT64, repetition);
      case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition);
      case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition);
      case BINARY -> Types.primitive(PrimitiveTypeName.BINARY, repetition);
      case STRING ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition)
              .as(LogicalTypeAnnotation.stringType());
      case DATE ->
          Types.primitive(PrimitiveTypeName.INT32, repetition).as(LogicalTypeAnnotation.dateType());
      case TIMESTAMP -> micros(repetition, true);
      case TIMESTAMP_NTZ -> micros(repetition, false);
    };
  }

  private static PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> micros(
      Repetition repetition, boolean utc) {
    return Types.primitive(PrimitiveTypeName.INT64, repetition)
        .as(LogicalTypeAnnotation.timestampType(utc, TimeUnit.MICROS));
  }
}
