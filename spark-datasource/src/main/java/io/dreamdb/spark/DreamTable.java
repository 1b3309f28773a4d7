package io.dreamdb.spark;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.Delete;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.TableName;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.CurrentUserContext;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsDeleteV2;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsRowLevelOperations;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RowLevelOperation.Command;
import org.apache.spark.sql.connector.write.RowLevelOperationBuilder;
import org.apache.spark.sql.connector.write.RowLevelOperationInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** One version of a table, and, where it is the present one of a branch, the way to change it. */
final class DreamTable
    implements SupportsRead,
        SupportsWrite,
        SupportsDeleteV2,
        SupportsRowLevelOperations,
        SupportsMetadataColumns {

  private static final String ACTOR = "spark.sql.dreamdb.delete.actor";
  private static final String REASON = "spark.sql.dreamdb.delete.reason";

  private final DreamCatalog catalog;
  private final TableName table;
  private final Dataset dataset;
  private final RefName line;
  private final Snapshot snapshot;
  private final boolean present;

  private DreamTable(
      DreamCatalog catalog,
      TableName table,
      Dataset dataset,
      RefName line,
      Snapshot snapshot,
      boolean present) {
    this.catalog = catalog;
    this.table = table;
    this.dataset = dataset;
    this.line = line;
    this.snapshot = snapshot;
    this.present = present;
  }

  /** The version that a statement asks for. */
  static DreamTable open(
      DreamCatalog catalog, TableName table, Dataset dataset, RefName line, TableLine version) {
    return new DreamTable(
        catalog,
        table,
        dataset,
        line,
        version.snapshot(dataset, line),
        version instanceof TableLine.Present);
  }

  /** The present version of a branch. */
  static DreamTable present(
      DreamCatalog catalog, TableName table, Dataset dataset, RefName branch) {
    return DreamFailure.translating(() -> open(catalog, table, dataset, branch, TableLine.PRESENT));
  }

  /** The version. */
  Snapshot snapshot() {
    return snapshot;
  }

  /** The catalog that it was opened through. */
  DreamCatalog catalog() {
    return catalog;
  }

  @Override
  public String name() {
    return catalog.name() + "." + table;
  }

  @Override
  public String id() {
    return dataset.genesis().toString();
  }

  @Override
  public String version() {
    return snapshot.version().toString();
  }

  @Override
  public Column[] columns() {
    return snapshot.schema().fields().stream().map(DreamTable::column).toArray(Column[]::new);
  }

  private static Column column(Field field) {
    return Column.create(
        field.name(),
        TypeMapping.toSpark(field.type()),
        field.nullable(),
        field.comment(),
        ColumnDefault.shown(field),
        null);
  }

  @Override
  public Map<String, String> properties() {
    return TableProperties.shown(snapshot.schema(), snapshot.properties());
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return Arrays.stream(HiddenColumn.values())
        .map(HiddenColumn::column)
        .toArray(MetadataColumn[]::new);
  }

  @Override
  public Set<TableCapability> capabilities() {
    Set<TableCapability> capabilities = EnumSet.of(TableCapability.BATCH_READ);
    if (present && !line.isTag()) {
      capabilities.add(TableCapability.BATCH_WRITE);
    }
    return capabilities;
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    StatementOptions.requireRead(options);
    return new DreamScanBuilder(snapshot, this);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    RefName branch = StatementOptions.writeBranch(info.options()).orElse(line);
    requirePresent("written");
    return new DreamWrite(
        DreamFailure.translating(() -> dataset.append(branch)), snapshot.schema(), name());
  }

  private void requirePresent(String what) {
    if (!present || line.isTag()) {
      throw DreamFailure.unsupported(
          "'"
              + name()
              + "' was asked for in version "
              + snapshot.version()
              + ", which cannot be "
              + what
              + ": name the table or a branch of it instead");
    }
  }

  // --- Deleting

  @Override
  public boolean canDeleteWhere(
      org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates) {
    return present && !line.isTag() && condition(predicates).isPresent();
  }

  @Override
  public void deleteWhere(
      org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates) {
    requirePresent("changed");
    Predicate condition =
        condition(predicates)
            .orElseThrow(() ->
                new IllegalStateException("asked to delete by " + Arrays.toString(predicates)));
    DreamFailure.translating(() -> {
      beginDelete().where(condition);
    });
  }

  private Optional<Predicate> condition(
      org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates) {
    return new PredicateTranslation(snapshot.schema()).translateAll(predicates);
  }

  /** Begins a delete with the session's actor and reason. */
  Delete beginDelete() {
    @Nullable String actor = SQLConf.get().getConfString(ACTOR, null);
    @Nullable String reason = SQLConf.get().getConfString(REASON, null);
    Delete delete = dataset.delete(line);
    if (!delete.snapshot().schema().equals(snapshot.schema())) {
      throw DreamFailure.invalid(
          "others changed the columns of '"
              + name()
              + "' while the delete was planned; run it again");
    }
    return delete.by(actor == null ? CurrentUserContext.getCurrentUser() : actor).because(reason);
  }

  @Override
  public RowLevelOperationBuilder newRowLevelOperationBuilder(RowLevelOperationInfo info) {
    requirePresent("changed");
    if (info.command() != Command.DELETE) {
      throw DreamFailure.unsupported(
          info.command() + " of '" + name() + "': delete the rows and insert the new ones");
    }
    StatementOptions.requireRead(info.options());
    return () -> new DeleteOperation(this, DreamFailure.translating(this::beginDelete));
  }

  // --- Altering

  /** The table after changes of its columns or properties. */
  DreamTable altered(TableChange... changes) {
    requirePresent("altered");
    DreamFailure.translating(() -> {
      new TableAlteration(name(), dataset, line).commit(changes);
    });
    return present(catalog, table, dataset, line);
  }
}
