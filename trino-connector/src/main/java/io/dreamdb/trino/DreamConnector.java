package io.dreamdb.trino;

import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorCapabilities;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.function.table.ConnectorTableFunction;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.transaction.IsolationLevel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A catalog over a warehouse. */
final class DreamConnector implements Connector {

  private final Tables tables;
  private final TypeMapping types;
  private final Map<UUID, DreamMetadata> transactions = new ConcurrentHashMap<>();

  DreamConnector(DreamConfig config, TypeMapping types) {
    this.types = types;
    this.tables = new Tables(config, new TrinoRowBatchCodec(types));
  }

  @Override
  public ConnectorTransactionHandle beginTransaction(
      IsolationLevel isolation, boolean readOnly, boolean autoCommit) {
    DreamTransaction transaction = new DreamTransaction(UUID.randomUUID());
    transactions.put(transaction.id(), new DreamMetadata(tables, types));
    return transaction;
  }

  @Override
  public ConnectorMetadata getMetadata(
      ConnectorSession session, ConnectorTransactionHandle transaction) {
    @Nullable DreamMetadata metadata = transactions.get(((DreamTransaction) transaction).id());
    if (metadata == null) {
      throw new IllegalStateException("no transaction " + transaction);
    }
    return Translated.of(ConnectorMetadata.class, metadata);
  }

  @Override
  public void commit(ConnectorTransactionHandle transaction) {
    transactions.remove(((DreamTransaction) transaction).id());
  }

  @Override
  public void rollback(ConnectorTransactionHandle transaction) {
    @Nullable DreamMetadata metadata = transactions.remove(((DreamTransaction) transaction).id());
    if (metadata != null) {
      Translated.call(() -> {
        metadata.abandon();
        return metadata;
      });
    }
  }

  @Override
  public boolean isSingleStatementWritesOnly() {
    return true;
  }

  @Override
  public ConnectorSplitManager getSplitManager() {
    return Translated.of(ConnectorSplitManager.class, new DreamSplitManager(tables));
  }

  @Override
  public ConnectorPageSourceProvider getPageSourceProvider() {
    return Translated.of(
        ConnectorPageSourceProvider.class, new DreamPageSourceProvider(tables, types));
  }

  @Override
  public ConnectorPageSinkProvider getPageSinkProvider() {
    return Translated.of(ConnectorPageSinkProvider.class, new DreamPageSinkProvider(tables));
  }

  @Override
  public Set<ConnectorTableFunction> getTableFunctions() {
    return Set.of(
        Translated.of(ConnectorTableFunction.class, new VectorSearchFunction(tables, types)));
  }

  @Override
  public List<PropertyMetadata<?>> getSessionProperties() {
    return SessionProperties.all();
  }

  @Override
  public List<PropertyMetadata<?>> getTableProperties() {
    return TableProperties.ofTables();
  }

  @Override
  public List<PropertyMetadata<?>> getColumnProperties() {
    return TableProperties.ofColumns();
  }

  @Override
  public Set<ConnectorCapabilities> getCapabilities() {
    return Set.of(
        ConnectorCapabilities.NOT_NULL_COLUMN_CONSTRAINT,
        ConnectorCapabilities.DEFAULT_COLUMN_VALUE);
  }

  @Override
  public void shutdown() {
    tables.close();
  }
}
