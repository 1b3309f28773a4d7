package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.List;
import java.util.Locale;

/** Maps; the two fields are named {@code key}, which is never NULL, and {@code value}. */
public record MapType(Field key, Field value) implements Type {

  static final String KEY = "key";
  static final String VALUE = "value";

  public MapType {
    if (!key.name().equals(KEY) || !value.name().equals(VALUE)) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "map fields named '%s' and '%s': expected 'key' and 'value'",
              key.name(),
              value.name()));
    }
    if (key.nullable()) {
      throw new InvalidInput("map key of type " + key.type().text() + " is nullable: it must not");
    }
  }

  /** A map with those ids and types; only the value may be nullable. */
  public static MapType of(int keyId, Type key, int valueId, Type value, boolean valueNullable) {
    return new MapType(
        new Field(keyId, KEY, key, false, null),
        new Field(valueId, VALUE, value, valueNullable, null));
  }

  @Override
  public List<Field> children() {
    return List.of(key, value);
  }

  @Override
  public String text() {
    return "map<" + key.type().text() + "," + value.typeText() + ">";
  }

  @Override
  public String toString() {
    return text();
  }
}
