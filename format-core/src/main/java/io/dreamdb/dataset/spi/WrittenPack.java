package io.dreamdb.dataset.spi;

import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.index.PackEntry;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.References;

/**
 * The pack of a batch that a task stored and nothing refers to yet.
 *
 * @param fieldId the field whose vectors it has codes of
 * @param spatial the spatial index under which it was made
 * @param compressor the compressor that made it
 * @param entry at level 0, of a batch that begins with anchor 0
 */
public record WrittenPack(int fieldId, ObjectId spatial, ObjectId compressor, PackEntry entry) {

  CborValue encode() {
    return CborMap.builder()
        .put("field", fieldId)
        .put("spatial", References.encode(spatial))
        .put("compressor", References.encode(compressor))
        .put("key", CborBytes.copyOf(entry.key().toBytes()))
        .put("entry", entry.encode())
        .build();
  }

  static WrittenPack decode(CborItem item) {
    CborFields fields = item.fields();
    return new WrittenPack(
        fields.int32("field", 1, Integer.MAX_VALUE),
        References.decodeId(fields.required("spatial")),
        References.decodeId(fields.required("compressor")),
        PackEntry.decode(
            TreeKey.of(fields.required("key").bytes().toArray()),
            fields.required("entry").value()));
  }
}
