package io.dreamdb.trino;

import io.dreamdb.schema.ArrayColumn;
import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.MapColumn;
import io.dreamdb.schema.MapType;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.StructColumn;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;

/**
 * Structs of which a file has none of the fields asked for. Only a field inside tells where the
 * struct is NULL, so one of the file's own is read with it, last, and taken off again.
 */
final class StructWitness {

  private StructWitness() {}

  /** The field with a witness in each struct, at whatever depth, that needs one. */
  static Field asked(Field field, org.apache.parquet.schema.Type file) {
    if (file.isPrimitive()) {
      return field;
    }
    GroupType group = file.asGroupType();
    List<Field> children = new ArrayList<>();
    if (field.type() instanceof StructType struct) {
      boolean some = false;
      for (Field child : struct.fields()) {
        int place = place(group, child);
        some |= place >= 0;
        children.add(place < 0 ? child : asked(child, group.getType(place)));
      }
      if (!some) {
        children.add(witness(group.getType(0), struct));
      }
    } else if (group.getFieldCount() == 1 && !group.getType(0).isPrimitive()) {
      GroupType repeated = group.getType(0).asGroupType();
      int count = Math.min(repeated.getFieldCount(), field.type().children().size());
      for (int i = 0; i < count; i++) {
        children.add(asked(field.type().children().get(i), repeated.getType(i)));
      }
    }
    return children.size() < field.type().children().size()
        ? field
        : field.withType(field.type().withChildren(children));
  }

  private static int place(GroupType group, Field field) {
    return IntStream.range(0, group.getFieldCount())
        .filter(i -> group.getType(i).getId() != null)
        .filter(i -> group.getType(i).getId().intValue() == field.id())
        .findFirst()
        .orElse(-1);
  }

  private static Field witness(org.apache.parquet.schema.Type file, StructType beside) {
    StringBuilder name = new StringBuilder("w");
    while (beside.find(name.toString()).isPresent()) {
      name.append('w');
    }
    return field(file).withName(name.toString());
  }

  /** A field as a row batch has it. */
  private static Field field(org.apache.parquet.schema.Type file) {
    return Field.nullable(file.getId().intValue(), file.getName(), type(file));
  }

  private static Type type(org.apache.parquet.schema.Type file) {
    LogicalTypeAnnotation annotation = file.getLogicalTypeAnnotation();
    if (!file.isPrimitive()) {
      GroupType group = file.asGroupType();
      if (annotation instanceof ListLogicalTypeAnnotation) {
        return new ArrayType(field(group.getType(0).asGroupType().getType(0)));
      }
      if (annotation instanceof MapLogicalTypeAnnotation) {
        GroupType entry = group.getType(0).asGroupType();
        return new MapType(field(entry.getType(0)).withNullable(false), field(entry.getType(1)));
      }
      return new StructType(group.getFields().stream().map(StructWitness::field).toList());
    }
    if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      return new DecimalType(decimal.getPrecision(), decimal.getScale());
    }
    boolean isText = annotation != null;
    return switch (file.asPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> PrimitiveType.BOOLEAN;
      case INT32 ->
          annotation instanceof DateLogicalTypeAnnotation ? PrimitiveType.DATE : PrimitiveType.INT;
      case INT64 ->
          !(annotation instanceof TimestampLogicalTypeAnnotation timestamp)
              ? PrimitiveType.BIGINT
              : timestamp.isAdjustedToUTC() ? PrimitiveType.TIMESTAMP : PrimitiveType.TIMESTAMP_NTZ;
      case FLOAT -> PrimitiveType.FLOAT;
      case DOUBLE -> PrimitiveType.DOUBLE;
      default -> isText ? PrimitiveType.STRING : PrimitiveType.BINARY;
    };
  }

  /** The column without witnesses. */
  static Column without(Type wanted, Column column) {
    if (wanted instanceof StructType struct) {
      StructColumn found = (StructColumn) column;
      List<Column> children = new ArrayList<>();
      for (int i = 0; i < struct.fields().size(); i++) {
        children.add(without(struct.fields().get(i).type(), found.children().get(i)));
      }
      return new StructColumn(struct, children, found.validity());
    }
    if (wanted instanceof ArrayType array) {
      ArrayColumn found = (ArrayColumn) column;
      Column elements = without(array.element().type(), found.elements());
      return new ArrayColumn(
          array, offsets(found.rows(), found::offset), elements, found.validity());
    }
    if (wanted instanceof MapType map) {
      MapColumn found = (MapColumn) column;
      return new MapColumn(
          map,
          offsets(found.rows(), found::offset),
          without(map.key().type(), found.keys()),
          without(map.value().type(), found.values()),
          found.validity());
    }
    return column;
  }

  private static int[] offsets(int rows, IntUnaryOperator offset) {
    return IntStream.rangeClosed(0, rows).map(offset).toArray();
  }
}
