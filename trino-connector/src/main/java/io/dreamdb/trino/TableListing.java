package io.dreamdb.trino;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.MetadataTable;
import io.dreamdb.dataset.TableName;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Finds the tables that a transaction names: each statement sees one version of a table. */
final class TableListing {

  private final Tables tables;
  private final TableDescription description;
  private final TypeMapping types;
  private final Map<SchemaTableName, DreamTable> heads = new HashMap<>();

  TableListing(Tables tables, TableDescription description, TypeMapping types) {
    this.tables = tables;
    this.description = description;
    this.types = types;
  }

  /** The tables of a schema, or of all. */
  List<SchemaTableName> names(Optional<String> schema) {
    List<SchemaTableName> names = new ArrayList<>();
    for (String each : schema.map(List::of).orElseGet(() -> tables.warehouse().schemas())) {
      for (TableName name : tables.warehouse().tables(each)) {
        names.add(new SchemaTableName(name.schema(), name.table()));
      }
    }
    return names;
  }

  /** Empty if there is no such table, or the name is none of a table. */
  Optional<Dataset> find(SchemaTableName name) {
    if (name.getTableName().indexOf('$') >= 0) {
      return Optional.empty();
    }
    TableName table;
    try {
      table = Tables.name(name);
    } catch (InvalidInput noNameOfATable) {
      return Optional.empty();
    }
    return tables.warehouse().find(table);
  }

  /** The version of a table that the statement reads and writes; empty if there is no table. */
  Optional<DreamTable> table(
      SchemaTableName name,
      Optional<ConnectorTableVersion> start,
      Optional<ConnectorTableVersion> end) {
    if (start.isPresent()) {
      throw new TrinoException(
          StandardErrorCode.NOT_SUPPORTED, "A range of versions cannot be read: give one version");
    }
    if (end.isPresent()) {
      return find(name).map(dataset -> open(name, dataset, end));
    }
    if (!heads.containsKey(name)) {
      find(name).ifPresent(dataset -> heads.put(name, open(name, dataset, end)));
    }
    return Optional.ofNullable(heads.get(name));
  }

  private DreamTable open(
      SchemaTableName name, Dataset dataset, Optional<ConnectorTableVersion> version) {
    Versions.Found found = Versions.find(dataset, version);
    tables.keep(dataset.location(), found.snapshot());
    return DreamTable.of(
        name, dataset.location(), found.snapshot().version().toString(), found.branch());
  }

  /** The metadata table that a name such as {@code films$history} names. */
  Optional<SystemTable> systemTable(SchemaTableName name) {
    int dollar = name.getTableName().lastIndexOf('$');
    if (dollar < 1) {
      return Optional.empty();
    }
    String base = name.getTableName().substring(0, dollar);
    String what = name.getTableName().substring(dollar + 1);
    for (MetadataTable table : MetadataTable.values()) {
      if (table.text().equals(what)) {
        return find(new SchemaTableName(name.getSchemaName(), base))
            .map(dataset -> new MetadataSystemTable(name, table, dataset, types));
      }
    }
    return Optional.empty();
  }

  /** What is shown of each table that the filter lets pass, opened as it is asked for. */
  <T> Iterator<T> described(
      Optional<String> schema,
      UnaryOperator<Set<SchemaTableName>> filter,
      Function<ConnectorTableMetadata, T> shown) {
    return filter.apply(new HashSet<>(names(schema))).stream()
        .flatMap(name -> find(name).map(table -> description.of(name, table.snapshot())).stream())
        .map(shown)
        .iterator();
  }
}
