package io.dreamdb.dataset.spi;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.track.BatchEntry;
import java.util.List;

/**
 * A batch that a task stored and nothing refers to yet: the task's message to whoever commits.
 *
 * @param entry without anchors; generation and time are set by the commit
 * @param packs of its embeddings that are indexed, at most one each
 * @param objects how many objects it has
 * @param bytes how long they are together
 */
public record WrittenBatch(BatchEntry entry, List<WrittenPack> packs, long objects, long bytes) {

  /** Copies the list. */
  public WrittenBatch {
    packs = List.copyOf(packs);
  }

  /** For another process. */
  public byte[] encode() {
    return Cbor.encode(
        CborMap.builder()
            .put("entry", entry.encode())
            .put("packs", packs.stream().map(WrittenPack::encode).toList())
            .put("objects", objects)
            .put("bytes", bytes)
            .build());
  }

  /** The inverse of {@link #encode}. */
  public static WrittenBatch decode(byte[] bytes) {
    CborFields fields = CborFields.of("written batch", Cbor.decode(bytes, "written batch"));
    return new WrittenBatch(
        BatchEntry.decode(fields.required("entry")),
        fields.array("packs").stream().map(WrittenPack::decode).toList(),
        fields.nonNegative("objects"),
        fields.nonNegative("bytes"));
  }
}
