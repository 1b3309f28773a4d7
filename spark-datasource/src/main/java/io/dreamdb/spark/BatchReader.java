package io.dreamdb.spark;

import io.dreamdb.DreamException;
import io.dreamdb.dataset.spi.ScanTask;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Reads the batches of one partition. One thread. */
final class BatchReader implements PartitionReader<ColumnarBatch> {

  private final RowSelection selection;
  private final Iterator<ScanTask> tasks;
  private @Nullable BatchCursor open;
  private @Nullable ColumnarBatch current;

  BatchReader(ReadPlan plan, List<ScanTask> tasks) {
    this.selection = new RowSelection(plan);
    this.tasks = tasks.iterator();
  }

  @Override
  public boolean next() {
    try {
      current = advance();
      return current != null;
    } catch (DreamException e) {
      throw DreamFailure.of(e);
    }
  }

  private @Nullable ColumnarBatch advance() {
    while (true) {
      BatchCursor cursor = open;
      if (cursor == null) {
        if (!tasks.hasNext()) {
          return null;
        }
        open = selection.open(tasks.next());
        continue;
      }
      ColumnarBatch batch = cursor.next();
      if (batch != null) {
        return batch;
      }
      cursor.close();
      open = null;
    }
  }

  @Override
  public ColumnarBatch get() {
    ColumnarBatch batch = current;
    if (batch == null) {
      throw new IllegalStateException("there is no batch before next() said so");
    }
    return batch;
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
