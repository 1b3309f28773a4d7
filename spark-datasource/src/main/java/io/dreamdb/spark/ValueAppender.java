package io.dreamdb.spark;

import io.dreamdb.schema.ArrayColumn;
import io.dreamdb.schema.BooleanColumn;
import io.dreamdb.schema.BytesColumn;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.DoubleColumn;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FloatColumn;
import io.dreamdb.schema.IntColumn;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.MapColumn;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.StructColumn;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.WideDecimalColumn;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;

/** Takes one value out of a row, array or map of Spark's and appends it to a column. */
@FunctionalInterface
interface ValueAppender {

  /** Appends the value at that place, which may be NULL. */
  void append(SpecializedGetters source, int ordinal);

  /** The appender of a field's values to a builder of its type. */
  static ValueAppender of(Field field, ColumnBuilder builder, RowBuffer.ByteCount variable) {
    ValueAppender value = ofValue(field, builder, variable);
    return (source, ordinal) -> {
      if (source.isNullAt(ordinal)) {
        builder.appendNull();
      } else {
        value.append(source, ordinal);
      }
    };
  }

  private static ValueAppender ofValue(
      Field field, ColumnBuilder builder, RowBuffer.ByteCount variable) {
    if (builder instanceof BooleanColumn.Builder booleans) {
      return (source, ordinal) -> booleans.appendBoolean(source.getBoolean(ordinal));
    }
    if (builder instanceof IntColumn.Builder ints) {
      return (source, ordinal) -> ints.appendInt(source.getInt(ordinal));
    }
    if (builder instanceof LongColumn.Builder longs) {
      return field.type() instanceof DecimalType decimal
          ? shortDecimal(decimal, longs)
          : (source, ordinal) -> longs.appendLong(source.getLong(ordinal));
    }
    if (builder instanceof FloatColumn.Builder floats) {
      return (source, ordinal) -> floats.appendFloat(source.getFloat(ordinal));
    }
    if (builder instanceof DoubleColumn.Builder doubles) {
      return (source, ordinal) -> doubles.appendDouble(source.getDouble(ordinal));
    }
    if (builder instanceof WideDecimalColumn.Builder decimals) {
      return wideDecimal((DecimalType) field.type(), decimals);
    }
    if (builder instanceof BytesColumn.Builder bytes) {
      return bytes(field, bytes, variable);
    }
    if (builder instanceof EmbeddingColumn.Builder vectors) {
      return new VectorAppender(field, vectors);
    }
    if (builder instanceof ArrayColumn.Builder array) {
      return array(field, array, variable);
    }
    if (builder instanceof MapColumn.Builder map) {
      return map(field, map, variable);
    }
    return struct(field, (StructColumn.Builder) builder, variable);
  }

  private static ValueAppender shortDecimal(DecimalType type, LongColumn.Builder longs) {
    return (source, ordinal) ->
        longs.appendLong(
            source.getDecimal(ordinal, type.precision(), type.scale()).toUnscaledLong());
  }

  private static ValueAppender wideDecimal(DecimalType type, WideDecimalColumn.Builder decimals) {
    return (source, ordinal) -> {
      BigInteger unscaled =
          source
              .getDecimal(ordinal, type.precision(), type.scale())
              .toJavaBigDecimal()
              .unscaledValue();
      decimals.appendUnscaled(unscaled.shiftRight(64).longValue(), unscaled.longValue());
    };
  }

  private static ValueAppender bytes(
      Field field, BytesColumn.Builder builder, RowBuffer.ByteCount variable) {
    if (field.type() == PrimitiveType.STRING) {
      return (source, ordinal) -> {
        var string = source.getUTF8String(ordinal);
        if (!string.isValid()) {
          throw DreamFailure.invalid(
              "column '"
                  + field.name()
                  + "' has a string that is not valid UTF-8; store it as"
                  + " BINARY, or repair it with make_valid_utf8");
        }
        append(builder, string.getBytes(), variable);
      };
    }
    return (source, ordinal) -> append(builder, source.getBinary(ordinal), variable);
  }

  private static void append(
      BytesColumn.Builder builder, byte[] bytes, RowBuffer.ByteCount variable) {
    builder.appendBytes(bytes, 0, bytes.length);
    variable.add(bytes.length);
  }

  private static ValueAppender array(
      Field field, ArrayColumn.Builder builder, RowBuffer.ByteCount variable) {
    Field element = field.type().children().get(0);
    ValueAppender elements = of(element, builder.elements(), variable);
    return (source, ordinal) -> {
      appendAll(source.getArray(ordinal), elements, variable);
      builder.endRow();
    };
  }

  private static ValueAppender map(
      Field field, MapColumn.Builder builder, RowBuffer.ByteCount variable) {
    ValueAppender keys = of(field.type().children().get(0), builder.keys(), variable);
    ValueAppender values = of(field.type().children().get(1), builder.values(), variable);
    return (source, ordinal) -> {
      MapData map = source.getMap(ordinal);
      appendAll(map.keyArray(), keys, variable);
      appendAll(map.valueArray(), values, variable);
      builder.endRow();
    };
  }

  private static void appendAll(
      ArrayData array, ValueAppender elements, RowBuffer.ByteCount variable) {
    int count = array.numElements();
    for (int i = 0; i < count; i++) {
      elements.append(array, i);
    }
    variable.add(8L * count);
  }

  private static ValueAppender struct(
      Field field, StructColumn.Builder builder, RowBuffer.ByteCount variable) {
    List<Field> fields = ((StructType) field.type()).fields();
    List<ValueAppender> children = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      children.add(of(fields.get(i), builder.children().get(i), variable));
    }
    return (source, ordinal) -> {
      InternalRow row = source.getStruct(ordinal, children.size());
      for (int i = 0; i < children.size(); i++) {
        children.get(i).append(row, i);
      }
      builder.endRow();
      variable.add(8L * children.size());
    };
  }
}
