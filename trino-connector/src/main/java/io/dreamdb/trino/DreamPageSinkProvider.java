package io.dreamdb.trino;

import io.dreamdb.dataset.spi.WritePlan;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMergeSink;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorPageSink;
import io.trino.spi.connector.ConnectorPageSinkId;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableCredentials;
import io.trino.spi.connector.ConnectorTransactionHandle;
import java.util.Optional;

/** Opens the writing end of tasks. */
final class DreamPageSinkProvider implements ConnectorPageSinkProvider {

  private final Tables tables;

  DreamPageSinkProvider(Tables tables) {
    this.tables = tables;
  }

  @Override
  public ConnectorPageSink createPageSink(
      ConnectorTransactionHandle transaction,
      ConnectorSession session,
      ConnectorOutputTableHandle table,
      Optional<ConnectorTableCredentials> credentials,
      ConnectorPageSinkId id) {
    return sink((WriteHandle) table);
  }

  @Override
  public ConnectorPageSink createPageSink(
      ConnectorTransactionHandle transaction,
      ConnectorSession session,
      ConnectorInsertTableHandle table,
      Optional<ConnectorTableCredentials> credentials,
      ConnectorPageSinkId id) {
    return sink((WriteHandle) table);
  }

  private ConnectorPageSink sink(WriteHandle handle) {
    return Translated.of(
        ConnectorPageSink.class,
        new DreamPageSink(
            WritePlan.decode(handle.plan(), tables.config().storeOptions()),
            handle.fieldIds(),
            tables.codec()));
  }

  @Override
  public ConnectorMergeSink createMergeSink(
      ConnectorTransactionHandle transaction,
      ConnectorSession session,
      ConnectorMergeTableHandle merge,
      Optional<ConnectorTableCredentials> credentials,
      ConnectorPageSinkId id) {
    return new DreamMergeSink();
  }
}
