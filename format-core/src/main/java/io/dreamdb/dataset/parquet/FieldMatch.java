package io.dreamdb.dataset.parquet;

import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.MapType;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/** Finds the fields of a schema in a file, by id, and opens readers of the columns they need. */
final class FieldMatch {

  private final FileBytes bytes;
  private final FileFooter footer;
  private final List<LeafReader> leaves = new ArrayList<>();

  FieldMatch(FileBytes bytes, FileFooter footer) {
    this.bytes = bytes;
    this.footer = footer;
  }

  /** Readers of the columns, in their order. */
  List<FieldReader> match(Schema columns) {
    return children(columns.fields(), footer.schema(), List.of(), 0, 0, 0);
  }

  /** The Parquet columns that they read. */
  List<LeafReader> leaves() {
    return leaves;
  }

  private List<FieldReader> children(
      List<Field> fields, GroupType group, List<String> path, int lists, int slot, int above) {
    List<FieldReader> readers = new ArrayList<>(fields.size());
    for (Field field : fields) {
      Type found = find(group, field.id());
      readers.add(
          found == null
              ? new FieldReader.Absent(field)
              : match(field, found, path, lists, slot, above));
    }
    return readers;
  }

  private static @Nullable Type find(GroupType group, int id) {
    Type found = null;
    for (Type type : group.getFields()) {
      if (type.getId() != null && type.getId().intValue() == id) {
        if (found != null) {
          throw new ParquetDecodingException("two fields of the file have the id " + id);
        }
        found = type;
      }
    }
    return found;
  }

  /**
   * Matches a field.
   *
   * @param path of the group that the type is in
   * @param above the definition level of that group
   */
  private FieldReader match(
      Field field, Type type, List<String> parent, int lists, int slot, int above) {
    if (type.isRepetition(Repetition.REPEATED)) {
      throw mismatch(field, type);
    }
    List<String> path = below(parent, type);
    int present = type.isRepetition(Repetition.OPTIONAL) ? above + 1 : above;
    FieldReader.Place place = new FieldReader.Place(lists, slot, present);
    if (field.type().isScalar()) {
      if (!type.isPrimitive()) {
        throw mismatch(field, type);
      }
      ScalarMatch match = ScalarMatch.of(field, type.asPrimitiveType());
      return new FieldReader.Scalar(leaf(path, slot, match));
    }
    if (type.isPrimitive()) {
      throw mismatch(field, type);
    }
    GroupType group = type.asGroupType();
    if (field.type() instanceof StructType struct) {
      return struct(struct, field, group, path, place);
    }
    if (field.type() instanceof ArrayType array) {
      return array(array, field, group, path, place);
    }
    return map((MapType) field.type(), field, group, path, place);
  }

  private FieldReader struct(
      StructType struct, Field field, GroupType group, List<String> path, FieldReader.Place place) {
    LogicalTypeAnnotation annotation = group.getLogicalTypeAnnotation();
    if (annotation != null) {
      throw mismatch(field, group);
    }
    int before = leaves.size();
    List<FieldReader> children =
        children(struct.fields(), group, path, place.lists(), place.slot(), place.present());
    return new FieldReader.Struct(struct, place, witness(before, group, path), children);
  }

  /** A Parquet column inside a group: one that is read anyway, else its first. */
  private LeafReader witness(int before, GroupType group, List<String> path) {
    if (leaves.size() > before) {
      return leaves.get(before);
    }
    List<String> down = path;
    Type type = group;
    while (!type.isPrimitive()) {
      type = type.asGroupType().getType(0);
      down = below(down, type);
    }
    return leaf(down, 0, null);
  }

  private FieldReader array(
      ArrayType array, Field field, GroupType group, List<String> path, FieldReader.Place place) {
    boolean isList = group.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
    GroupType list = repeated(field, group, isList, 1);
    int before = leaves.size();
    FieldReader element = inList(array.element(), list.getType(0), below(path, list), place);
    return new FieldReader.Array(array, new FieldReader.Lists(place, leaves.get(before)), element);
  }

  private FieldReader map(
      MapType map, Field field, GroupType group, List<String> path, FieldReader.Place place) {
    boolean isMap = group.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation;
    GroupType entries = repeated(field, group, isMap, 2);
    int before = leaves.size();
    List<String> inside = below(path, entries);
    FieldReader key = inList(map.key(), entries.getType(0), inside, place);
    FieldReader value = inList(map.value(), entries.getType(1), inside, place);
    return new FieldReader.Map(map, new FieldReader.Lists(place, leaves.get(before)), key, value);
  }

  private FieldReader inList(Field field, Type type, List<String> path, FieldReader.Place list) {
    int level = list.present() + 1;
    return match(field, type, path, list.lists() + 1, level, level);
  }

  private static GroupType repeated(Field field, GroupType group, boolean annotated, int fields) {
    if (annotated
        && group.getFieldCount() == 1
        && group.getType(0).isRepetition(Repetition.REPEATED)
        && !group.getType(0).isPrimitive()
        && group.getType(0).asGroupType().getFieldCount() == fields) {
      return group.getType(0).asGroupType();
    }
    throw mismatch(field, group);
  }

  private LeafReader leaf(List<String> path, int slot, @Nullable ScalarMatch match) {
    ColumnDescriptor column = footer.schema().getColumnDescription(path.toArray(String[]::new));
    LeafReader leaf = new LeafReader(bytes, footer, column, slot, match);
    leaves.add(leaf);
    return leaf;
  }

  private static List<String> below(List<String> path, Type type) {
    List<String> longer = new ArrayList<>(path);
    longer.add(type.getName());
    return longer;
  }

  private static ParquetDecodingException mismatch(Field field, Type found) {
    return new ParquetDecodingException(
        String.format(
            Locale.ROOT,
            "field '%s' with id %d is %s, and the file has: %s",
            field.name(),
            field.id(),
            field.type().text(),
            found));
  }
}
