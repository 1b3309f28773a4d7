package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A fixed sequence of at least one named field; names are unique. */
public record StructType(List<Field> fields) implements Type {

  public StructType {
    fields = List.copyOf(fields);
    if (fields.isEmpty()) {
      throw new InvalidInput("struct without fields: expected at least one");
    }
    requireUniqueNames(fields);
  }

  /** The field of that name, in any case. */
  public Optional<Field> find(String name) {
    String folded = FieldName.fold(name);
    return fields.stream().filter(field -> field.name().equals(folded)).findFirst();
  }

  @Override
  public List<Field> children() {
    return fields;
  }

  @Override
  public String text() {
    return "struct<" + fieldsText(fields) + ">";
  }

  @Override
  public String toString() {
    return text();
  }

  static String fieldsText(List<Field> fields) {
    return fields.stream()
        .map(field -> FieldName.quoted(field.name()) + ":" + field.typeText())
        .collect(Collectors.joining(","));
  }

  static void requireUniqueNames(List<Field> fields) {
    Set<String> seen = new HashSet<>();
    for (Field field : fields) {
      if (!seen.add(field.name())) {
        throw new InvalidInput(
            "two fields are named '" + field.name() + "': names are compared without case");
      }
    }
  }
}
