package io.dreamdb.track;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.manifest.Tree;
import io.dreamdb.object.StructuralObject;

/**
 * The track of rows: all batches and the tombstone log.
 *
 * @param batches first anchor → batch entry
 * @param tombstones nonce and part → tombstone record
 */
public record RowsTrack(Tree batches, Tree tombstones) {

  /** No batch and no tombstone. A manifest then has no rows track: this one is never stored. */
  public static final RowsTrack EMPTY = new RowsTrack(Tree.EMPTY, Tree.EMPTY);

  private static final String KIND = "track";
  private static final String MODALITY = "rows";

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return batches.count() == 0 && tombstones.count() == 0;
  }

  /** The bytes of the object. */
  byte[] encode() {
    if (isEmpty()) {
      throw new IllegalStateException("a track without entries is not stored");
    }
    return Cbor.encode(
        StructuralObject.begin(KIND)
            .put("modality", MODALITY)
            .put("batches", batches.encode())
            .put("tombstones", tombstones.encode())
            .build());
  }

  static RowsTrack decode(CborItem root) {
    CborFields fields = StructuralObject.open(root, KIND);
    CborItem modality = fields.required("modality");
    if (!modality.text().equals(MODALITY)) {
      throw modality.expected("\"rows\"");
    }
    RowsTrack track =
        new RowsTrack(
            Tree.decode(fields.required("batches")), Tree.decode(fields.required("tombstones")));
    fields.done();
    if (track.isEmpty()) {
      throw root.expected("a track with entries");
    }
    return track;
  }
}
