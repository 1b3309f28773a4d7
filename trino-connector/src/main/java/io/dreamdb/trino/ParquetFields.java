package io.dreamdb.trino;

import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.MapType;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructType;
import io.trino.spi.type.Type;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The Parquet schema of row batches ({@code rows.md}, section 4): each field with its id. */
final class ParquetFields {

  private static final int MAX_INT32_DIGITS = 9;

  private final TypeMapping types;

  /** What trino-parquet asks for beside the schema: the SQL type of each leaf, by its path. */
  private final Map<List<String>, Type> leaves = new HashMap<>();

  private final MessageType message;

  ParquetFields(Schema schema, TypeMapping types) {
    this.types = types;
    Types.MessageTypeBuilder builder = Types.buildMessage();
    for (Field field : schema.fields()) {
      builder.addField(field(field, List.of()));
    }
    this.message = builder.named("rows");
  }

  MessageType message() {
    return message;
  }

  Map<List<String>, Type> leaves() {
    return leaves;
  }

  private org.apache.parquet.schema.Type field(Field field, List<String> parent) {
    Repetition repetition = field.nullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    List<String> path = append(parent, field.name());
    return switch (field.type()) {
      case ArrayType array ->
          Types.list(repetition)
              .element(field(array.element(), append(path, "list")))
              .id(field.id())
              .named(field.name());
      case MapType map ->
          Types.map(repetition)
              .key(field(map.key(), append(path, "key_value")))
              .value(field(map.value(), append(path, "key_value")))
              .id(field.id())
              .named(field.name());
      case StructType struct -> struct(field, struct, repetition, path);
      case EmbeddingType _ ->
          throw new IllegalArgumentException("embedding '" + field.name() + "' in a row batch");
      case DecimalType decimal -> leaf(field, decimal(decimal, repetition), path);
      case PrimitiveType primitive -> leaf(field, primitive(primitive, repetition), path);
    };
  }

  private GroupType struct(
      Field field, StructType struct, Repetition repetition, List<String> path) {
    Types.GroupBuilder<GroupType> builder = Types.buildGroup(repetition);
    for (Field child : struct.fields()) {
      builder.addField(field(child, path));
    }
    return builder.id(field.id()).named(field.name());
  }

  private org.apache.parquet.schema.Type leaf(
      Field field,
      Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> builder,
      List<String> path) {
    leaves.put(path, types.toTrino(field.type()));
    return builder.id(field.id()).named(field.name());
  }

  private static List<String> append(List<String> path, String name) {
    List<String> longer = new java.util.ArrayList<>(path);
    longer.add(name);
    return List.copyOf(longer);
  }

  private static Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> primitive(
      PrimitiveType type, Repetition repetition) {
    return switch (type) {
      case BOOLEAN -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition);
      case INT -> Types.primitive(PrimitiveTypeName.INT32, repetition);
      case BIGINT -> Types.primitive(PrimitiveTypeName.INT64, repetition);
      case FLOAT -> Types.primitive(PrimitiveTypeName.FLOAT, repetition);
      case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition);
      case STRING ->
          Types.primitive(PrimitiveTypeName.BINARY, repetition)
              .as(LogicalTypeAnnotation.stringType());
      case BINARY -> Types.primitive(PrimitiveTypeName.BINARY, repetition);
      case DATE ->
          Types.primitive(PrimitiveTypeName.INT32, repetition).as(LogicalTypeAnnotation.dateType());
      case TIMESTAMP -> timestamp(repetition, true);
      case TIMESTAMP_NTZ -> timestamp(repetition, false);
    };
  }

  private static Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> timestamp(
      Repetition repetition, boolean utc) {
    return Types.primitive(PrimitiveTypeName.INT64, repetition)
        .as(LogicalTypeAnnotation.timestampType(utc, TimeUnit.MICROS));
  }

  private static Types.PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> decimal(
      DecimalType type, Repetition repetition) {
    LogicalTypeAnnotation annotation =
        LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
    if (type.precision() <= MAX_INT32_DIGITS) {
      return Types.primitive(PrimitiveTypeName.INT32, repetition).as(annotation);
    }
    if (type.fitsLong()) {
      return Types.primitive(PrimitiveTypeName.INT64, repetition).as(annotation);
    }
    int bits = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE).bitLength() + 1;
    return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
        .length((bits + 7) / 8)
        .as(annotation);
  }
}
