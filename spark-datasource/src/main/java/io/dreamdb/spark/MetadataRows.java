package io.dreamdb.spark;

import io.dreamdb.dataset.MetadataTable;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** What a table says of itself: {@code schema.table.snapshots} and its like. */
final class MetadataRows implements SupportsRead {

  private final String name;
  private final MetadataTable kind;
  private final Snapshot snapshot;

  MetadataRows(String table, MetadataTable kind, Snapshot snapshot) {
    this.name = table + "." + kind.text();
    this.kind = kind;
    this.snapshot = snapshot;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public StructType schema() {
    return TypeMapping.toSpark(kind.schema().fields());
  }

  @Override
  public org.apache.spark.sql.connector.catalog.Column[] columns() {
    return kind.schema().fields().stream()
        .map(field ->
            org.apache.spark.sql.connector.catalog.Column.create(
                field.name(), TypeMapping.toSpark(field.type()), field.nullable()))
        .toArray(org.apache.spark.sql.connector.catalog.Column[]::new);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    StatementOptions.requireRead(options);
    return new Builder(kind, snapshot);
  }

  private static final class Builder implements SupportsPushDownRequiredColumns {

    private final MetadataTable kind;
    private final Snapshot snapshot;
    private StructType columns;

    Builder(MetadataTable kind, Snapshot snapshot) {
      this.kind = kind;
      this.snapshot = snapshot;
      this.columns = TypeMapping.toSpark(kind.schema().fields());
    }

    @Override
    public void pruneColumns(StructType required) {
      columns = required;
    }

    @Override
    public Scan build() {
      return new Rows(kind, snapshot, columns);
    }
  }

  private record Rows(MetadataTable kind, Snapshot snapshot, StructType readSchema)
      implements LocalScan {

    @Override
    public InternalRow[] rows() {
      RowBlock all = DreamFailure.translating(() -> kind.read(snapshot));
      Schema schema = all.schema().select(List.of(readSchema.fieldNames()));
      List<Column> columns = new ArrayList<>();
      schema.fields().forEach(field -> columns.add(all.column(field.id())));
      List<InternalRow> rows = new ArrayList<>(all.rows());
      BlockVector.batch(new RowBlock(schema, all.rows(), columns))
          .rowIterator()
          .forEachRemaining(row -> rows.add(row.copy()));
      return rows.toArray(InternalRow[]::new);
    }
  }
}
