package io.dreamdb.dataset;

import io.dreamdb.index.AnchorRun;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the indexes of a side of a merge allow to be done to its batches. They stay as they are: so
 * a row that they cover may not vanish before it was deleted, and none may come back at an anchor
 * that they cover, as no pack would hold it.
 */
final class IndexedRows {

  private final Space space;
  private final Map<IndexView, IndexTrack> indexes = new LinkedHashMap<>();

  IndexedRows(Space space, Manifest.Content side) {
    this.space = space;
    side.tracks()
        .forEach((name, ref) ->
            IndexTrack.fieldOf(name)
                .ifPresent(field -> {
                  IndexView view = new IndexView(space.reader, field);
                  indexes.put(view, view.track(ref));
                }));
  }

  boolean isEmpty() {
    return indexes.isEmpty();
  }

  /** Whether one layout may come in the place of the side's own. */
  boolean allow(List<Batch> own, List<Batch> layout) {
    return indexes.isEmpty() || !losesRows(own, layout) && !bringsBack(own, layout);
  }

  private boolean losesRows(List<Batch> own, List<Batch> layout) {
    for (Batch batch : own) {
      DeletionBitmap live = RowStates.of(space, List.of(batch), batch).live();
      if (!live.minus(RowStates.of(space, layout, batch).present()).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private boolean bringsBack(List<Batch> own, List<Batch> layout) {
    for (Batch batch : layout) {
      DeletionBitmap fresh =
          DeletionBitmap.ofRange(0, batch.entry().rows())
              .minus(RowStates.of(space, own, batch).present());
      if (!fresh.isEmpty() && isCovered(batch, fresh)) {
        return true;
      }
    }
    return false;
  }

  private boolean isCovered(Batch batch, DeletionBitmap rows) {
    BatchAnchors anchors = space.rows.anchors(batch);
    for (Map.Entry<IndexView, IndexTrack> index : indexes.entrySet()) {
      Iterator<AnchorRun> runs =
          index.getKey().coverage(index.getValue(), batch.firstAnchor(), batch.lastAnchor());
      while (runs.hasNext()) {
        AnchorRun run = runs.next();
        int first = anchors.rank(run.first());
        int end = anchors.rank(run.last() + 1);
        if (first < end && rows.intersects(DeletionBitmap.ofRange(first, end))) {
          return true;
        }
      }
    }
    return false;
  }
}
