package io.dreamdb.dataset;

import io.dreamdb.index.AnchorRun;
import io.dreamdb.index.IndexChange;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.Field;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchDifference;
import io.dreamdb.track.RowsTrack;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Anchors that no batch owns any more, as all rows of one were dropped: no index covers them. */
final class AbandonedAnchors {

  private AbandonedAnchors() {}

  /** Those that went since a change was planned. */
  static List<AnchorRun> since(Space space, Change.Step step) {
    List<AnchorRun> gone = new ArrayList<>();
    if (!step.rebased()) {
      return gone;
    }
    RowsTrack head = space.rowsTrack(step.head().stored());
    Iterator<BatchDifference> differences =
        space.rows.differences(space.rowsTrack(step.base().stored()), head);
    while (differences.hasNext()) {
      Batch left = differences.next().left();
      if (left != null
          && !space.rows.batches(head, left.firstAnchor(), left.lastAnchor()).hasNext()) {
        gone.add(new AnchorRun(left.firstAnchor(), left.entry().span().length()));
      }
    }
    return gone;
  }

  /** The content with indexes that do not cover these. */
  static Manifest.Content uncovered(
      Space space, ObjectWriter writer, Manifest.Content content, List<AnchorRun> gone) {
    Manifest.Content changed = content;
    if (gone.isEmpty()) {
      return content;
    }
    writer.flush(); // tracks that were written just now are read
    for (Field field : content.schema().fields()) {
      String name = IndexTrack.name(field.id());
      Optional<ObjectRef> ref = changed.track(name);
      if (ref.isPresent()) {
        IndexView view = new IndexView(space.reader, field.id());
        IndexTrack track = view.track(ref.get());
        IndexChange change = new IndexChange(space.reader, writer, track);
        gone.forEach(change::uncover);
        changed = changed.withTrack(name, Optional.of(change.finish().ref()));
      }
    }
    return changed;
  }
}
