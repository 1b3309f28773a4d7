package io.dreamdb.dataset.parquet;

import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowBatchReader;
import io.dreamdb.track.RowBatchWriter;
import java.io.OutputStream;

/**
 * Row batches through parquet-java. The same rows of the same schema give the same bytes, however
 * they were cut into blocks, as long as parquet-java and aircompressor stay the same.
 *
 * <p>A failure of the stream that a writer was given is {@link io.dreamdb.StoreUnavailable}; after
 * any failure a writer can only be closed. A reader throws {@link io.dreamdb.CorruptObject}, which
 * names the object, for bytes that are no row batch of the columns asked for, and {@link
 * io.dreamdb.UnsupportedFormat} for compression that it does not know.
 */
public final class ParquetRowBatchCodec implements RowBatchCodec {

  @Override
  public RowBatchWriter writer(Schema schema, OutputStream out) {
    return new BatchWriter(schema, out);
  }

  @Override
  public RowBatchReader reader(VerifiedObject input, Schema columns) {
    return BatchReader.open(input, columns);
  }
}
