package io.dreamdb.dataset.spi;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.track.Anchor;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchEntry;
import io.dreamdb.track.RowsView;
import java.util.Map;

/**
 * One batch to be read by a task.
 *
 * @param table where
 * @param version the snapshot that it is read for: the text of its id
 * @param batch the batch
 */
public record ScanTask(TableHandle table, String version, Batch batch) {

  /** Rows in the batch, deleted ones included. */
  public int rows() {
    return batch.entry().rows();
  }

  /** Opens the batch. */
  public BatchSource open() {
    ObjectReader reader = table.reader();
    return new BatchSource(reader, new RowsView(reader), batch);
  }

  /** What users see in the hidden column of batches: lane and first sequence. */
  public String batchName() {
    return Anchor.lane(batch.firstAnchor()) + ":" + Anchor.sequence(batch.firstAnchor());
  }

  /** For a task in another process, without the options of the table's store. */
  public byte[] encode() {
    return Cbor.encode(
        CborMap.builder()
            .put("table", table.encode())
            .put("version", version)
            .put("first", batch.firstAnchor())
            .put("entry", batch.entry().encode())
            .build());
  }

  /**
   * The inverse of {@link #encode}.
   *
   * @param storeOptions of the table's store, which do not travel with it
   */
  public static ScanTask decode(byte[] bytes, Map<String, String> storeOptions) {
    CborFields fields = CborFields.of("scan task", Cbor.decode(bytes, "scan task"));
    return new ScanTask(
        TableHandle.decode(fields.required("table"), storeOptions),
        fields.text("version"),
        new Batch(fields.nonNegative("first"), BatchEntry.decode(fields.required("entry"))));
  }
}
