package io.dreamdb.trino;

import io.trino.spi.connector.ConnectorTransactionHandle;
import java.util.UUID;

/**
 * One transaction.
 *
 * @param id names it within this process
 */
public record DreamTransaction(UUID id) implements ConnectorTransactionHandle {}
