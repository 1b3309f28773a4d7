package io.dreamdb.trino;

import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import java.util.List;
import java.util.UUID;

/**
 * Rows to be written, into a table that is there or one that is being made.
 *
 * @param id what the transaction knows the write by
 * @param plan what {@link io.dreamdb.dataset.spi.WritePlan#encode} gives
 * @param fieldIds the fields of the pages' channels
 */
public record WriteHandle(UUID id, byte[] plan, List<Integer> fieldIds)
    implements ConnectorInsertTableHandle, ConnectorOutputTableHandle {

  /** Copies the list. */
  public WriteHandle {
    fieldIds = List.copyOf(fieldIds);
  }
}
