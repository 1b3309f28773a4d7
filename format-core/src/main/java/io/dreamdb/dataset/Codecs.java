package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.track.RowBatchCodec;

/** Core's own codec of row batches, loaded by name: its libraries are optional. */
final class Codecs {

  private static final String PARQUET = "io.dreamdb.dataset.parquet.ParquetRowBatchCodec";

  private Codecs() {}

  static RowBatchCodec parquet() {
    try {
      return (RowBatchCodec) Class.forName(PARQUET).getConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new InvalidInput(
          "Reading and writing rows without an engine needs parquet-hadoop and hadoop-client-runtime"
              + " on the class path: "
              + e,
          e);
    }
  }
}
