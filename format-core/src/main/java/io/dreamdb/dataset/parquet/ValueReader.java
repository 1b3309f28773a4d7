package io.dreamdb.dataset.parquet;

import org.apache.parquet.column.values.ValuesReader;

/** Takes the next value of a page. */
@FunctionalInterface
interface ValueReader {

  void read(ValuesReader values);
}
