package io.dreamdb.dataset;

import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import java.util.List;

/**
 * What a side has of the rows of a batch, by the batch's offsets, wherever the side keeps them.
 *
 * @param present rows that some batch of the side has
 * @param deleted those of them that are deleted
 */
record RowStates(DeletionBitmap present, DeletionBitmap deleted) {

  /** Looks for the rows of {@code batch} in the batches of a side. */
  static RowStates of(Space space, List<Batch> side, Batch batch) {
    BatchAnchors anchors = space.rows.anchors(batch);
    DeletionBitmap.Builder present = new DeletionBitmap.Builder();
    DeletionBitmap.Builder deleted = new DeletionBitmap.Builder();
    for (Batch other : side) {
      if (other.lastAnchor() < batch.firstAnchor() || other.firstAnchor() > batch.lastAnchor()) {
        continue;
      }
      DeletionBitmap bits = space.rows.deletions(other);
      if (sameRows(batch, other)) {
        return new RowStates(DeletionBitmap.ofRange(0, batch.entry().rows()), bits);
      }
      BatchAnchors others = space.rows.anchors(other);
      int end = anchors.rank(other.lastAnchor() + 1);
      for (int offset = anchors.rank(other.firstAnchor()); offset < end; offset++) {
        int found = others.offset(anchors.anchor(offset));
        if (found >= 0) {
          present.add(offset);
          if (bits.contains(found)) {
            deleted.add(offset);
          }
        }
      }
    }
    return new RowStates(present.build(), deleted.build());
  }

  /**
   * Whether two batches are the same but for deletions, vectors, and the manifest that added them:
   * a cherry-pick adds a batch a second time.
   */
  static boolean sameRows(Batch left, Batch right) {
    return left.firstAnchor() == right.firstAnchor()
        && left.entry().withVectors(List.of()).samePayload(right.entry().withVectors(List.of()));
  }

  /** Whether two lists are batches of the same rows in the same layout. */
  static boolean sameRows(List<Batch> left, List<Batch> right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!sameRows(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  DeletionBitmap live() {
    return present.minus(deleted);
  }
}
