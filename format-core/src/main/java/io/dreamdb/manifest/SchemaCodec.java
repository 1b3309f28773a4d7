package io.dreamdb.manifest;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.Metric;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborText;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.MapType;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructType;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A schema inside a manifest ({@code manifest.md}, section 3). */
public final class SchemaCodec {

  private SchemaCodec() {}

  /** The form that stands in a manifest. */
  public static CborValue encode(Schema schema) {
    return CborMap.builder().put("fields", fields(schema.fields())).build();
  }

  /** Reads the form that stands in a manifest. */
  public static Schema decode(CborItem item) {
    CborFields fields = item.fields();
    List<Field> columns = fields(fields.required("fields"));
    fields.done();
    try {
      return new Schema(columns);
    } catch (InvalidInput e) {
      throw item.expected("a schema (" + e.getMessage() + ")");
    }
  }

  private static CborArray fields(List<Field> fields) {
    return CborArray.of(fields.stream().map(SchemaCodec::field).toList());
  }

  private static List<Field> fields(CborItem array) {
    List<Field> fields = new ArrayList<>();
    for (CborItem item : array.array()) {
      fields.add(field(item));
    }
    return fields;
  }

  private static CborMap field(Field field) {
    CborMap.Builder map =
        CborMap.builder()
            .put("id", field.id())
            .put("name", field.name())
            .put("type", type(field.type()))
            .put("nullable", field.nullable());
    Value missing = field.defaultValue();
    if (missing != null) {
      map.put("default", CborBytes.copyOf(missing.toBytes()));
    }
    String comment = field.comment();
    return (comment == null ? map : map.put("comment", comment)).build();
  }

  private static Field field(CborItem item) {
    CborFields fields = item.fields();
    int id = fields.int32("id", 1, Integer.MAX_VALUE);
    String name = fields.text("name");
    Type type = type(fields.required("type"));
    boolean nullable = fields.bool("nullable");
    Value missing = fields.optional("default").map(bytes -> value(type, bytes)).orElse(null);
    String comment = fields.optional("comment").map(CborItem::text).orElse(null);
    fields.done();
    Field field = checked(item, () -> new Field(id, name, type, nullable, missing, comment));
    if (!field.name().equals(name)) {
      throw item.expected("a name in lower case");
    }
    return field;
  }

  private static Value value(Type type, CborItem item) {
    byte[] bytes = item.bytes().toArray();
    Value value;
    try {
      value = Value.fromBytes(type, bytes);
    } catch (CorruptObject e) {
      throw item.expected("a value of type " + type.text() + " (" + e.getMessage() + ")");
    }
    if (!Arrays.equals(value.toBytes(), bytes)) {
      throw item.expected("the bytes of a value of type " + type.text());
    }
    return value;
  }

  private static CborValue type(Type type) {
    if (type instanceof ArrayType array) {
      return CborMap.builder().put("array", field(array.element())).build();
    }
    if (type instanceof MapType map) {
      return CborMap.builder().put("map", fields(List.of(map.key(), map.value()))).build();
    }
    if (type instanceof StructType struct) {
      return CborMap.builder().put("struct", fields(struct.fields())).build();
    }
    if (type instanceof EmbeddingType embedding) {
      return CborMap.builder().put("embedding", embedding(embedding)).build();
    }
    return new CborText(type.text());
  }

  private static CborMap embedding(EmbeddingType type) {
    CborMap.Builder map =
        CborMap.builder().put("dimension", type.dimension()).put("metric", type.metric().text());
    String model = type.model();
    return (model == null ? map : map.put("model", model)).build();
  }

  private static Type type(CborItem item) {
    if (item.value() instanceof CborText text) {
      return scalar(item, text.value());
    }
    CborFields fields = item.fields();
    List<String> keys = item.map().keys();
    if (keys.size() != 1) {
      throw item.expected("a type with one of array, map, struct, embedding");
    }
    CborItem inner = fields.required(keys.get(0));
    return switch (keys.get(0)) {
      case "array" -> {
        Field element = field(inner);
        yield checked(item, () -> new ArrayType(element));
      }
      case "map" -> {
        List<Field> both = fields(inner);
        if (both.size() != 2) {
          throw inner.expected("a key and a value");
        }
        yield checked(item, () -> new MapType(both.get(0), both.get(1)));
      }
      case "struct" -> {
        List<Field> all = fields(inner);
        yield checked(item, () -> new StructType(all));
      }
      case "embedding" -> embedding(inner);
      default -> throw item.expected("a type with one of array, map, struct, embedding");
    };
  }

  private static Type scalar(CborItem item, String text) {
    Type type =
        checked(
            item,
            () ->
                Type.parse(
                    text,
                    () -> {
                      throw new InvalidInput("nested types are not texts here");
                    }));
    if (!type.isScalar() || !type.text().equals(text)) {
      throw item.expected("the name of a type without fields");
    }
    return type;
  }

  private static EmbeddingType embedding(CborItem item) {
    CborFields fields = item.fields();
    int dimension = fields.int32("dimension", 1, EmbeddingType.MAX_DIMENSION);
    CborItem metricItem = fields.required("metric");
    Metric metric = checked(metricItem, () -> Metric.parse(metricItem.text()));
    if (!metric.text().equals(metricItem.text())) {
      throw metricItem.expected("a metric in lower case");
    }
    String model = fields.optional("model").map(CborItem::text).orElse(null);
    fields.done();
    return checked(item, () -> new EmbeddingType(dimension, metric, model));
  }

  private interface Making<T> {
    T make();
  }

  /** What a value refuses is corrupt when it was stored. */
  private static <T> T checked(CborItem item, Making<T> making) {
    try {
      return making.make();
    } catch (InvalidInput e) {
      throw item.expected("a valid value (" + e.getMessage() + ")");
    }
  }
}
