package io.dreamdb.track;

import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.Schema;
import java.io.OutputStream;

/**
 * Reads and writes row batches ({@code rows.md}, section 4). Safe for many threads; its readers and
 * writers are for one.
 */
public interface RowBatchCodec {

  /**
   * Begins a row batch.
   *
   * @param schema its columns, without embeddings, at least one
   * @param out takes the bytes; the caller closes it
   */
  RowBatchWriter writer(Schema schema, OutputStream out);

  /**
   * Opens a row batch.
   *
   * @param input its bytes, verified as they are read
   * @param columns what to read, found by field id: a field that the batch lacks is NULL in every
   *     row, a narrower type is widened
   * @throws io.dreamdb.CorruptObject if the bytes are no row batch or a column has another type
   */
  RowBatchReader reader(VerifiedObject input, Schema columns);
}
