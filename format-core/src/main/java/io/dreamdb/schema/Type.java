package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.List;

/**
 * The type of a field.
 *
 * <p>Each type has one canonical text, such as {@code bigint}, {@code decimal(10,2)}, {@code
 * array<string not null>}, {@code map<string,int>}, {@code struct<a:int,"b c":date>} or {@code
 * embedding(384,cosine,'clip')}. It says all but the ids and comments of nested fields: two types
 * with the same text hold the same values.
 */
public sealed interface Type
    permits PrimitiveType, DecimalType, ArrayType, MapType, StructType, EmbeddingType {

  /** How many types may stand inside one another: {@code array<int>} is two deep. */
  int MAX_DEPTH = 8;

  /** The canonical text. */
  String text();

  /** The nested fields, in order: an array's element, a map's key and value, a struct's fields. */
  default List<Field> children() {
    return List.of();
  }

  /** The same kind of type with other fields inside, of which there are as many as it takes. */
  default Type withChildren(List<Field> children) {
    if (this instanceof StructType) {
      return new StructType(children);
    }
    if (this instanceof ArrayType) {
      return new ArrayType(children.get(0));
    }
    return this instanceof MapType ? new MapType(children.get(0), children.get(1)) : this;
  }

  /**
   * Whether values of the type are single values with an order: neither nested nor embeddings. Only
   * such columns are compared in predicates and have bounds in statistics.
   */
  default boolean isScalar() {
    return this instanceof PrimitiveType || this instanceof DecimalType;
  }

  /** Whether the type is float or double, the two whose values may be NaN. */
  default boolean isFloating() {
    return this == PrimitiveType.FLOAT || this == PrimitiveType.DOUBLE;
  }

  /**
   * Whether each value of the type is one of the other, so that a field's type may become it: the
   * same type, int to bigint, float to double, a decimal of more digits and the same scale.
   */
  default boolean widensTo(Type wider) {
    if (this instanceof DecimalType from && wider instanceof DecimalType to) {
      return from.scale() == to.scale() && from.precision() <= to.precision();
    }
    return equals(wider)
        || this == PrimitiveType.INT && wider == PrimitiveType.BIGINT
        || this == PrimitiveType.FLOAT && wider == PrimitiveType.DOUBLE;
  }

  /** How many types stand inside one another, this one included. */
  default int depth() {
    int below = 0;
    for (Field child : children()) {
      below = Math.max(below, child.type().depth());
    }
    return below + 1;
  }

  /**
   * Reads a type text. Words are read in any case; each nested field gets an id from {@code ids},
   * in the order of the text.
   *
   * @throws InvalidInput if the text is no type; the message has the position and what was expected
   */
  static Type parse(String text, FieldIds ids) {
    return TypeParser.parseType(text, ids);
  }
}
