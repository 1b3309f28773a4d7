package io.dreamdb.trino;

import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.spi.ScanTask;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.DynamicFilterSnapshot;
import io.trino.spi.connector.FixedSplitSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A split per batch that may have matching rows; one for a whole ranking. */
final class DreamSplitManager implements ConnectorSplitManager {

  /** Rows of a split that counts as a whole one to the scheduler. */
  private static final double FULL_ROWS = 1 << 18;

  private final Tables tables;

  DreamSplitManager(Tables tables) {
    this.tables = tables;
  }

  @Override
  public ConnectorSplitSource getSplits(
      ConnectorTransactionHandle transaction,
      ConnectorSession session,
      ConnectorTableHandle handle,
      Set<ColumnHandle> dynamicFilterColumns,
      Constraint constraint) {
    DreamTable table = (DreamTable) handle;
    if (table.ranking().isPresent()) {
      return new FixedSplitSource(new DreamSplit(new byte[0], 1));
    }
    Snapshot snapshot = tables.snapshot(table);
    Iterator<ScanTask> tasks = snapshot.scan().where(table.predicate()).tasks();
    return Translated.of(ConnectorSplitSource.class, new Batches(tasks));
  }

  /** Reads the table's pages as splits are asked for. */
  private static final class Batches implements ConnectorSplitSource {

    private final Iterator<ScanTask> tasks;

    Batches(Iterator<ScanTask> tasks) {
      this.tasks = tasks;
    }

    @Override
    public CompletableFuture<List<ConnectorSplit>> getNextBatch(
        int maxSize, DynamicFilterSnapshot dynamicFilter) {
      List<ConnectorSplit> splits = new ArrayList<>();
      while (splits.size() < maxSize && tasks.hasNext()) {
        ScanTask task = tasks.next();
        double weight = Math.min(1, Math.max(0.01, task.rows() / FULL_ROWS));
        splits.add(new DreamSplit(task.encode(), weight));
      }
      return CompletableFuture.completedFuture(splits);
    }

    @Override
    public boolean isFinished() {
      return !tasks.hasNext();
    }

    @Override
    public void close() {
      // Nothing is open between two calls.
    }
  }
}
