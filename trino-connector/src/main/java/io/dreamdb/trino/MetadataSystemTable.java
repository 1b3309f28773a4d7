package io.dreamdb.trino;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.MetadataTable;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.FixedPageSource;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.predicate.TupleDomain;
import java.util.List;

/** What a table says of itself: {@code "t$snapshots"} and its like. */
final class MetadataSystemTable implements SystemTable {

  private final SchemaTableName name;
  private final MetadataTable table;
  private final Dataset dataset;
  private final TypeMapping types;

  MetadataSystemTable(
      SchemaTableName name, MetadataTable table, Dataset dataset, TypeMapping types) {
    this.name = name;
    this.table = table;
    this.dataset = dataset;
    this.types = types;
  }

  @Override
  public Distribution getDistribution() {
    return Distribution.SINGLE_COORDINATOR;
  }

  @Override
  public ConnectorTableMetadata getTableMetadata() {
    List<ColumnMetadata> columns =
        table.schema().fields().stream()
            .map(field -> new ColumnMetadata(field.name(), types.toTrino(field.type())))
            .toList();
    return new ConnectorTableMetadata(name, columns);
  }

  @Override
  public ConnectorPageSource pageSource(
      ConnectorTransactionHandle transaction,
      ConnectorSession session,
      TupleDomain<Integer> constraint) {
    return Translated.call(() ->
        new FixedPageSource(
            List.of(new ColumnBlocks(types).toPage(table.read(dataset.snapshot())))));
  }
}
