package io.dreamdb.trino;

import io.airlift.slice.Slice;
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
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.type.Type;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the engine asks of a catalog in one transaction, and who answers: {@link TableListing} finds
 * tables, {@link TableDescription} shows them, {@link TableDefinition} and {@link TableAlteration}
 * define them, {@link TableBranches} their branches, {@link Writes} commits, {@link Pushdown} takes
 * work over from the engine.
 */
final class DreamMetadata implements ConnectorMetadata {

  private final Tables tables;
  private final TypeMapping types;
  private final TableDescription description;
  private final TableListing listing;
  private final TableDefinition definition;
  private final TableBranches branches;
  private final Writes writes;

  DreamMetadata(Tables tables, TypeMapping types) {
    this.tables = tables;
    this.types = types;
    this.description = new TableDescription(tables, types);
    this.listing = new TableListing(tables, description, types);
    this.definition = new TableDefinition(tables);
    this.branches = new TableBranches(tables, listing);
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
    definition.createSchema(schema);
  }

  @Override
  public void dropSchema(ConnectorSession session, String schema, boolean cascade) {
    definition.dropSchema(schema, cascade);
  }

  // Tables

  @Override
  public @Nullable ConnectorTableHandle getTableHandle(
      ConnectorSession session,
      SchemaTableName name,
      Optional<ConnectorTableVersion> start,
      Optional<ConnectorTableVersion> end) {
    return listing.table(name, start, end).orElse(null);
  }

  @Override
  public Optional<SystemTable> getSystemTable(ConnectorSession session, SchemaTableName name) {
    return listing.systemTable(name);
  }

  @Override
  public ConnectorTableMetadata getTableMetadata(
      ConnectorSession session, ConnectorTableHandle handle) {
    return description.of((DreamTable) handle);
  }

  @Override
  public Map<String, ColumnHandle> getColumnHandles(
      ConnectorSession session, ConnectorTableHandle handle) {
    return description.columns((DreamTable) handle);
  }

  @Override
  public ColumnMetadata getColumnMetadata(
      ConnectorSession session, ConnectorTableHandle handle, ColumnHandle columnHandle) {
    return description.of((DreamTable) handle, (DreamColumn) columnHandle);
  }

  @Override
  public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schema) {
    return listing.names(schema);
  }

  @Override
  public Iterator<RelationColumnsMetadata> streamRelationColumns(
      ConnectorSession session,
      Optional<String> schema,
      UnaryOperator<Set<SchemaTableName>> filter) {
    return listing.described(
        schema,
        filter,
        table -> RelationColumnsMetadata.forTable(table.getTable(), table.getColumns()));
  }

  @Override
  public Iterator<RelationCommentMetadata> streamRelationComments(
      ConnectorSession session,
      Optional<String> schema,
      UnaryOperator<Set<SchemaTableName>> filter) {
    return listing.described(
        schema,
        filter,
        table -> RelationCommentMetadata.forRelation(table.getTable(), table.getComment()));
  }

  @Override
  public TableStatistics getTableStatistics(ConnectorSession session, ConnectorTableHandle handle) {
    return description.statistics((DreamTable) handle);
  }

  @Override
  public void createTable(ConnectorSession session, ConnectorTableMetadata table, SaveMode mode) {
    definition.create(table, mode);
  }

  @Override
  public void dropTable(ConnectorSession session, ConnectorTableHandle handle) {
    definition.drop((DreamTable) handle);
  }

  @Override
  public void renameTable(
      ConnectorSession session, ConnectorTableHandle handle, SchemaTableName newName) {
    definition.rename((DreamTable) handle, newName);
  }

  @Override
  public void setTableComment(
      ConnectorSession session, ConnectorTableHandle handle, Optional<String> comment) {
    definition.comment((DreamTable) handle, comment);
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
    branches.create((DreamTable) handle, branch, from, mode);
  }

  @Override
  public void dropBranch(ConnectorSession session, ConnectorTableHandle handle, String branch) {
    branches.drop((DreamTable) handle, branch);
  }

  @Override
  public Collection<String> listBranches(ConnectorSession session, SchemaTableName name) {
    return branches.names(name);
  }

  @Override
  public boolean branchExists(ConnectorSession session, SchemaTableName name, String branch) {
    return branches.names(name).contains(branch);
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
    Writes.requireNoRetries(retryMode);
    return definition.begin(table, replace, writes);
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
    return writes.append((DreamTable) handle, columns);
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
    Writes.requireNoUpdates(updatedColumns);
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
