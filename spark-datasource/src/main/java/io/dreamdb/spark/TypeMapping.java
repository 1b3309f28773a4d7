package io.dreamdb.spark;

import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FieldIds;
import io.dreamdb.schema.MapType;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.VarcharType;

/**
 * Types in both directions.
 *
 * <table>
 *   <caption>Types</caption>
 *   <tr><th>Spark</th><th>DreamDB</th></tr>
 *   <tr><td>BOOLEAN, INT, BIGINT, FLOAT, DOUBLE, DECIMAL, STRING, BINARY, DATE, TIMESTAMP,
 *       TIMESTAMP_NTZ, ARRAY, MAP, STRUCT</td><td>the same</td></tr>
 *   <tr><td>ARRAY&lt;FLOAT&gt; of a column with a dimension</td><td>embedding</td></tr>
 *   <tr><td>TINYINT, SMALLINT</td><td>int, which is what the table shows</td></tr>
 *   <tr><td>VARCHAR, CHAR</td><td>string, without the length</td></tr>
 *   <tr><td>all others</td><td>refused at CREATE</td></tr>
 * </table>
 */
final class TypeMapping {

  /** The key under which Spark's Parquet reader looks for a field's id. */
  private static final String PARQUET_FIELD_ID = "parquet.field.id";

  /**
   * What shows an embedding. Its elements are shown as nullable: arrays in queries are, and could
   * not be written else.
   */
  static final DataType VECTOR = DataTypes.createArrayType(DataTypes.FloatType, true);

  private TypeMapping() {}

  /** Spark's type of a column. */
  static DataType toSpark(Type type) {
    return toSpark(type, Field::name);
  }

  private static DataType toSpark(Type type, Function<Field, String> names) {
    if (type instanceof PrimitiveType primitive) {
      return primitive(primitive);
    }
    if (type instanceof DecimalType decimal) {
      return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
    }
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(
          toSpark(array.element().type(), names), array.element().nullable());
    }
    if (type instanceof MapType map) {
      return DataTypes.createMapType(
          toSpark(map.key().type(), names),
          toSpark(map.value().type(), names),
          map.value().nullable());
    }
    if (type instanceof StructType struct) {
      return toSpark(struct.fields(), names);
    }
    return VECTOR;
  }

  private static DataType primitive(PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> DataTypes.BooleanType;
      case INT -> DataTypes.IntegerType;
      case BIGINT -> DataTypes.LongType;
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
      case STRING -> DataTypes.StringType;
      case BINARY -> DataTypes.BinaryType;
      case DATE -> DataTypes.DateType;
      case TIMESTAMP -> DataTypes.TimestampType;
      case TIMESTAMP_NTZ -> DataTypes.TimestampNTZType;
    };
  }

  /** Spark's struct of these fields, with comments and with ids where the Parquet reader looks. */
  static org.apache.spark.sql.types.StructType toSpark(List<Field> fields) {
    return toSpark(fields, Field::name);
  }

  /**
   * The same with names that no field has. Spark's Parquet reader looks for a field by its id, but
   * takes another one of the same name where a field was renamed.
   */
  static org.apache.spark.sql.types.StructType toSparkById(List<Field> fields) {
    return toSpark(fields, field -> "\u0001" + field.id());
  }

  private static org.apache.spark.sql.types.StructType toSpark(
      List<Field> fields, Function<Field, String> names) {
    List<StructField> converted = new ArrayList<>(fields.size());
    for (Field field : fields) {
      Metadata metadata = new MetadataBuilder().putLong(PARQUET_FIELD_ID, field.id()).build();
      StructField plain =
          new StructField(
              names.apply(field), toSpark(field.type(), names), field.nullable(), metadata);
      String comment = field.comment();
      converted.add(comment == null ? plain : plain.withComment(comment));
    }
    return DataTypes.createStructType(converted);
  }

  /**
   * The type of a column that Spark creates.
   *
   * @param column its name, for the message
   * @param ids for nested fields
   * @throws DreamFailure if tables have no such type
   */
  static Type fromSpark(String column, DataType type, FieldIds ids) {
    if (type instanceof org.apache.spark.sql.types.DecimalType decimal) {
      return new DecimalType(decimal.precision(), decimal.scale());
    }
    if (type instanceof org.apache.spark.sql.types.ArrayType array) {
      int id = ids.next();
      return ArrayType.of(id, fromSpark(column, array.elementType(), ids), array.containsNull());
    }
    if (type instanceof org.apache.spark.sql.types.MapType map) {
      int key = ids.next();
      int value = ids.next();
      return MapType.of(
          key,
          fromSpark(column, map.keyType(), ids),
          value,
          fromSpark(column, map.valueType(), ids),
          map.valueContainsNull());
    }
    if (type instanceof org.apache.spark.sql.types.StructType struct) {
      return struct(column, struct, ids);
    }
    return primitive(column, type);
  }

  private static StructType struct(
      String column, org.apache.spark.sql.types.StructType struct, FieldIds ids) {
    List<Field> fields = new ArrayList<>();
    for (StructField field : struct.fields()) {
      int id = ids.next();
      Type type = fromSpark(column + "." + field.name(), field.dataType(), ids);
      String comment = field.getComment().isDefined() ? field.getComment().get() : null;
      fields.add(new Field(id, field.name(), type, field.nullable(), comment));
    }
    return new StructType(fields);
  }

  private static Type primitive(String column, DataType type) {
    if (type instanceof ByteType || type instanceof ShortType) {
      return PrimitiveType.INT;
    }
    if (type instanceof VarcharType || type instanceof CharType) {
      return PrimitiveType.STRING;
    }
    for (PrimitiveType candidate : PrimitiveType.values()) {
      // Also refuses strings with a collation: core compares strings by their bytes.
      if (primitive(candidate).equals(type)) {
        return candidate;
      }
    }
    throw DreamFailure.unsupported(
        "column '"
            + column
            + "' has type "
            + type.sql()
            + ", which tables do not have; cast it to one of boolean, int, bigint, float, double,"
            + " decimal, string, binary, date, timestamp, timestamp_ntz, array, map or struct");
  }

  /**
   * The columns that a query requires, structs whole. Spark would leave out fields inside structs;
   * what a scan says that it reads counts.
   */
  static org.apache.spark.sql.types.StructType whole(
      org.apache.spark.sql.types.StructType all, org.apache.spark.sql.types.StructType required) {
    List<StructField> columns = new ArrayList<>();
    List<String> names = List.of(all.fieldNames());
    for (StructField field : required.fields()) {
      columns.add(names.contains(field.name()) ? all.apply(field.name()) : field);
    }
    return DataTypes.createStructType(columns);
  }

  /** Whether Spark's type can hold the vectors of an embedding. */
  static boolean isVector(DataType type) {
    return type instanceof org.apache.spark.sql.types.ArrayType array
        && array.elementType().equals(DataTypes.FloatType);
  }

  /** Whether a column's values are read from vector storage instead of the row batch. */
  static boolean isEmbedding(Field field) {
    return field.type() instanceof EmbeddingType;
  }
}
