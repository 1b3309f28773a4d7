package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.Snapshot;
import java.io.IOException;
import java.util.Map;

/** What a table holds at its main branch. */
final class TableView {

  private TableView() {}

  static void show(Dataset table, boolean asJson, Output out) {
    Snapshot snapshot = table.snapshot();
    if (asJson) {
      out.json(json -> write(json, table, snapshot));
      return;
    }
    out.line("table      " + table.location());
    out.line("genesis    " + table.genesis());
    out.line("version    " + snapshot.version());
    out.line("time       " + Times.iso(snapshot.timeNanos()));
    out.line("operation  " + snapshot.summary().operation());
    out.line("writer     " + snapshot.writer());
    out.line("versions   " + (snapshot.depth() + 1));
    out.line("live rows  " + snapshot.rowCount());
    out.line("batches    " + snapshot.summary().batches());
    out.line("");
    ColumnsView.show(snapshot.schema(), out);
    if (!snapshot.properties().isEmpty()) {
      out.line("");
      TextTable properties = new TextTable("PROPERTY", "VALUE");
      snapshot.properties().forEach(properties::add);
      properties.print(out);
    }
    out.line("");
    RefsVerb.print(out, table.refs());
  }

  private static void write(JsonGenerator json, Dataset table, Snapshot snapshot)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("table", table.location());
    json.writeStringField("genesis", table.genesis().toString());
    json.writeStringField("version", snapshot.version().toString());
    json.writeStringField("time", Times.iso(snapshot.timeNanos()));
    json.writeStringField("operation", snapshot.summary().operation());
    json.writeStringField("writer", snapshot.writer());
    json.writeNumberField("versions", snapshot.depth() + 1);
    json.writeNumberField("rows_live", snapshot.rowCount());
    json.writeNumberField("batches", snapshot.summary().batches());
    ColumnsView.write(json, snapshot.schema());
    write(json, "properties", snapshot.properties());
    json.writeFieldName("refs");
    RefsVerb.write(json, table.refs());
    json.writeEndObject();
  }

  static void write(JsonGenerator json, String name, Map<String, String> properties)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> property : properties.entrySet()) {
      json.writeStringField(property.getKey(), property.getValue());
    }
    json.writeEndObject();
  }
}
