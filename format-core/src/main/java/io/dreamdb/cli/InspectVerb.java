package io.dreamdb.cli;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Shows a warehouse, a table, or an object. */
@Command(
    name = "inspect",
    description = {
      "Shows what a warehouse, a table or one of its objects holds.",
      "",
      "Structural objects are shown in the diagnostic notation of CBOR, with object ids as b32'…'."
    })
final class InspectVerb extends Verb {

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "WHAT",
      description =
          "The key of an object, such as manifests/<id>, refs/main or gc/root; or a version (a"
              + " branch, a tag, one with ~n, an id or its first 8 characters), followed by /field"
              + " or /number for each step into it, such as main~1/tracks/rows.")
  private @Nullable String what;

  @Override
  int run(Target where, Output out) {
    String object = what;
    if (object != null) {
      show(shown(where, object), out);
    } else if (where.isWarehouse()) {
      try (Warehouse warehouse = where.warehouse(options())) {
        WarehouseView.show(warehouse, json(), out);
      }
    } else {
      TableView.show(where.table(options()), json(), out);
    }
    return ExitCode.DONE;
  }

  private ObjectView.Shown shown(Target where, String object) {
    if (where.isWarehouse()) {
      throw new ParameterException(
          spec().commandLine(),
          where.text()
              + " is a warehouse; to look at an object, name one of its tables, as in '"
              + where.text()
              + "#schema.table', or its catalog, "
              + where.text()
              + "/_catalog");
    }
    if (ObjectView.isKey(object)) {
      try (ObjectStore store = ObjectStores.open(where.tableLocation(), where.storeOptions())) {
        return new ObjectView(store).read(object);
      }
    }
    Dataset table = where.table(options());
    String[] steps = object.split("/", -1);
    Snapshot snapshot = table.snapshot(steps[0]);
    try (ObjectStore store = ObjectStores.open(table.location(), where.storeOptions())) {
      ObjectPath path = new ObjectPath(new ObjectView(store), table.genesis(), snapshot.version());
      for (int i = 1; i < steps.length; i++) {
        path.step(steps[i]);
      }
      return path.shown();
    }
  }

  private void show(ObjectView.Shown shown, Output out) {
    if (json()) {
      out.json(json -> {
        json.writeStartObject();
        json.writeStringField("key", shown.key());
        json.writeNumberField("length_bytes", shown.lengthBytes());
        json.writeFieldName("value");
        Notation.write(json, shown.value());
        json.writeEndObject();
      });
    } else {
      out.line("/ " + shown.key() + ", " + shown.lengthBytes() + " bytes /");
      out.line(Notation.text(shown.value()));
    }
  }
}
