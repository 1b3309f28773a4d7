package io.dreamdb.dataset;

import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.PartWriter;
import io.dreamdb.track.TombstoneOperation;
import io.dreamdb.track.TombstoneRecord;
import io.dreamdb.track.TombstoneWriter;
import java.util.function.Consumer;

/**
 * Collects rows for which a merged log would not give what the result has, and writes records for
 * them ({@code rows.md}, section 6). The later record wins, so that one too many does no harm.
 */
final class LogCorrections {

  private final MergedLog log;
  private final AnchorBitmap live = new AnchorBitmap();
  private final AnchorBitmap deleted = new AnchorBitmap();

  LogCorrections(MergedLog log) {
    this.log = log;
  }

  /** Compares a batch of the result. */
  void check(RegionMerge.Placed placed) {
    Batch batch = placed.batch();
    BatchAnchors anchors = placed.anchors();
    RowStates ours = placed.ours();
    DeletionBitmap.Builder touched = new DeletionBitmap.Builder();
    log.forEachTouched(
        batch.firstAnchor(),
        batch.lastAnchor(),
        anchor -> {
          int offset = anchors.offset(anchor);
          if (offset >= 0) {
            touched.add(offset);
          }
        });
    // Elsewhere the log gives what ours has, or theirs where ours lacks the row.
    DeletionBitmap said = ours.deleted().union(placed.theirs().deleted().minus(ours.present()));
    DeletionBitmap changed = placed.deleted().minus(said).union(said.minus(placed.deleted()));
    touched
        .build()
        .union(changed)
        .forEach(offset -> {
          long anchor = anchors.anchor(offset);
          boolean isDeleted = placed.deleted().contains(offset);
          if (log.says(anchor, offset, ours, placed.theirs()) != MergedLog.Says.of(isDeleted)) {
            (isDeleted ? deleted : live).add(anchor);
          }
        });
  }

  /** Writes the records of an operation: those of rows that are live again, or deleted. */
  void write(
      PartWriter parts,
      byte[] nonce,
      TombstoneOperation operation,
      Consumer<TombstoneRecord> records) {
    TombstoneWriter writer = new TombstoneWriter(parts, nonce, operation, records);
    (operation.kind().deletes() ? deleted : live).forEach(writer::add);
    writer.finish();
  }
}
