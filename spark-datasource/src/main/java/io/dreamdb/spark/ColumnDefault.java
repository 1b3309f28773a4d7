package io.dreamdb.spark;

import io.dreamdb.schema.Column;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Value;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.ColumnDefaultValue;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.execution.vectorized.ColumnVectorUtils;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** The value of a column in rows that were written without it, in Spark's terms. */
final class ColumnDefault {

  private ColumnDefault() {}

  /** The column in rows that were written without it. */
  static ColumnVector vector(Field field, int rows) {
    ConstantColumnVector constant =
        new ConstantColumnVector(rows, TypeMapping.toSpark(field.type()));
    ColumnVectorUtils.populate(constant, row(field).getRow(0), 0);
    return constant;
  }

  private static ColumnarBatch row(Field field) {
    Column column = Column.ofMissing(field, 1);
    return BlockVector.batch(new RowBlock(Schema.of(field), 1, List.of(column)));
  }

  /**
   * What DESCRIBE shows, and INSERT takes where it leaves the column out; null where there is none.
   */
  static @Nullable ColumnDefaultValue shown(Field field) {
    if (field.defaultValue() == null) {
      return null;
    }
    DataType type = TypeMapping.toSpark(field.type());
    Object value = row(field).getRow(0).get(0, type);
    String sql = new org.apache.spark.sql.catalyst.expressions.Literal(value, type).sql();
    return new ColumnDefaultValue(sql, LiteralValue.apply(value, type));
  }

  /**
   * The field with the default that a statement gives it.
   *
   * @throws DreamFailure if the default is no constant of the field's type
   */
  static Field given(Field field, @Nullable ColumnDefaultValue given) {
    if (given == null) {
      return field;
    }
    if (!field.type().isScalar()) {
      throw DreamFailure.unsupported(
          "column '" + field.name() + "' of type " + field.type() + " with a DEFAULT");
    }
    Object value = given.getValue().value();
    if (value == null) {
      return field;
    }
    RowBuffer buffer = new RowBuffer(Schema.of(field));
    buffer.add(new GenericInternalRow(new Object[] {value}));
    Object java = buffer.drain().columns().get(0).get(0);
    return DreamFailure.translating(
        () -> field.withDefault(java == null ? null : Value.of(field.type(), java)));
  }
}
