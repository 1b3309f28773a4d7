package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One change of a schema. Fields are meant by id, so that it can be made again on another schema in
 * which they have other names and places.
 */
public sealed interface SchemaEdit {

  /** The parent of columns. */
  int TABLE = 0;

  /**
   * The schema after the change.
   *
   * @throws InvalidInput if it cannot be made; the message says why
   */
  Schema applyTo(Schema schema);

  /**
   * The ids of the fields that it changes in a schema, but for their places: what another change
   * must leave alone.
   */
  Set<Integer> touched(Schema schema);

  /** The ids of the fields that must be there. */
  Set<Integer> needed();

  /** A field that old rows have no values of. It becomes the last of its siblings. */
  record Add(int parentId, Field field) implements SchemaEdit {

    /**
     * @param parentId a struct, or {@link #TABLE}
     * @throws InvalidInput if old rows could not have it
     */
    public Add {
      boolean nested = parentId != TABLE;
      if (!field.nullable() && (nested || field.type() instanceof EmbeddingType)) {
        throw new InvalidInput(
            named(field) + " is NULL in the rows that are there: it must be nullable");
      }
      if (!field.nullable() && field.defaultValue() == null) {
        throw new InvalidInput(
            named(field)
                + " is NULL in the rows that are there: give it a default, or let it be nullable");
      }
    }

    @Override
    public Schema applyTo(Schema schema) {
      if (parentId == TABLE) {
        return new Schema(with(schema.fields()));
      }
      return replaced(
          schema,
          parentId,
          parent -> {
            if (!(parent.type() instanceof StructType struct)) {
              throw new InvalidInput(
                  named(parent) + " of type " + parent.type().text() + " is no struct");
            }
            return parent.withType(new StructType(with(struct.fields())));
          });
    }

    private List<Field> with(List<Field> siblings) {
      List<Field> all = new ArrayList<>(siblings);
      all.add(field);
      return all;
    }

    @Override
    public Set<Integer> touched(Schema schema) {
      return Set.of(field.id());
    }

    @Override
    public Set<Integer> needed() {
      return parentId == TABLE ? Set.of() : Set.of(parentId);
    }
  }

  /** A field goes, with all inside it. */
  record Drop(int id) implements SchemaEdit {
    @Override
    public Schema applyTo(Schema schema) {
      requireOwnName(schema, id);
      return among(
          schema,
          id,
          siblings -> {
            if (siblings.size() == 1) {
              throw new InvalidInput(
                  named(siblings.get(0))
                      + " is the only field where it stands: drop what holds it");
            }
            return siblings.stream().filter(field -> field.id() != id).toList();
          });
    }

    @Override
    public Set<Integer> touched(Schema schema) {
      return schema.findById(id).map(FieldTree::ids).orElse(Set.of(id));
    }

    @Override
    public Set<Integer> needed() {
      return Set.of(id);
    }
  }

  /** Another name. */
  record Rename(int id, String name) implements SchemaEdit {
    @Override
    public Schema applyTo(Schema schema) {
      requireOwnName(schema, id);
      return replaced(schema, id, field -> field.withName(name));
    }

    @Override
    public Set<Integer> touched(Schema schema) {
      return Set.of(id);
    }

    @Override
    public Set<Integer> needed() {
      return Set.of(id);
    }
  }

  /** A wider type. */
  record Widen(int id, Type type) implements SchemaEdit {
    @Override
    public Schema applyTo(Schema schema) {
      return replaced(
          schema,
          id,
          field -> {
            if (!field.type().widensTo(type)) {
              throw new InvalidInput(
                  String.format(
                      Locale.ROOT,
                      "%s of type %s cannot become %s: types widen from int to bigint, from float"
                          + " to double, and from decimal to one of more digits and the same scale",
                      named(field),
                      field.type().text(),
                      type.text()));
            }
            return field.withType(type);
          });
    }

    @Override
    public Set<Integer> touched(Schema schema) {
      return Set.of(id);
    }

    @Override
    public Set<Integer> needed() {
      return Set.of(id);
    }
  }

  /** NULL may occur from now on. */
  record MakeNullable(int id) implements SchemaEdit {
    @Override
    public Schema applyTo(Schema schema) {
      return replaced(schema, id, field -> field.withNullable(true));
    }

    @Override
    public Set<Integer> touched(Schema schema) {
      return Set.of(id);
    }

    @Override
    public Set<Integer> needed() {
      return Set.of(id);
    }
  }

  /** Another comment; null removes it. */
  record Comment(int id, @Nullable String comment) implements SchemaEdit {
    @Override
    public Schema applyTo(Schema schema) {
      return replaced(schema, id, field -> field.withComment(comment));
    }

    @Override
    public Set<Integer> touched(Schema schema) {
      return Set.of(id);
    }

    @Override
    public Set<Integer> needed() {
      return Set.of(id);
    }
  }

  /**
   * Another place among its siblings.
   *
   * @param after the sibling before it; 0: it becomes the first
   */
  record Move(int id, int after) implements SchemaEdit {
    @Override
    public Schema applyTo(Schema schema) {
      requireOwnName(schema, id);
      return among(schema, id, this::moved);
    }

    private List<Field> moved(List<Field> siblings) {
      List<Field> others = new ArrayList<>(siblings);
      Field field = others.remove(indexOf(siblings, id));
      int before = after == 0 ? -1 : indexOf(others, after);
      if (after != 0 && before < 0) {
        throw new InvalidInput(
            named(field) + " can only stand after another field of the same table or struct");
      }
      others.add(before + 1, field);
      return others;
    }

    private static int indexOf(List<Field> fields, int id) {
      for (int i = 0; i < fields.size(); i++) {
        if (fields.get(i).id() == id) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public Set<Integer> touched(Schema schema) {
      return Set.of();
    }

    @Override
    public Set<Integer> needed() {
      return after == 0 || after == id ? Set.of(id) : Set.of(id, after);
    }
  }

  private static String named(Field field) {
    return "field '" + field.name() + "'";
  }

  private static Schema among(Schema schema, int id, UnaryOperator<List<Field>> edit) {
    requireField(schema, id);
    return new Schema(FieldTree.edited(schema.fields(), id, edit));
  }

  private static Schema replaced(Schema schema, int id, UnaryOperator<Field> change) {
    requireField(schema, id);
    return new Schema(FieldTree.replaced(schema.fields(), id, change));
  }

  private static void requireField(Schema schema, int id) {
    if (schema.findById(id).isEmpty()) {
      throw new InvalidInput("no field with id " + id + " in (" + schema.text() + ")");
    }
  }

  /** An array's element and a map's key and value have fixed names and places. */
  private static void requireOwnName(Schema schema, int id) {
    FieldTree.parent(schema, id)
        .filter(parent -> !(parent.type() instanceof StructType))
        .ifPresent(parent -> {
          throw new InvalidInput(
              named(parent)
                  + " of type "
                  + parent.type().text()
                  + ": what is inside has a fixed name and place");
        });
  }
}
