package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import org.jspecify.annotations.Nullable;

/**
 * A named, typed place for values: a column, a field of a struct, an array's element, a map's key
 * or value.
 *
 * <p>The id is what data files and statistics know the field by. It stays when the field is
 * renamed, moved or widened, and no other field of the table ever gets it.
 *
 * @param id 1 to 2³¹−1, drawn at random
 * @param name given in any case, kept in lower case
 * @param comment free text for people, where there is one
 */
public record Field(int id, String name, Type type, boolean nullable, @Nullable String comment) {

  public Field {
    if (id < 1) {
      throw new InvalidInput("field id " + id + " of '" + name + "': expected 1 to 2147483647");
    }
    name = FieldName.parse(name);
  }

  /** A nullable field without a comment. */
  public static Field nullable(int id, String name, Type type) {
    return new Field(id, name, type, true, null);
  }

  /** A field that holds no NULL, without a comment. */
  public static Field required(int id, String name, Type type) {
    return new Field(id, name, type, false, null);
  }

  public Field withName(String newName) {
    return new Field(id, newName, type, nullable, comment);
  }

  public Field withType(Type newType) {
    return new Field(id, name, newType, nullable, comment);
  }

  public Field withNullable(boolean newNullable) {
    return new Field(id, name, type, newNullable, comment);
  }

  public Field withComment(@Nullable String newComment) {
    return new Field(id, name, type, nullable, newComment);
  }

  String typeText() {
    return nullable ? type.text() : type.text() + " not null";
  }
}
