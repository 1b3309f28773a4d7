package io.dreamdb.dataset.spi;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.manifest.SchemaCodec;
import io.dreamdb.schema.Schema;

/**
 * What a task must know to write batches.
 *
 * @param table where
 * @param schema every column of a row, in order
 * @param epoch in which the batches are born
 */
public record WritePlan(TableHandle table, Schema schema, long epoch) {

  /** For a task in another process. */
  public byte[] encode() {
    return Cbor.encode(
        CborMap.builder()
            .put("table", table.encode())
            .put("schema", SchemaCodec.encode(schema))
            .put("epoch", epoch)
            .build());
  }

  /** The inverse of {@link #encode}. */
  public static WritePlan decode(byte[] bytes) {
    CborFields fields = CborFields.of("write plan", Cbor.decode(bytes, "write plan"));
    return new WritePlan(
        TableHandle.decode(fields.required("table")),
        SchemaCodec.decode(fields.required("schema")),
        fields.nonNegative("epoch"));
  }

  static CborItem item(byte[] bytes, String what) {
    return CborItem.root(what, Cbor.decode(bytes, what));
  }
}
