package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.dataset.CatalogEntry.SchemaEntry;
import io.dreamdb.manifest.TreeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The schemas of a warehouse; its catalog is asked anew each time. */
final class SchemaNames {

  private static final int MAX_SCHEMA_BYTES = 3_000;

  private final Catalog catalog;

  SchemaNames(Catalog catalog) {
    this.catalog = catalog;
  }

  List<String> all() {
    List<String> schemas = new ArrayList<>();
    for (TreeKey key : catalog.all().keySet()) {
      String[] parts = CatalogKeys.parts(key);
      if (parts.length == 1) {
        schemas.add(parts[0]);
      }
    }
    return schemas;
  }

  Optional<SortedMap<String, String>> properties(String schema) {
    return catalog
        .get(CatalogKeys.schema(TableName.part("schema", schema)))
        .map(item -> SchemaEntry.decode(item).properties());
  }

  void create(String schema, Map<String, String> properties) {
    String name = TableName.part("schema", schema);
    SchemaEntry entry = new SchemaEntry(new TreeMap<>(properties));
    requireShort(name, entry);
    catalog.change(
        "creating schema '" + name + "'",
        entries -> {
          if (entries.get(CatalogKeys.schema(name)).isPresent()) {
            throw new InvalidInput("There is a schema '" + name + "' already");
          }
          return CatalogRules.edits(CatalogKeys.schema(name), Optional.of(entry.encode()));
        });
  }

  void drop(String schema) {
    String name = TableName.part("schema", schema);
    catalog.change(
        "dropping schema '" + name + "'",
        entries -> {
          CatalogRules.requireSchema(entries, name);
          long live =
              entries.range(CatalogKeys.schema(name), CatalogKeys.after(name)).keySet().stream()
                  .filter(key -> CatalogKeys.parts(key).length == 2)
                  .count();
          if (live > 0) {
            throw new InvalidInput(
                String.format(
                    Locale.ROOT, "Schema '%s' has %d tables; drop them first", name, live));
          }
          return CatalogRules.edits(CatalogKeys.schema(name), Optional.empty());
        });
  }

  private static void requireShort(String schema, SchemaEntry entry) {
    int bytes = Cbor.encode(entry.encode()).length;
    if (bytes > MAX_SCHEMA_BYTES) {
      throw new LimitExceeded(
          String.format(
              Locale.ROOT,
              "The properties of schema '%s' have %d bytes; the limit is %d",
              schema,
              bytes,
              MAX_SCHEMA_BYTES));
    }
  }
}
