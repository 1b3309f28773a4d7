package io.dreamdb.spark;

import io.dreamdb.schema.Schema;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;

/**
 * A schema on its way to a task; comments stay behind.
 *
 * @param text the columns
 * @param ids of all fields, each before those inside it, which is how the text is read
 */
record SchemaText(String text, List<Integer> ids) implements Serializable {

  static SchemaText of(Schema schema) {
    return new SchemaText(schema.text(), List.copyOf(schema.ids()));
  }

  Schema schema() {
    Iterator<Integer> next = ids.iterator();
    return Schema.parse(text, next::next);
  }
}
