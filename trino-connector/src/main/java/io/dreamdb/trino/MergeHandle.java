package io.dreamdb.trino;

import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import java.util.UUID;

/**
 * Rows to be deleted, named by their anchors.
 *
 * @param id what the transaction knows the delete by
 * @param table from which
 */
public record MergeHandle(UUID id, DreamTable table) implements ConnectorMergeTableHandle {

  @Override
  public ConnectorTableHandle getTableHandle() {
    return table;
  }
}
