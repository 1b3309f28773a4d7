package io.dreamdb.trino;

import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FieldIds;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.StructType;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeOperators;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The types of tables and those of SQL, both ways.
 *
 * <p>Every type of a table has one SQL type. In the other direction tinyint and smallint become
 * int, char and varchar of any length string, timestamps of at most 6 digits those of 6 digits;
 * other types without a counterpart are refused.
 */
final class TypeMapping {

  private static final int MICROS = 6;

  private final TypeOperators operators;

  TypeMapping(TypeOperators operators) {
    this.operators = operators;
  }

  /** The SQL type that shows values of a type of tables. */
  Type toTrino(io.dreamdb.schema.Type type) {
    if (type instanceof PrimitiveType primitive) {
      return primitive(primitive);
    }
    if (type instanceof io.dreamdb.schema.DecimalType decimal) {
      return DecimalType.createDecimalType(decimal.precision(), decimal.scale());
    }
    if (type instanceof io.dreamdb.schema.ArrayType array) {
      return new ArrayType(toTrino(array.element().type()));
    }
    if (type instanceof io.dreamdb.schema.MapType map) {
      return new MapType(toTrino(map.key().type()), toTrino(map.value().type()), operators);
    }
    if (type instanceof StructType struct) {
      return RowType.from(
          struct.fields().stream()
              .map(field -> RowType.field(field.name(), toTrino(field.type())))
              .toList());
    }
    return new ArrayType(RealType.REAL);
  }

  private static Type primitive(PrimitiveType type) {
    return switch (type) {
      case BOOLEAN -> BooleanType.BOOLEAN;
      case INT -> IntegerType.INTEGER;
      case BIGINT -> BigintType.BIGINT;
      case FLOAT -> RealType.REAL;
      case DOUBLE -> DoubleType.DOUBLE;
      case STRING -> VarcharType.VARCHAR;
      case BINARY -> VarbinaryType.VARBINARY;
      case DATE -> DateType.DATE;
      case TIMESTAMP -> TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS;
      case TIMESTAMP_NTZ -> TimestampType.TIMESTAMP_MICROS;
    };
  }

  /**
   * The type of tables that holds values of a SQL type.
   *
   * @param column names the column in the refusal
   * @param ids gives nested fields their ids
   * @throws TrinoException if there is none
   */
  static io.dreamdb.schema.Type toDream(String column, Type type, FieldIds ids) {
    if (type instanceof ArrayType array) {
      return io.dreamdb.schema.ArrayType.of(
          ids.next(), toDream(column, array.getElementType(), ids), true);
    }
    if (type instanceof MapType map) {
      return io.dreamdb.schema.MapType.of(
          ids.next(),
          toDream(column, map.getKeyType(), ids),
          ids.next(),
          toDream(column, map.getValueType(), ids),
          true);
    }
    if (type instanceof RowType row) {
      return struct(column, row, ids);
    }
    return scalar(type).orElseThrow(() -> refused(column, type));
  }

  private static io.dreamdb.schema.Type struct(String column, RowType row, FieldIds ids) {
    List<Field> fields = new ArrayList<>();
    for (RowType.Field field : row.getFields()) {
      String name =
          field
              .getName()
              .orElseThrow(() ->
                  new TrinoException(
                      StandardErrorCode.NOT_SUPPORTED,
                      "Column '"
                          + column
                          + "' of type "
                          + row.getDisplayName()
                          + " has a field without a name: name each field of a ROW"));
      fields.add(Field.nullable(ids.next(), name, toDream(column, field.getType(), ids)));
    }
    return new StructType(fields);
  }

  private static Optional<io.dreamdb.schema.Type> scalar(Type type) {
    return Optional.ofNullable(
        switch (type) {
          case BooleanType _ -> PrimitiveType.BOOLEAN;
          case TinyintType _, SmallintType _, IntegerType _ -> PrimitiveType.INT;
          case BigintType _ -> PrimitiveType.BIGINT;
          case RealType _ -> PrimitiveType.FLOAT;
          case DoubleType _ -> PrimitiveType.DOUBLE;
          case VarcharType _, CharType _ -> PrimitiveType.STRING;
          case VarbinaryType _ -> PrimitiveType.BINARY;
          case DateType _ -> PrimitiveType.DATE;
          case DecimalType decimal ->
              new io.dreamdb.schema.DecimalType(decimal.getPrecision(), decimal.getScale());
          case TimestampType timestamp when timestamp.getPrecision() <= MICROS ->
              PrimitiveType.TIMESTAMP_NTZ;
          case TimestampWithTimeZoneType timestamp when timestamp.getPrecision() <= MICROS ->
              PrimitiveType.TIMESTAMP;
          default -> null;
        });
  }

  /** The SQL type that a table shows for a column created with a type; empty if it is that one. */
  Optional<Type> widened(String column, Type type) {
    int[] next = {0};
    Type shown = toTrino(toDream(column, type, () -> ++next[0]));
    return shown.equals(type) ? Optional.empty() : Optional.of(shown);
  }

  private static TrinoException refused(String column, Type type) {
    return new TrinoException(
        StandardErrorCode.NOT_SUPPORTED,
        "Column '"
            + column
            + "' has type "
            + type.getDisplayName()
            + ", which no table holds: expected boolean, integer, bigint, real, double, decimal, "
            + "varchar, varbinary, date, timestamp or timestamp with time zone of at most 6 "
            + "digits, or an array, map or row of these");
  }

  /** Whether a type of tables is shown as ARRAY(REAL) but stored as vectors. */
  static boolean isEmbedding(io.dreamdb.schema.Type type) {
    return type instanceof EmbeddingType;
  }
}
