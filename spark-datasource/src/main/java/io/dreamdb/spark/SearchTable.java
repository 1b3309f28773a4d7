package io.dreamdb.spark;

import io.dreamdb.dataset.Snapshot;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What {@code vector_search} stands for: the rows it finds, with {@code _distance}, {@code _anchor}
 * and {@code _manifest} behind the table's columns. It takes no filter, so a WHERE above acts after
 * the top k.
 */
final class SearchTable implements SupportsRead {

  private final String name;
  private final Snapshot snapshot;
  private final SnapshotHandle handle;
  private final Ranking ranking;
  private final Schema columns;

  SearchTable(DreamTable table, Ranking ranking, Schema columns) {
    this.name = "vector_search(" + table.name() + ")";
    this.snapshot = table.snapshot();
    this.handle = SnapshotHandle.of(snapshot, table.catalog().options());
    this.ranking = ranking;
    this.columns = columns;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Column[] columns() {
    List<Column> shown = new ArrayList<>();
    for (Field field : columns.fields()) {
      shown.add(Column.create(field.name(), TypeMapping.toSpark(field.type()), field.nullable()));
    }
    for (StructField field : found()) {
      shown.add(Column.create(field.name(), field.dataType(), field.nullable()));
    }
    return shown.toArray(Column[]::new);
  }

  private static List<StructField> found() {
    return List.of(
        DataTypes.createStructField(RankedScan.DISTANCE, DataTypes.FloatType, false),
        HiddenColumn.ANCHOR.field(),
        HiddenColumn.MANIFEST.field());
  }

  private StructType allColumns() {
    List<StructField> fields =
        new ArrayList<>(List.of(TypeMapping.toSpark(columns.fields()).fields()));
    fields.addAll(found());
    return DataTypes.createStructType(fields);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new Builder();
  }

  private final class Builder implements SupportsPushDownRequiredColumns {

    private StructType required = allColumns();

    @Override
    public void pruneColumns(StructType pruned) {
      required = TypeMapping.whole(allColumns(), pruned);
    }

    @Override
    public Scan build() {
      return new RankedScan(handle, ranking, required);
    }
  }
}
