package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.BatchDifference;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.PartWriter;
import io.dreamdb.track.RowsChange;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.StoredTrack;
import io.dreamdb.track.TombstoneKind;
import io.dreamdb.track.TombstoneOperation;
import io.dreamdb.track.TombstoneWriter;
import java.util.Iterator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives a branch the content of an earlier version, as a new version on top. The tombstone log
 * stays whole and gets records where replaying it would not give the rows that are deleted now.
 */
final class Rollback implements Change {

  private final Space space;
  private final StoredManifest target;
  private final byte[] liveNonce;
  private final byte[] deletedNonce;

  Rollback(Space space, StoredManifest target) {
    this.space = space;
    this.target = target;
    this.liveNonce = space.options.entropy().nonce();
    this.deletedNonce = space.options.entropy().nonce();
  }

  @Override
  public String name() {
    return "rollback";
  }

  @Override
  public Optional<Draft> apply(Step step) {
    Manifest head = step.head().stored().manifest();
    // A manifest that only carries the content into another epoch changes nothing.
    if (!step.head().stored().contentId().equals(step.base().stored().contentId())) {
      throw new Conflict(
          "rollback: others committed meanwhile; look at the table and run it again");
    }
    if (step.head().stored().contentId().equals(target.contentId())) {
      return Optional.empty();
    }
    if (!space.reaches(step.head().stored(), target)) {
      throw new InvalidInput(
          "Version "
              + target.contentId()
              + " is not in the history of '"
              + step.head().value().name()
              + "'; make a branch of it instead");
    }
    StoredTrack after = track(step, space.rowsTrack(step.head().stored()));
    Manifest.Content content = target.manifest().state();
    Summary summary =
        new Summary(
            "rollback",
            0,
            0,
            target.manifest().summary().rowsLive(),
            target.manifest().summary().batches(),
            0,
            0);
    return Optional.of(
        Draft.of(
            content.withTrack(Manifest.ROWS_TRACK, Optional.ofNullable(after.ref())),
            summary,
            head.anchors()));
  }

  /** The target's batches with the head's log. */
  private StoredTrack track(Step step, RowsTrack head) {
    RowsTrack wanted = space.rowsTrack(target);
    SortedMap<Long, Batch> changed = new TreeMap<>();
    Iterator<BatchDifference> differences = space.rows.differences(head, wanted);
    while (differences.hasNext()) {
      Batch batch = differences.next().right();
      if (batch != null) {
        changed.put(batch.firstAnchor(), batch);
      }
    }
    SortedMap<Long, DeletionBitmap> replayed = TombstoneReplay.of(space, head, changed);
    RowsTrack start = new RowsTrack(wanted.batches(), head.tombstones());
    RowsChange change = new RowsChange(space.reader, step.writer(), start);
    PartWriter parts = new PartWriter(step.writer());
    TombstoneWriter live =
        new TombstoneWriter(parts, liveNonce, operation(TombstoneKind.ROLLBACK, step), change::add);
    TombstoneWriter deleted =
        new TombstoneWriter(
            parts, deletedNonce, operation(TombstoneKind.DELETE, step), change::add);
    changed.forEach((first, batch) -> {
      DeletionBitmap now = space.rows.deletions(batch);
      BatchAnchors anchors = space.rows.anchors(batch);
      DeletionBitmap logged = replayed.getOrDefault(first, DeletionBitmap.EMPTY);
      logged.minus(now).forEach(offset -> live.add(anchors.anchor(offset)));
      now.minus(logged).forEach(offset -> deleted.add(anchors.anchor(offset)));
    });
    live.finish();
    deleted.finish();
    return change.finish();
  }

  private TombstoneOperation operation(TombstoneKind kind, Step step) {
    return new TombstoneOperation(
        kind, step.timestamp(), null, "rollback to " + target.contentId());
  }
}
