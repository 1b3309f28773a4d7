package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.List;

/** Lists of values of one type; the element is a field named {@code element}. */
public record ArrayType(Field element) implements Type {

  static final String ELEMENT = "element";

  public ArrayType {
    if (!element.name().equals(ELEMENT)) {
      throw new InvalidInput("array element named '" + element.name() + "': expected 'element'");
    }
  }

  /** An array whose element has that id, type and nullability. */
  public static ArrayType of(int elementId, Type element, boolean elementNullable) {
    return new ArrayType(new Field(elementId, ELEMENT, element, elementNullable, null));
  }

  @Override
  public List<Field> children() {
    return List.of(element);
  }

  @Override
  public String text() {
    return "array<" + element.typeText() + ">";
  }

  @Override
  public String toString() {
    return text();
  }
}
