package io.dreamdb.trino;

import io.airlift.slice.Slice;
import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.MetadataTable;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.TableName;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FieldIds;
import io.dreamdb.schema.Schema;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ColumnPosition;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorOutputMetadata;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableLayout;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.connector.RelationColumnsMetadata;
import io.trino.spi.connector.RelationCommentMetadata;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.RowChangeParadigm;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SortItem;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.connector.TableFunctionApplicationResult;
import io.trino.spi.connector.TopNApplicationResult;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.function.table.ConnectorTableFunctionHandle;
import io.trino.spi.security.TrinoPrincipal;
import io.trino.spi.statistics.ComputedStatistics;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.type.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Names, schemas and commits, for one transaction. */
final class DreamMetadata implements ConnectorMetadata {

  private final Tables tables;
  private final TypeMapping types;
  private final Writes writes;

  /** One statement sees one version of a table. */
  private final Map<SchemaTableName, DreamTable> heads = new HashMap<>();

  DreamMetadata(Tables tables, TypeMapping types) {
    this.tables = tables;
    this.types = types;
    this.writes = new Writes(tables);
  }

  /** Removes what the transaction began and did not finish. */
  void abandon() {
    writes.abandon();
  }

  // Schemas

  @Override
  public List<String> listSchemaNames(ConnectorSession session) {
    return tables.warehouse().schemas();
  }

  @Override
  public void createSchema(
      ConnectorSession session,
      String schema,
      Map<String, Object> properties,
      TrinoPrincipal owner) {
    tables.warehouse().createSchema(schema, Map.of());
  }

  @Override
  public void dropSchema(ConnectorSession session, String schema, boolean cascade) {
    if (cascade) {
      tables.warehouse().tables(schema).forEach(tables.warehouse()::drop);
    } else if (!tables.warehouse().tables(schema).isEmpty()) {
      throw new TrinoException(
          StandardErrorCode.SCHEMA_NOT_EMPTY,
          "Schema '" + schema + "' has tables: drop them first, or add CASCADE");
    }
    tables.warehouse().dropSchema(schema);
  }

  // Tables

  @Override
  public @Nullable ConnectorTableHandle getTableHandle(
      ConnectorSession session,
      SchemaTableName name,
      Optional<ConnectorTableVersion> start,
      Optional<ConnectorTableVersion> end) {
    if (start.isPresent()) {
      throw new TrinoException(
          StandardErrorCode.NOT_SUPPORTED, "A range of versions cannot be read: give one version");
    }
    if (end.isEmpty() && heads.containsKey(name)) {
      return heads.get(name);
    }
    Optional<Dataset> dataset = find(name);
    if (dataset.isEmpty()) {
      return null;
    }
    Versions.Found found = Versions.find(dataset.get(), end);
    String location = dataset.get().location();
    tables.keep(location, found.snapshot());
    DreamTable table =
        DreamTable.of(name, location, found.snapshot().version().toString(), found.branch());
    if (end.isEmpty()) {
      heads.put(name, table);
    }
    return table;
  }

