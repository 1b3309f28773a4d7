package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Literal;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Value;
import java.io.IOException;

/** The columns of a table. */
final class ColumnsView {

  private ColumnsView() {}

  static void show(Schema schema, Output out) {
    boolean defaults = schema.fields().stream().anyMatch(field -> field.defaultValue() != null);
    TextTable columns =
        defaults
            ? new TextTable("COLUMN", "TYPE", "NULLABLE", "FIELD ID", "DEFAULT")
            : new TextTable("COLUMN", "TYPE", "NULLABLE", "FIELD ID");
    for (Field field : schema.fields()) {
      String type = field.type().text();
      String nullable = field.nullable() ? "yes" : "no";
      if (defaults) {
        columns.add(field.name(), type, nullable, field.id(), text(field));
      } else {
        columns.add(field.name(), type, nullable, field.id());
      }
    }
    columns.print(out);
  }

  private static String text(Field field) {
    Value value = field.defaultValue();
    return value == null ? "" : Literal.of(value).text();
  }

  static void write(JsonGenerator json, Schema schema) throws IOException {
    json.writeArrayFieldStart("columns");
    for (Field field : schema.fields()) {
      json.writeStartObject();
      json.writeStringField("name", field.name());
      json.writeStringField("type", field.type().text());
      json.writeBooleanField("nullable", field.nullable());
      json.writeNumberField("field_id", field.id());
      if (field.defaultValue() != null) {
        json.writeStringField("default", text(field));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
