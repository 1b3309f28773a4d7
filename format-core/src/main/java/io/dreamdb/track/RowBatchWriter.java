package io.dreamdb.track;

import io.dreamdb.schema.RowBlock;

/** Writes one row batch. */
public interface RowBatchWriter extends AutoCloseable {

  /** Appends rows; the block has exactly the columns of the writer's schema. */
  void write(RowBlock rows);

  /** Writes what is left of the batch; nothing can be appended after it. */
  void finish();

  /** Frees memory. Without {@link #finish} the bytes written so far are no row batch. */
  @Override
  void close();
}
