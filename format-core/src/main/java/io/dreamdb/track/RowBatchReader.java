package io.dreamdb.track;

import io.dreamdb.schema.RowBlock;

/** Reads one row batch. */
public interface RowBatchReader extends AutoCloseable {

  /** Number of rows, deleted ones included. */
  int rows();

  /**
   * Reads {@code count} rows from offset {@code first} on. Reading forward is cheap: what lies
   * between two calls is skipped as far as the file's pages allow.
   */
  RowBlock read(int first, int count);

  @Override
  void close();
}
