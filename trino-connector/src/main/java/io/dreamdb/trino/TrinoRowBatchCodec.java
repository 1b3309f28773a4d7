package io.dreamdb.trino;

import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowBatchReader;
import io.dreamdb.track.RowBatchWriter;
import java.io.OutputStream;

/** Row batches through trino-parquet. */
final class TrinoRowBatchCodec implements RowBatchCodec {

  private final TypeMapping types;

  TrinoRowBatchCodec(TypeMapping types) {
    this.types = types;
  }

  @Override
  public RowBatchWriter writer(Schema schema, OutputStream out) {
    return new TrinoRowBatchWriter(schema, out, types);
  }

  @Override
  public RowBatchReader reader(VerifiedObject input, Schema columns) {
    return new TrinoRowBatchReader(new ParquetBatch(input, columns, types), columns, types);
  }
}
