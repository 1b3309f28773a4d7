package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dreamdb.dataset.HiddenTable;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What a warehouse holds. */
final class WarehouseView {

  private WarehouseView() {}

  static void show(Warehouse warehouse, boolean asJson, Output out) {
    if (asJson) {
      out.json(json -> write(json, warehouse));
      return;
    }
    out.line("warehouse  " + warehouse.location());
    for (String schema : warehouse.schemas()) {
      out.line("");
      out.line("schema " + schema);
      properties(warehouse, schema).forEach((key, value) -> out.line("  " + key + " = " + value));
      for (TableName table : warehouse.tables(schema)) {
        out.line("  " + table + "  at " + warehouse.tableLocation(table));
      }
    }
    if (!warehouse.hiddenTables().isEmpty()) {
      out.line("");
      TextTable hidden = new TextTable("HIDDEN TABLE", "SUFFIX", "STATE", "SINCE", "LOCATION");
      for (HiddenTable table : warehouse.hiddenTables()) {
        hidden.add(
            table.name(),
            table.suffix(),
            table.state(),
            Times.iso(table.timeNanos()),
            table.location());
      }
      hidden.print(out);
    }
  }

  private static Map<String, String> properties(Warehouse warehouse, String schema) {
    return warehouse.schemaProperties(schema).orElseGet(TreeMap::new);
  }

  private static void write(JsonGenerator json, Warehouse warehouse) throws IOException {
    json.writeStartObject();
    json.writeStringField("warehouse", warehouse.location());
    json.writeArrayFieldStart("schemas");
    for (String schema : warehouse.schemas()) {
      json.writeStartObject();
      json.writeStringField("name", schema);
      TableView.write(json, "properties", properties(warehouse, schema));
      json.writeArrayFieldStart("tables");
      for (TableName table : warehouse.tables(schema)) {
        json.writeStartObject();
        json.writeStringField("name", table.table());
        json.writeStringField("location", warehouse.tableLocation(table));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("hidden_tables");
    for (HiddenTable table : warehouse.hiddenTables()) {
      json.writeStartObject();
      json.writeStringField("name", table.name().toString());
      json.writeStringField("suffix", table.suffix());
      json.writeStringField("state", table.state());
      json.writeStringField("since", Times.iso(table.timeNanos()));
      json.writeStringField("location", table.location());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
