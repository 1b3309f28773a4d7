package io.dreamdb.dataset.spi;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.SchemaCodec;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.References;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.BatchEntry;
import java.util.List;
import java.util.Map;

/**
 * What a task must know to write batches.
 *
 * @param table where
 * @param schema every column of a row, in order
 * @param indexes under which batches get packs
 * @param epoch in which the batches are born
 */
public record WritePlan(TableHandle table, Schema schema, List<Index> indexes, long epoch) {

  /** A batch's vectors of one field are mapped whole, so they stay below what a buffer can hold. */
  private static final long MAX_VECTOR_BYTES = 1L << 30;

  /** Copies the list. */
  public WritePlan {
    indexes = List.copyOf(indexes);
  }

  /**
   * The index of a field.
   *
   * @param fieldId the field
   * @param spatial its spatial index
   * @param compressor its compressor
   * @param spills whether rows also stand in a second cell
   */
  public record Index(int fieldId, ObjectRef spatial, ObjectRef compressor, boolean spills) {

    CborValue encode() {
      return CborMap.builder()
          .put("field", fieldId)
          .put("spatial", References.encode(spatial))
          .put("compressor", References.encode(compressor))
          .put("spills", spills)
          .build();
    }

    static Index decode(CborItem item) {
      CborFields fields = item.fields();
      return new Index(
          fields.int32("field", 1, Integer.MAX_VALUE),
          References.decode(fields.required("spatial")),
          References.decode(fields.required("compressor")),
          fields.required("spills").bool());
    }
  }

  /** The most rows of a batch. */
  public int maxBatchRows() {
    int widest = 1;
    for (Field field : schema.fields()) {
      if (field.type() instanceof EmbeddingType type) {
        widest = Math.max(widest, type.dimension());
      }
    }
    return (int) Math.min(BatchEntry.MAX_ROWS, MAX_VECTOR_BYTES / (4L * widest));
  }

  /** For a task in another process, without the options of the table's store. */
  public byte[] encode() {
    return Cbor.encode(
        CborMap.builder()
            .put("table", table.encode())
            .put("schema", SchemaCodec.encode(schema))
            .put("indexes", indexes.stream().map(Index::encode).toList())
            .put("epoch", epoch)
            .build());
  }

  /**
   * The inverse of {@link #encode}.
   *
   * @param storeOptions of the table's store, which do not travel with it
   */
  public static WritePlan decode(byte[] bytes, Map<String, String> storeOptions) {
    CborFields fields = CborFields.of("write plan", Cbor.decode(bytes, "write plan"));
    return new WritePlan(
        TableHandle.decode(fields.required("table"), storeOptions),
        SchemaCodec.decode(fields.required("schema")),
        fields.array("indexes").stream().map(Index::decode).toList(),
        fields.nonNegative("epoch"));
  }
}
