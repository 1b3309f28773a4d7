package io.dreamdb.trino;

import io.trino.spi.SplitWeight;
import io.trino.spi.connector.ConnectorSplit;

/**
 * A batch to be read, or a table to be ranked.
 *
 * @param task what {@link io.dreamdb.dataset.spi.ScanTask#encode} gives; empty for a ranking
 * @param weight of the work, 1 for a full batch
 */
public record DreamSplit(byte[] task, double weight) implements ConnectorSplit {

  private static final int OVERHEAD_BYTES = 48;

  @Override
  public SplitWeight getSplitWeight() {
    return SplitWeight.fromProportion(weight);
  }

  @Override
  public long getRetainedSizeInBytes() {
    return OVERHEAD_BYTES + task.length;
  }
}
