package io.dreamdb.schema;

import io.dreamdb.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads type and schema texts.
 *
 * <pre>
 * schema = [ fields ] ;
 * fields = name ":" type [ "not" "null" ] { "," name ":" type [ "not" "null" ] } ;
 * type   = "boolean" | "int" | "bigint" | "float" | "double" | "string" | "binary" | "date"
 *        | "timestamp" | "timestamp_ntz" | "decimal" "(" digits "," digits ")"
 *        | "array" "&lt;" type [ "not" "null" ] "&gt;"
 *        | "map" "&lt;" type "," type [ "not" "null" ] "&gt;" | "struct" "&lt;" fields "&gt;"
 *        | "embedding" "(" digits "," ( "l2" | "cosine" | "ip" ) [ "," string ] ")" ;
 * </pre>
 *
 * Names and strings are those of the filter grammar.
 */
final class TypeParser {

  private final TokenReader tokens;
  private final FieldIds ids;

  private TypeParser(TokenReader tokens, FieldIds ids) {
    this.tokens = tokens;
    this.ids = ids;
  }

  /** Reads the type at the present token. */
  static Type type(TokenReader tokens, FieldIds ids) {
    return new TypeParser(tokens, ids).type(1);
  }

  static Type parseType(String text, FieldIds ids) {
    TypeParser parser = new TypeParser(new TokenReader(new SourceText("type", text)), ids);
    Type type = parser.type(1);
    parser.tokens.require(Token.Kind.END, "the end");
    return type;
  }

  static Schema parseSchema(String text, FieldIds ids) {
    TypeParser parser = new TypeParser(new TokenReader(new SourceText("schema", text)), ids);
    boolean empty = parser.tokens.peek().kind() == Token.Kind.END;
    List<Field> fields = empty ? List.of() : parser.fields(0);
    parser.tokens.require(Token.Kind.END, "a comma or the end");
    return new Schema(fields);
  }

  private List<Field> fields(int depth) {
    List<Field> fields = new ArrayList<>();
    do {
      Token name = tokens.peek();
      if (!name.isName()) {
        throw tokens.expected("a field name");
      }
      tokens.take();
      tokens.requireSymbol(":");
      fields.add(field(name, name.value(), depth));
    } while (tokens.takeSymbol(","));
    return fields;
  }

  private Field field(Token at, String name, int depth) {
    int id = ids.next();
    Type type = type(depth + 1);
    boolean nullable = !notNull();
    return tokens.built(at, () -> new Field(id, name, type, nullable, null));
  }

  private boolean notNull() {
    if (!tokens.takeWord("not")) {
      return false;
    }
    tokens.requireWord("null");
    return true;
  }

  private Type type(int depth) {
    Token word = tokens.peek();
    if (word.kind() != Token.Kind.WORD) {
      throw tokens.expected("a type");
    }
    if (depth > Type.MAX_DEPTH) {
      throw tokens.errorAt(word, "expected at most " + Type.MAX_DEPTH + " nested types");
    }
    tokens.take();
    String name = word.value().toLowerCase(Locale.ROOT);
    for (PrimitiveType primitive : PrimitiveType.values()) {
      if (primitive.text().equals(name)) {
        return primitive;
      }
    }
    return switch (name) {
      case "decimal" -> decimal(word);
      case "array" -> array(word, depth);
      case "map" -> map(word, depth);
      case "struct" -> struct(word, depth);
      case "embedding" -> embedding(word);
      default ->
          throw tokens.errorAt(
              word,
              "unknown type "
                  + word.shown()
                  + ": expected boolean, int, bigint, float, double, decimal(p,s), string, binary,"
                  + " date, timestamp, timestamp_ntz, array<…>, map<…,…>, struct<…> or"
                  + " embedding(dimension,metric)");
    };
  }

  private Type decimal(Token word) {
    tokens.requireSymbol("(");
    int precision = tokens.requireInt("the number of digits");
    tokens.requireSymbol(",");
    int scale = tokens.requireInt("the number of digits behind the point");
    tokens.requireSymbol(")");
    return tokens.built(word, () -> new DecimalType(precision, scale));
  }

  private Type array(Token word, int depth) {
    tokens.requireSymbol("<");
    Field element = field(word, ArrayType.ELEMENT, depth);
    tokens.requireSymbol(">");
    return new ArrayType(element);
  }

  private Type map(Token word, int depth) {
    tokens.requireSymbol("<");
    int keyId = ids.next();
    Type keyType = type(depth + 1);
    tokens.requireSymbol(",");
    Field value = field(word, MapType.VALUE, depth);
    tokens.requireSymbol(">");
    return new MapType(Field.required(keyId, MapType.KEY, keyType), value);
  }

  private Type struct(Token word, int depth) {
    tokens.requireSymbol("<");
    List<Field> fields = fields(depth);
    tokens.requireSymbol(">");
    return tokens.built(word, () -> new StructType(fields));
  }

  private Type embedding(Token word) {
    tokens.requireSymbol("(");
    int dimension = tokens.requireInt("the dimension");
    tokens.requireSymbol(",");
    Token metricName = tokens.require(Token.Kind.WORD, "l2, cosine or ip");
    Metric metric = tokens.built(metricName, () -> Metric.parse(metricName.value()));
    @Nullable String model =
        tokens.takeSymbol(",")
            ? tokens.require(Token.Kind.STRING, "the model's name in '…'").value()
            : null;
    tokens.requireSymbol(")");
    return tokens.built(word, () -> new EmbeddingType(dimension, metric, model));
  }
}
