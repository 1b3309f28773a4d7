package io.dreamdb.trino;

import io.dreamdb.object.VerifiedObject;
import io.trino.parquet.AbstractParquetDataSource;
import io.trino.parquet.ParquetDataSourceId;
import io.trino.parquet.ParquetReaderOptions;

/** A row batch for trino-parquet, whose every byte was checked against the object's id. */
final class VerifiedDataSource extends AbstractParquetDataSource {

  private final VerifiedObject object;

  VerifiedDataSource(VerifiedObject object, ParquetReaderOptions options) {
    super(new ParquetDataSourceId(object.name()), object.lengthBytes(), options);
    this.object = object;
  }

  @Override
  protected void readInternal(long position, byte[] buffer, int offset, int length) {
    object.read(position, length).get(buffer, offset, length);
  }
}
