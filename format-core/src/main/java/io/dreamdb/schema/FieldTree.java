package io.dreamdb.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Changes of fields that stand somewhere in a schema, found by id. */
final class FieldTree {

  private FieldTree() {}

  /** The fields with what is made of those among which the field of that id stands. */
  static List<Field> edited(List<Field> fields, int id, UnaryOperator<List<Field>> edit) {
    if (fields.stream().anyMatch(field -> field.id() == id)) {
      return edit.apply(fields);
    }
    List<Field> edited = new ArrayList<>(fields);
    edited.replaceAll(field -> {
      List<Field> children = field.type().children();
      return ids(field).contains(id)
          ? field.withType(field.type().withChildren(edited(children, id, edit)))
          : field;
    });
    return edited;
  }

  /** The fields with one of them, at whatever depth, replaced. */
  static List<Field> replaced(List<Field> fields, int id, UnaryOperator<Field> change) {
    return edited(
        fields,
        id,
        siblings -> {
          List<Field> replaced = new ArrayList<>(siblings);
          replaced.replaceAll(field -> field.id() == id ? change.apply(field) : field);
          return replaced;
        });
  }

  /** The ids of a field and of all fields inside it. */
  static Set<Integer> ids(Field field) {
    Set<Integer> ids = new HashSet<>();
    ids.add(field.id());
    field.type().children().forEach(child -> ids.addAll(ids(child)));
    return ids;
  }

  /** The field inside which a field stands; empty of a column. */
  static Optional<Field> parent(Schema schema, int id) {
    return schema.ids().stream()
        .flatMap(candidate -> schema.findById(candidate).stream())
        .filter(field -> field.type().children().stream().anyMatch(child -> child.id() == id))
        .findFirst();
  }
}
