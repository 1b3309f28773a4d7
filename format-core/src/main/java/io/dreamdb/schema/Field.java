package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.Locale;
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
 * @param defaultValue the value in rows of batches that were written without the field, only of
 *     columns of scalar types; null: NULL
 * @param comment free text for people, where there is one
 */
public record Field(
    int id,
    String name,
    Type type,
    boolean nullable,
    @Nullable Value defaultValue,
    @Nullable String comment) {

  /** The most bytes of a default, so that a block of rows that have it stays small. */
  public static final int MAX_DEFAULT_BYTES = 1_024;

  public Field {
    if (id < 1) {
      throw new InvalidInput("field id " + id + " of '" + name + "': expected 1 to 2147483647");
    }
    name = FieldName.parse(name);
    if (defaultValue != null) {
      requireDefault(name, type, defaultValue);
    }
  }

  /** A field without a default. */
  public Field(int id, String name, Type type, boolean nullable, @Nullable String comment) {
    this(id, name, type, nullable, null, comment);
  }

  private static void requireDefault(String name, Type type, Value value) {
    if (!value.type().equals(type)) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "default %s of '%s': expected a value of type %s",
              value,
              name,
              type.text()));
    }
    int bytes = value.toBytes().length;
    if (bytes > MAX_DEFAULT_BYTES) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "default of '%s' has %d bytes: expected at most %d",
              name,
              bytes,
              MAX_DEFAULT_BYTES));
    }
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
    return new Field(id, newName, type, nullable, defaultValue, comment);
  }

  /**
   * The same field, with its default, in another type.
   *
   * @throws InvalidInput if it has a default and the type is no wider one
   */
  public Field withType(Type newType) {
    Value widened = defaultValue == null ? null : defaultValue.widenedTo(newType);
    return new Field(id, name, newType, nullable, widened, comment);
  }

  public Field withNullable(boolean newNullable) {
    return new Field(id, name, type, newNullable, defaultValue, comment);
  }

  /** The same field with a default; null: rows without it are NULL there. */
  public Field withDefault(@Nullable Value newDefault) {
    return new Field(id, name, type, nullable, newDefault, comment);
  }

  public Field withComment(@Nullable String newComment) {
    return new Field(id, name, type, nullable, defaultValue, newComment);
  }

  String typeText() {
    return nullable ? type.text() : type.text() + " not null";
  }
}
