package io.dreamdb.trino;

import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.spi.ScanTask;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.MemoryContext;
import java.util.List;
import java.util.Optional;

/** Opens the reading end of tasks. */
final class DreamPageSourceProvider implements ConnectorPageSourceProvider {

  private final Tables tables;
  private final TypeMapping types;

  DreamPageSourceProvider(Tables tables, TypeMapping types) {
    this.tables = tables;
    this.types = types;
  }

  @Override
  public ConnectorPageSource createPageSource(
      ConnectorTransactionHandle transaction,
      ConnectorSession session,
      ConnectorSplit split,
      ConnectorTableHandle handle,
      Optional<ConnectorTableCredentials> credentials,
      List<ColumnHandle> columns,
      DynamicFilter dynamicFilter,
      MemoryContext memory) {
    DreamTable table = (DreamTable) handle;
    Snapshot snapshot = tables.snapshot(table);
    List<DreamColumn> wanted = columns.stream().map(DreamColumn.class::cast).toList();
    ConnectorPageSource source =
        table
            .ranking()
            .<ConnectorPageSource>map(
                ranking -> new RankedPageSource(snapshot, ranking, wanted, types))
            .orElseGet(() ->
                new BatchPageSource(
                    ScanTask.decode(((DreamSplit) split).task(), tables.config().storeOptions()),
                    snapshot.schema(),
                    table,
                    wanted,
                    types,
                    memory));
    return Translated.of(ConnectorPageSource.class, source);
  }
}
