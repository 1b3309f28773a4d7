package io.dreamdb.spark;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.DatasetOptions;
import io.dreamdb.dataset.HiddenTable;
import io.dreamdb.dataset.PendingTable;
import io.dreamdb.dataset.TableName;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.FieldIds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalogCapability;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * A warehouse as a catalog of Spark's: {@code catalog.schema.table}.
 *
 * <p>Behind a table's name may stand {@code branch_<name>} or {@code tag_<name>}, which names that
 * line instead of the main one, or the name of a metadata table. Options: {@link CatalogOptions}.
 */
public final class DreamCatalog implements StagingTableCatalog, SupportsNamespaces {

  private @Nullable String name;
  private @Nullable CatalogOptions options;
  private @Nullable Warehouse warehouse;

  @Override
  public void initialize(String catalogName, CaseInsensitiveStringMap catalogOptions) {
    CatalogOptions parsed = CatalogOptions.parse(catalogName, catalogOptions);
    name = catalogName;
    options = parsed;
    warehouse = parsed.open();
  }

  private static <T> T initialized(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("the catalog was not initialized");
    }
    return value;
  }

  private Warehouse warehouse() {
    return initialized(warehouse);
  }

  /** The options that it was opened with. */
  CatalogOptions options() {
    return initialized(options);
  }

  @Override
  public String name() {
    return initialized(name);
  }

  @Override
  public Set<TableCatalogCapability> capabilities() {
    return Set.of(TableCatalogCapability.SUPPORT_COLUMN_DEFAULT_VALUE);
  }

  // --- Namespaces

  @Override
  public String[][] listNamespaces() {
    return DreamFailure.translating(() ->
        warehouse().schemas().stream()
            .map(schema -> new String[] {schema})
            .toArray(String[][]::new));
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    requireNamespace(namespace);
    return new String[0][];
  }

  private void requireNamespace(String[] namespace) throws NoSuchNamespaceException {
    if (schemaProperties(namespace).isEmpty()) {
      throw new NoSuchNamespaceException(namespace);
    }
  }

  private Optional<Map<String, String>> schemaProperties(String[] namespace) {
    if (namespace.length != 1) {
      return Optional.empty();
    }
    try {
      return warehouse().schemaProperties(namespace[0]).map(HashMap::new);
    } catch (InvalidInput noName) {
      return Optional.empty();
    }
  }

  @Override
  public boolean namespaceExists(String[] namespace) {
    return DreamFailure.translating(() -> schemaProperties(namespace).isPresent());
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    return DreamFailure.translating(() -> schemaProperties(namespace))
        .orElseThrow(() -> new NoSuchNamespaceException(namespace));
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> properties)
      throws NamespaceAlreadyExistsException {
    if (namespace.length != 1) {
      throw DreamFailure.invalid(
          "namespace '"
              + String.join(".", namespace)
              + "' has "
              + namespace.length
              + " parts: a catalog has schemas, with tables in them");
    }
    if (properties.containsKey(SupportsNamespaces.PROP_LOCATION)) {
      throw DreamFailure.unsupported(
          "LOCATION of a schema: the catalog places tables under its warehouse; leave it out");
    }
    if (namespaceExists(namespace)) {
      throw new NamespaceAlreadyExistsException(namespace);
    }
    Map<String, String> kept = new HashMap<>(properties);
    kept.remove(SupportsNamespaces.PROP_OWNER);
    DreamFailure.translating(() -> warehouse().createSchema(namespace[0], kept));
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes)
      throws NoSuchNamespaceException {
    requireNamespace(namespace);
    throw DreamFailure.unsupported(
        "properties of schema '" + namespace[0] + "' cannot be changed; give them at its creation");
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade)
      throws NoSuchNamespaceException, NonEmptyNamespaceException {
    requireNamespace(namespace);
    List<TableName> tables = DreamFailure.translating(() -> warehouse().tables(namespace[0]));
    if (!tables.isEmpty() && !cascade) {
      throw new NonEmptyNamespaceException(namespace);
    }
    DreamFailure.translating(() -> {
      tables.forEach(warehouse()::drop);
      warehouse().dropSchema(namespace[0]);
    });
    return true;
  }

  // --- Tables

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    requireNamespace(namespace);
    return DreamFailure.translating(() ->
        warehouse().tables(namespace[0]).stream()
            .map(table -> Identifier.of(namespace, table.table()))
            .toArray(Identifier[]::new));
  }

  @Override
  public Table loadTable(Identifier identifier) throws NoSuchTableException {
    return load(identifier, TableLine.PRESENT);
  }

  @Override
  public Table loadTable(Identifier identifier, String version) throws NoSuchTableException {
    return load(identifier, new TableLine.Pointer(version));
  }

  @Override
  public Table loadTable(Identifier identifier, long micros) throws NoSuchTableException {
    return load(identifier, TableLine.Time.ofMicros(micros));
  }

  private Table load(Identifier identifier, TableLine line) throws NoSuchTableException {
    TableReference reference =
        TableReference.parse(identifier).orElseThrow(() -> new NoSuchTableException(identifier));
    Optional<Dataset> dataset = DreamFailure.translating(() -> warehouse().find(reference.table()));
    if (dataset.isEmpty()) {
      throw new NoSuchTableException(identifier);
    }
    Optional<Table> table =
        DreamFailure.translating(() -> reference.open(this, dataset.get(), line));
    return table.orElseThrow(() -> new NoSuchTableException(identifier));
  }

  @Override
  public Table createTable(Identifier identifier, TableInfo info)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    TableName table = requireFree(identifier);
    TableProperties parsed = parse(info);
    Dataset dataset =
        DreamFailure.translating(
            () -> warehouse().createTable(table, parsed.schema(), parsed.others()));
    return DreamTable.present(this, table, dataset, RefName.MAIN);
  }

  @Override
  public Table createTable(
      Identifier identifier,
      Column[] columns,
      Transform[] partitions,
      Map<String, String> properties)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    return createTable(
        identifier,
        new TableInfo.Builder()
            .withColumns(columns)
            .withPartitions(partitions)
            .withProperties(properties)
            .build());
  }

  private TableProperties parse(TableInfo info) {
    if (info.partitions().length > 0) {
      throw DreamFailure.unsupported(
          "PARTITIONED BY and CLUSTERED BY: tables have neither; leave it out");
    }
    if (info.constraints().length > 0) {
      throw DreamFailure.unsupported("table constraints: only NOT NULL is kept; leave them out");
    }
    RandomGenerator random = DatasetOptions.DEFAULT.entropy().random();
    return TableProperties.parse(
        info.columns(), info.properties(), FieldIds.drawnFrom(random::nextInt, Set.of()));
  }

  private TableName requireFree(Identifier identifier)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    requireNamespace(identifier.namespace());
    TableName table =
        DreamFailure.translating(() -> new TableName(identifier.namespace()[0], identifier.name()));
    if (DreamFailure.translating(() -> warehouse().tables(table.schema())).contains(table)) {
      throw new TableAlreadyExistsException(identifier);
    }
    return table;
  }

  @Override
  public Table alterTable(Identifier identifier, TableChange... changes)
      throws NoSuchTableException {
    if (loadTable(identifier) instanceof DreamTable table) {
      return table.altered(changes);
    }
    throw DreamFailure.unsupported("'" + identifier + "' cannot be altered");
  }

  @Override
  public boolean dropTable(Identifier identifier) {
    Optional<TableName> table = TableReference.plain(identifier);
    if (table.isEmpty()
        || DreamFailure.translating(() -> warehouse().find(table.get())).isEmpty()) {
      return false;
    }
    DreamFailure.translating(() -> warehouse().drop(table.get()));
    return true;
  }

  @Override
  public boolean purgeTable(Identifier identifier) {
    Set<HiddenTable> before = hidden();
    if (!dropTable(identifier)) {
      return false;
    }
    TableName table = TableReference.plain(identifier).orElseThrow();
    for (HiddenTable dropped : hidden()) {
      if (dropped.name().equals(table) && !before.contains(dropped)) {
        DreamFailure.translating(() -> warehouse().purge(table, dropped.suffix()));
      }
    }
    return true;
  }

  private Set<HiddenTable> hidden() {
    return DreamFailure.translating(() -> new HashSet<>(warehouse().hiddenTables()));
  }

  @Override
  public void renameTable(Identifier from, Identifier to)
      throws NoSuchTableException, TableAlreadyExistsException {
    TableName old = TableReference.plain(from).orElseThrow(() -> new NoSuchTableException(from));
    loadTable(from);
    TableName renamed;
    try {
      renamed = requireFree(to);
    } catch (NoSuchNamespaceException e) {
      throw DreamFailure.invalid("There is no schema '" + String.join(".", to.namespace()) + "'");
    }
    DreamFailure.translating(() -> warehouse().rename(old, renamed));
  }

  // --- Tables that are filled before they are seen

  @Override
  public StagedTable stageCreate(Identifier identifier, TableInfo info)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    TableName table = requireFree(identifier);
    TableProperties parsed = parse(info);
    PendingTable pending =
        DreamFailure.translating(
            () -> warehouse().beginTable(table, parsed.schema(), parsed.others()));
    return new StagedDreamTable(
        DreamTable.present(this, table, pending.dataset(), RefName.MAIN), pending);
  }

  @Override
  public StagedTable stageReplace(Identifier identifier, TableInfo info) {
    throw DreamFailure.unsupported(
        "REPLACE TABLE '" + identifier + "': drop the table and create it again");
  }

  @Override
  public StagedTable stageCreateOrReplace(Identifier identifier, TableInfo info)
      throws NoSuchNamespaceException {
    try {
      return stageCreate(identifier, info);
    } catch (TableAlreadyExistsException e) {
      return stageReplace(identifier, info);
    }
  }
}
