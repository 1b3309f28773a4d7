package io.dreamdb.spark;

import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Value;
import java.io.Serializable;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A schema on its way to a task; comments stay behind.
 *
 * @param text the columns
 * @param ids of all fields, each before those inside it, which is how the text is read
 * @param defaults by field id, their bytes in hex
 */
record SchemaText(String text, List<Integer> ids, Map<Integer, String> defaults)
    implements Serializable {

  static SchemaText of(Schema schema) {
    Map<Integer, String> defaults = new HashMap<>();
    for (Field field : schema.fields()) {
      Value value = field.defaultValue();
      if (value != null) {
        defaults.put(field.id(), HexFormat.of().formatHex(value.toBytes()));
      }
    }
    return new SchemaText(schema.text(), List.copyOf(schema.ids()), defaults);
  }

  Schema schema() {
    Iterator<Integer> next = ids.iterator();
    Schema plain = Schema.parse(text, next::next);
    return new Schema(plain.fields().stream().map(this::withDefault).toList());
  }

  private Field withDefault(Field field) {
    @Nullable String bytes = defaults.get(field.id());
    return bytes == null
        ? field
        : field.withDefault(Value.fromBytes(field.type(), HexFormat.of().parseHex(bytes)));
  }
}
