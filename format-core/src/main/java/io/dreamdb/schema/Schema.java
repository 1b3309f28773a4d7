package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns of a table, in order.
 *
 * <p>Ids are unique over all fields, nested ones included; names are unique among columns and
 * within each struct, without case. Immutable; equal when the fields are.
 */
public final class Schema {

  private final List<Field> fields;
  private final Map<String, Field> byName;
  private final Map<Integer, Field> byId;

  /**
   * @throws InvalidInput if an id or name occurs twice, a column's name begins with {@code _} or
   *     {@code $}, an embedding or a default stands inside another type, or types are nested too
   *     deep
   */
  public Schema(List<Field> fields) {
    this.fields = List.copyOf(fields);
    StructType.requireUniqueNames(this.fields);
    Map<String, Field> names = new HashMap<>();
    Map<Integer, Field> ids = new LinkedHashMap<>();
    for (Field field : this.fields) {
      FieldName.requireColumn(field.name());
      requireDepth(field);
      names.put(field.name(), field);
      collectIds(field, ids);
    }
    this.byName = names;
    this.byId = Collections.unmodifiableMap(ids);
  }

  /** A schema of these columns. */
  public static Schema of(Field... fields) {
    return new Schema(List.of(fields));
  }

  /**
   * Reads the form of {@link #text}: {@code id:bigint not null, title:string}. Each field gets an
   * id from {@code ids}; the empty text has no columns.
   *
   * @throws InvalidInput if the text is no schema; the message has the position
   */
  public static Schema parse(String text, FieldIds ids) {
    return TypeParser.parseSchema(text, ids);
  }

  private static void requireDepth(Field field) {
    int depth = field.type().depth();
    if (depth > Type.MAX_DEPTH) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "column '%s' nests %d types: expected at most %d",
              field.name(),
              depth,
              Type.MAX_DEPTH));
    }
  }

  private static void collectIds(Field field, Map<Integer, Field> ids) {
    Field other = ids.put(field.id(), field);
    if (other != null) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "field id %d is that of '%s' and of '%s': ids must differ",
              field.id(),
              other.name(),
              field.name()));
    }
    for (Field child : field.type().children()) {
      if (child.type() instanceof EmbeddingType) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "embedding '%s' inside '%s': embeddings must be columns of their own",
                child.name(),
                field.name()));
      }
      if (child.defaultValue() != null) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "default of '%s' inside '%s': only columns have defaults",
                child.name(),
                field.name()));
      }
      collectIds(child, ids);
    }
  }

  public List<Field> fields() {
    return fields;
  }

  /** The column of that name, in any case. */
  public Optional<Field> find(String name) {
    return Optional.ofNullable(byName.get(FieldName.fold(name)));
  }

  /** The column or the field inside it that a path names. */
  public Optional<Field> find(ColumnPath path) {
    Optional<Field> found = find(path.names().get(0));
    for (String name : path.names().subList(1, path.names().size())) {
      found =
          found.flatMap(parent ->
              parent.type().children().stream()
                  .filter(child -> child.name().equals(name))
                  .findFirst());
    }
    return found;
  }

  /** The field of that id, at whatever depth. */
  public Optional<Field> findById(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The ids of all fields, nested ones included, each before those inside it. */
  public Set<Integer> ids() {
    return byId.keySet();
  }

  /** The place of the column with that id, or −1. */
  public int indexOf(int id) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).id() == id) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The columns of these names, in the order given.
   *
   * @throws InvalidInput if a name is unknown or given twice
   */
  public Schema select(List<String> names) {
    List<Field> selected = new ArrayList<>(names.size());
    for (String name : names) {
      selected.add(
          find(name)
              .orElseThrow(
                  () -> new InvalidInput("unknown column '" + name + "': " + knownColumns())));
    }
    return new Schema(selected);
  }

  String knownColumns() {
    return "the columns are "
        + fields.stream()
            .map(field -> FieldName.quoted(field.name()))
            .collect(Collectors.joining(", "));
  }

  /** The columns' names, types and nullability, without ids and comments. */
  public String text() {
    return StructType.fieldsText(fields);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schema schema && fields.equals(schema.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
