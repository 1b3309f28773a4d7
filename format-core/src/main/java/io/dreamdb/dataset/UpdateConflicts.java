package io.dreamdb.dataset;

import io.dreamdb.track.AnchorRuns;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.Replaced;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.TombstoneKind;
import io.dreamdb.track.TombstoneRecord;
import java.util.Locale;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;

/**
 * Rows that one side updated and the other updated, deleted or took back: the new row of the one
 * and what the other did cannot both stand.
 */
final class UpdateConflicts {

  private final Space space;
  private final ThreeWay sides;
  private final RowsTrack base;
  private final RowsTrack ours;
  private final RowsTrack theirs;
  private final MergedLog log;

  UpdateConflicts(
      Space space,
      ThreeWay sides,
      RowsTrack base,
      RowsTrack ours,
      RowsTrack theirs,
      MergedLog log) {
    this.space = space;
    this.sides = sides;
    this.base = base;
    this.ours = ours;
    this.theirs = theirs;
    this.log = log;
  }

  /**
   * The rows that must go, as the strategy has it: what the losing side made of rows that both
   * changed.
   *
   * @throws io.dreamdb.InvalidInput if there are such rows and the strategy is to refuse
   */
  AnchorBitmap losers() {
    AnchorBitmap updatedByTheirs = conflicts(log.added(), ours);
    AnchorBitmap updatedByOurs = conflicts(log.ofOurs(), theirs);
    AnchorBitmap all = updatedByTheirs.plus(updatedByOurs);
    if (all.isEmpty()) {
      return all;
    }
    return switch (sides.strategy()) {
      case OURS -> losers(log.added(), updatedByTheirs, updatedByOurs, theirs);
      case THEIRS -> losers(log.ofOurs(), updatedByOurs, updatedByTheirs, ours);
      default ->
          throw sides.refused(
              String.format(
                  Locale.ROOT,
                  "%d rows were updated on one side and updated, deleted or taken back on the"
                      + " other, the first with anchor %d; choose the strategy ours or theirs",
                  all.cardinality(),
                  all.first()));
    };
  }

  /** Of the rows that a side updated since, those that the other changed. */
  private AnchorBitmap conflicts(Iterable<TombstoneRecord> records, RowsTrack other) {
    AnchorBitmap found = new AnchorBitmap();
    Rows before = new Rows(base);
    Rows now = new Rows(other);
    for (TombstoneRecord record : records) {
      if (record.operation().kind() == TombstoneKind.UPDATE) {
        AnchorRuns anchors = space.rows.anchors(record);
        for (PrimitiveIterator.OfLong each = anchors.iterator(); each.hasNext(); ) {
          long anchor = each.nextLong();
          State then = before.state(anchor);
          State present = now.state(anchor);
          boolean changed =
              then == State.ABSENT
                  ? present == State.DELETED
                  : (then == State.LIVE) != (present == State.LIVE);
          if (changed) {
            found.add(anchor);
          }
        }
      }
    }
    return found;
  }

  /**
   * What the losing side has of rows: those that replaced its own, and those that replaced them in
   * turn; and rows that the winner updated and it took back.
   */
  private AnchorBitmap losers(
      Iterable<TombstoneRecord> records,
      AnchorBitmap updated,
      AnchorBitmap updatedByWinner,
      RowsTrack loser) {
    AnchorBitmap losers = new AnchorBitmap();
    AnchorBitmap sought = updated;
    while (!sought.isEmpty()) {
      AnchorBitmap replacing = replacing(records, sought).minus(losers);
      replacing.forEach(losers::add);
      sought = replacing;
    }
    Rows now = new Rows(loser);
    updatedByWinner.forEach(anchor -> {
      if (now.state(anchor) == State.LIVE) {
        losers.add(anchor);
      }
    });
    return losers;
  }

  private AnchorBitmap replacing(Iterable<TombstoneRecord> records, AnchorBitmap rows) {
    AnchorBitmap found = new AnchorBitmap();
    for (TombstoneRecord record : records) {
      Replaced replaced = record.replaced();
      if (replaced != null) {
        PrimitiveIterator.OfLong numbers = space.rows.replacements(record).iterator();
        PrimitiveIterator.OfLong anchors = space.rows.anchors(record).iterator();
        while (anchors.hasNext()) {
          long number = numbers.nextLong();
          if (rows.contains(anchors.nextLong())) {
            found.add(replaced.base() + number);
          }
        }
      }
    }
    return found;
  }

  private enum State {
    ABSENT,
    LIVE,
    DELETED
  }

  /** The rows of a track, looked up one after the other. */
  private final class Rows {

    private final RowsTrack track;
    private @Nullable Batch batch;
    private BatchAnchors anchors = BatchAnchors.run(0, 1);
    private DeletionBitmap deleted = DeletionBitmap.EMPTY;

    Rows(RowsTrack track) {
      this.track = track;
    }

    State state(long anchor) {
      if (batch == null || !batch.owns(anchor)) {
        Batch found = space.rows.batchOf(track, anchor).orElse(null);
        if (found == null) {
          return State.ABSENT;
        }
        batch = found;
        anchors = space.rows.anchors(found);
        deleted = space.rows.deletions(found);
      }
      int offset = anchors.offset(anchor);
      return offset < 0 ? State.ABSENT : deleted.contains(offset) ? State.DELETED : State.LIVE;
    }
  }
}