  private Optional<Dataset> find(SchemaTableName name) {
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

  @Override
  public Optional<SystemTable> getSystemTable(ConnectorSession session, SchemaTableName name) {
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

  @Override
  public ConnectorTableMetadata getTableMetadata(
      ConnectorSession session, ConnectorTableHandle handle) {
    DreamTable table = (DreamTable) handle;
    return metadata(table.name(), tables.snapshot(table));
  }

  private ConnectorTableMetadata metadata(SchemaTableName name, Snapshot snapshot) {
    List<ColumnMetadata> columns = new ArrayList<>();
    snapshot.schema().fields().forEach(field -> columns.add(column(field)));
    for (DreamColumn hidden : hidden()) {
      columns.add(hidden.hiddenMetadata());
    }
    return new ConnectorTableMetadata(
        name,
        columns,
        TableProperties.shown(snapshot.schema()),
        Optional.ofNullable(snapshot.properties().get(TableProperties.COMMENT)));
  }

  private ColumnMetadata column(Field field) {
    return ColumnMetadata.builder()
        .setName(field.name())
        .setType(types.toTrino(field.type()))
        .setDefaultValue(ColumnDefault.shown(field))
        .setNullable(field.nullable())
        .setComment(Optional.ofNullable(field.comment()))
        .setProperties(TableProperties.shown(field.type()))
        .build();
  }

  private static List<DreamColumn> hidden() {
    return List.of(DreamColumn.ANCHOR, DreamColumn.MANIFEST, DreamColumn.BATCH);
  }

  @Override
  public Map<String, ColumnHandle> getColumnHandles(
      ConnectorSession session, ConnectorTableHandle handle) {
    Map<String, ColumnHandle> columns = new LinkedHashMap<>();
    for (Field field : tables.snapshot((DreamTable) handle).schema().fields()) {
      columns.put(field.name(), handle(field));
    }
    hidden().forEach(column -> columns.put(column.name(), column));
    return columns;
  }

  private DreamColumn handle(Field field) {
    return DreamColumn.field(field.name(), field.id(), types.toTrino(field.type()));
  }

  @Override
  public ColumnMetadata getColumnMetadata(
      ConnectorSession session, ConnectorTableHandle handle, ColumnHandle columnHandle) {
    DreamColumn column = (DreamColumn) columnHandle;
    return column.kind() == DreamColumn.Kind.FIELD
        ? column(
            tables.snapshot((DreamTable) handle).schema().findById(column.fieldId()).orElseThrow())
        : column.hiddenMetadata();
  }

  @Override
  public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schema) {
    List<SchemaTableName> names = new ArrayList<>();
    for (String each : schema.map(List::of).orElseGet(() -> tables.warehouse().schemas())) {
      for (TableName name : tables.warehouse().tables(each)) {
        names.add(new SchemaTableName(name.schema(), name.table()));
      }
    }
    return names;
  }

  @Override
  public Iterator<RelationColumnsMetadata> streamRelationColumns(
      ConnectorSession session,
      Optional<String> schema,
      UnaryOperator<Set<SchemaTableName>> filter) {
    return stream(
        session,
        schema,
        filter,
        table -> RelationColumnsMetadata.forTable(table.getTable(), table.getColumns()));
  }

  @Override
  public Iterator<RelationCommentMetadata> streamRelationComments(
      ConnectorSession session,
      Optional<String> schema,
      UnaryOperator<Set<SchemaTableName>> filter) {
    return stream(
        session,
        schema,
        filter,
        table -> RelationCommentMetadata.forRelation(table.getTable(), table.getComment()));
  }

  private <T> Iterator<T> stream(
      ConnectorSession session,
      Optional<String> schema,
      UnaryOperator<Set<SchemaTableName>> filter,
      Function<ConnectorTableMetadata, T> shown) {
    return filter.apply(new HashSet<>(listTables(session, schema))).stream()
        .flatMap(name -> find(name).map(table -> metadata(name, table.snapshot())).stream())
        .map(shown)
        .iterator();
  }

  @Override
  public TableStatistics getTableStatistics(ConnectorSession session, ConnectorTableHandle handle) {
    DreamTable table = (DreamTable) handle;
    long rows = tables.snapshot(table).rowCount();
    if (table.search() != null) {
      rows = Math.min(rows, table.search().k());
    } else if (table.top() != null && table.top().ofTable()) {
      rows = Math.min(rows, table.top().count());
    }
    return TableStatistics.builder().setRowCount(Estimate.of(rows)).build();
  }

  @Override
  public void createTable(ConnectorSession session, ConnectorTableMetadata table, SaveMode mode) {
    requireNoReplace(mode == SaveMode.REPLACE);
    tables
        .warehouse()
        .createTable(
            Tables.name(table.getTable()),
            TableProperties.schema(table, fieldIds()),
            TableProperties.kept(table.getComment()));
  }

  private FieldIds fieldIds() {
    return FieldIds.drawnFrom(tables.config().options().entropy().random()::nextInt, List.of());
  }

  private static void requireNoReplace(boolean replace) {
    if (replace) {
      throw new TrinoException(
          StandardErrorCode.NOT_SUPPORTED,
          "CREATE OR REPLACE TABLE is not supported: drop the table, then create it");
    }
  }

  @Override
  public void dropTable(ConnectorSession session, ConnectorTableHandle handle) {
    tables.warehouse().drop(Tables.name(((DreamTable) handle).name()));
  }

  @Override
  public void renameTable(
      ConnectorSession session, ConnectorTableHandle handle, SchemaTableName newName) {
    tables.warehouse().rename(Tables.name(((DreamTable) handle).name()), Tables.name(newName));
  }

  @Override
  public void setTableComment(
      ConnectorSession session, ConnectorTableHandle handle, Optional<String> comment) {
    DreamTable table = (DreamTable) handle;
    tables
        .dataset(table)
        .setProperties(Writes.branch(table), Map.of(TableProperties.COMMENT, comment));
  }

  @Override
  public void addColumn(
      ConnectorSession session,
      ConnectorTableHandle handle,
      ColumnMetadata column,
      ColumnPosition position) {
    alter(handle).add(column, position);
  }

  private TableAlteration alter(ConnectorTableHandle handle) {
    return new TableAlteration(tables, (DreamTable) handle);
  }

  @Override
  public void addField(
      ConnectorSession session,
      ConnectorTableHandle handle,
      List<String> parent,
      String name,
      Type type,
      boolean ignoreExisting) {
    alter(handle).addField(parent, name, type, ignoreExisting);
  }

  @Override
  public void dropColumn(
      ConnectorSession session, ConnectorTableHandle handle, ColumnHandle column) {
    alter(handle).drop(column, List.of());
  }

  @Override
  public void dropField(
      ConnectorSession session,
      ConnectorTableHandle handle,
      ColumnHandle column,
      List<String> field) {
    alter(handle).drop(column, field);
  }

  @Override
  public void renameColumn(
      ConnectorSession session, ConnectorTableHandle handle, ColumnHandle column, String name) {
    alter(handle).rename(column, name);
  }

  @Override
  public void renameField(
      ConnectorSession session, ConnectorTableHandle handle, List<String> field, String name) {
    alter(handle).rename(field, name);
  }

  @Override
  public void setColumnType(
      ConnectorSession session, ConnectorTableHandle handle, ColumnHandle column, Type type) {
    alter(handle).setType(column, type);
  }

  @Override
  public void setFieldType(
      ConnectorSession session, ConnectorTableHandle handle, List<String> field, Type type) {
    alter(handle).setType(field, type);
  }

  @Override
  public void setColumnComment(
      ConnectorSession session,
      ConnectorTableHandle handle,
      ColumnHandle column,
      Optional<String> comment) {
    alter(handle).comment(column, comment);
  }

  @Override
  public void dropNotNullConstraint(
      ConnectorSession session, ConnectorTableHandle handle, ColumnHandle column) {
    alter(handle).makeNullable(column);
  }

  @Override
  public void truncateTable(ConnectorSession session, ConnectorTableHandle handle) {
    writes.deleteMatching((DreamTable) handle, session);
  }

  // Branches

  @Override
  public void createBranch(
      ConnectorSession session,
      ConnectorTableHandle handle,
      String branch,
      Optional<String> from,
      SaveMode mode,
      Map<String, Object> properties) {
    requireNoReplace(mode == SaveMode.REPLACE);
    DreamTable table = (DreamTable) handle;
    if (mode == SaveMode.IGNORE && branchExists(session, table.name(), branch)) {
      return;
    }
    tables.dataset(table).createBranch(branch, from.orElse(RefName.MAIN.text()));
  }

  @Override
  public void dropBranch(ConnectorSession session, ConnectorTableHandle handle, String branch) {
    tables.dataset((DreamTable) handle).deleteRef(new RefName(branch));
  }

  @Override
  public Collection<String> listBranches(ConnectorSession session, SchemaTableName name) {
    return find(name).stream()
        .flatMap(dataset -> dataset.refs().stream())
        .filter(ref -> !ref.name().isTag())
        .map(ref -> ref.name().text())
        .toList();
  }

  @Override
  public boolean branchExists(ConnectorSession session, SchemaTableName name, String branch) {
    return listBranches(session, name).contains(branch);
  }

  // Writing

  @Override
  public Optional<Type> getSupportedType(
      ConnectorSession session, Map<String, Object> tableProperties, Type type) {
    try {
      return types.widened("", type);
    } catch (TrinoException refused) {
      // Refused once more, with the column's name, when the table is made.
      return Optional.empty();
    }
  }

  @Override
  public ConnectorOutputTableHandle beginCreateTable(
      ConnectorSession session,
      ConnectorTableMetadata table,
      Optional<ConnectorTableLayout> layout,
      RetryMode retryMode,
      boolean replace) {
    requireNoReplace(replace);
    Writes.requireNoRetries(retryMode);
    Schema schema = TableProperties.schema(table, fieldIds());
    return writes.create(
        tables
            .warehouse()
            .beginTable(
                Tables.name(table.getTable()), schema, TableProperties.kept(table.getComment())),
        schema);
  }

  @Override
  public Optional<ConnectorOutputMetadata> finishCreateTable(
      ConnectorSession session,
      ConnectorOutputTableHandle handle,
      Collection<Slice> fragments,
      Collection<ComputedStatistics> statistics) {
    writes.finish((WriteHandle) handle, fragments);
    return Optional.empty();
  }

  @Override
  public ConnectorInsertTableHandle beginInsert(
      ConnectorSession session,
      ConnectorTableHandle handle,
      List<ColumnHandle> columns,
      RetryMode retryMode) {
    Writes.requireNoRetries(retryMode);
    List<Integer> fieldIds =
        columns.stream().map(column -> ((DreamColumn) column).fieldId()).toList();
    return writes.append((DreamTable) handle, fieldIds);
  }

  @Override
  public Optional<ConnectorOutputMetadata> finishInsert(
      ConnectorSession session,
      ConnectorInsertTableHandle handle,
      List<ConnectorTableHandle> sources,
      Collection<Slice> fragments,
      Collection<ComputedStatistics> statistics) {
    writes.finish((WriteHandle) handle, fragments);
    return Optional.empty();
  }

  @Override
  public RowChangeParadigm getRowChangeParadigm(
      ConnectorSession session, ConnectorTableHandle handle) {
    return RowChangeParadigm.DELETE_ROW_AND_INSERT_ROW;
  }

  @Override
  public ColumnHandle getMergeRowIdColumnHandle(
      ConnectorSession session, ConnectorTableHandle handle) {
    return DreamColumn.ANCHOR;
  }

  @Override
  public ConnectorMergeTableHandle beginMerge(
      ConnectorSession session,
      ConnectorTableHandle handle,
      Map<Integer, Collection<ColumnHandle>> updatedColumns,
      RetryMode retryMode) {
    Writes.requireNoRetries(retryMode);
    if (!updatedColumns.isEmpty()) {
      throw new TrinoException(
          StandardErrorCode.NOT_SUPPORTED,
          "UPDATE and MERGE with updates are not supported yet: use DELETE and INSERT");
    }
    return writes.delete((DreamTable) handle, session);
  }

  @Override
  public void finishMerge(
      ConnectorSession session,
      ConnectorMergeTableHandle handle,
      List<ConnectorTableHandle> sources,
      Collection<Slice> fragments,
      Collection<ComputedStatistics> statistics) {
    writes.finish((MergeHandle) handle, fragments);
  }

  @Override
  public Optional<ConnectorTableHandle> applyDelete(
      ConnectorSession session, ConnectorTableHandle handle) {
    DreamTable table = (DreamTable) handle;
    return table.search() == null && table.top() == null ? Optional.of(table) : Optional.empty();
  }

  @Override
  public OptionalLong executeDelete(ConnectorSession session, ConnectorTableHandle handle) {
    return OptionalLong.of(writes.deleteMatching((DreamTable) handle, session));
  }

  // Push-down

  @Override
  public Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(
      ConnectorSession session, ConnectorTableHandle handle, Constraint constraint) {
    return Pushdown.filter((DreamTable) handle, constraint);
  }

  @Override
  public Optional<ProjectionApplicationResult<ConnectorTableHandle>> applyProjection(
      ConnectorSession session,
      ConnectorTableHandle handle,
      List<ConnectorExpression> projections,
      Map<String, ColumnHandle> assignments) {
    DreamTable table = (DreamTable) handle;
    return Pushdown.projection(table, tables.snapshot(table).schema(), projections, assignments);
  }

  @Override
  public Optional<TopNApplicationResult<ConnectorTableHandle>> applyTopN(
      ConnectorSession session,
      ConnectorTableHandle handle,
      long count,
      List<SortItem> order,
      Map<String, ColumnHandle> assignments) {
    DreamTable table = (DreamTable) handle;
    return Pushdown.topN(
        table,
        tables.snapshot(table),
        count,
        order,
        assignments,
        SessionProperties.isApproximate(session));
  }

  @Override
  public Optional<TableFunctionApplicationResult<ConnectorTableHandle>> applyTableFunction(
      ConnectorSession session, ConnectorTableFunctionHandle handle) {
    return handle instanceof SearchHandle search
        ? Optional.of(
            new TableFunctionApplicationResult<>(
                search.table(), List.<ColumnHandle>copyOf(search.columns())))
        : Optional.empty();
  }
}
