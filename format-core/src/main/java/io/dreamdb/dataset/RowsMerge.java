package io.dreamdb.dataset;

import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Batch;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.PartWriter;
import io.dreamdb.track.RowsChange;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.StoredTrack;
import io.dreamdb.track.TombstoneKind;
import io.dreamdb.track.TombstoneOperation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges the rows of three versions by what differs between them; what no side changed is not read.
 */
final class RowsMerge {

  /**
   * What came of it.
   *
   * @param rowsAdded rows of batches whose rows ours had not
   * @param rowsDeleted rows that the merge marked as deleted
   * @param rowsLive live rows of the result
   * @param batches batches of the result
   * @param changed whether anything differs from ours but the log
   * @param complete whether it has all rows that theirs has, deleted or not
   */
  record Counts(
      long rowsAdded,
      long rowsDeleted,
      long rowsLive,
      long batches,
      boolean changed,
      boolean complete) {}

  /** Takes the batches in which the result differs from ours. */
  private interface Edits {
    void put(Batch batch);

    void put(Batch batch, DeletionBitmap deleted);

    void remove(long firstAnchor);
  }

  private final Space space;
  private final ThreeWay sides;
  private final RowsTrack base;
  private final RowsTrack ours;
  private final RowsTrack theirs;
  private final AnchorBitmap dropped;
  private final RegionMerge regions;
  private final MergedLog log;
  private final LogCorrections corrections;
  private final AnchorBitmap unseen;
  private long rowsAdded;
  private long rowsDeleted;
  private long rowsLive;
  private long batches;
  private boolean changed;
  private boolean complete = true;
  private @Nullable Added added;

  /**
   * What the entries of batches say that ours had not.
   *
   * @param generation of the manifest that adds them
   * @param time of that manifest
   */
  record Added(long generation, long time) {}

  /** Merges for a result with these columns; for one use. */
  RowsMerge(Space space, ThreeWay sides, Schema schema) {
    this.space = space;
    this.sides = sides;
    this.base = space.rowsTrack(sides.base());
    this.ours = space.rowsTrack(sides.ours());
    this.theirs = space.rowsTrack(sides.theirs());
    this.log = new MergedLog(space, base, ours, theirs);
    this.dropped = new UpdateConflicts(space, sides, base, ours, theirs, log).losers();
    this.regions = new RegionMerge(space, sides, schema, dropped);
    this.corrections = new LogCorrections(log);
    this.unseen = log.disputed();
    this.rowsLive = space.rows.liveRows(ours);
    this.batches = ours.batches().count();
  }

  /** Stores nothing. */
  Counts count() {
    edit(
        new Edits() {
          @Override
          public void put(Batch batch) {}

          @Override
          public void put(Batch batch, DeletionBitmap deleted) {}

          @Override
          public void remove(long firstAnchor) {}
        });
    return counts();
  }

  /** Lets batches that ours had not say that the commit adds them; before {@link #store}. */
  RowsMerge adding(@Nullable Added by) {
    added = by;
    return this;
  }

  /**
   * Stores the merged track.
   *
   * @param time of the commit
   */
  StoredTrack store(ObjectWriter writer, long time, byte[] liveNonce, byte[] deletedNonce) {
    RowsChange change = new RowsChange(space.reader, writer, ours);
    edit(
        new Edits() {
          @Override
          public void put(Batch batch) {
            change.put(batch);
          }

          @Override
          public void put(Batch batch, DeletionBitmap deleted) {
            change.put(batch, deleted);
          }

          @Override
          public void remove(long firstAnchor) {
            change.remove(firstAnchor);
          }
        });
    checkUnseen();
    log.added().forEach(change::add);
    String reason = sides.operation() + " of " + sides.theirs().contentId();
    PartWriter parts = new PartWriter(writer);
    corrections.write(
        parts,
        liveNonce,
        new TombstoneOperation(TombstoneKind.ROLLBACK, time, null, reason),
        change::add);
    corrections.write(
        parts,
        deletedNonce,
        new TombstoneOperation(TombstoneKind.DELETE, time, null, reason),
        change::add);
    return change.finish();
  }

  /** After all else. */
  Counts counts() {
    return new Counts(rowsAdded, rowsDeleted, rowsLive, batches, changed, complete);
  }

  private void edit(Edits edits) {
    Regions found = new Regions(space, base, ours, theirs);
    while (found.hasNext()) {
      Region region = found.next();
      if (region.theirsDiffers() || losesRows(region.ours())) {
        apply(region, edits);
      } else {
        requireAll(region.theirs(), region.ours());
      }
    }
  }

  private void requireAll(List<Batch> rows, List<Batch> result) {
    for (Batch batch : rows) {
      complete &=
          RowStates.of(space, result, batch).present().cardinality() == batch.entry().rows();
    }
  }

  private boolean losesRows(List<Batch> side) {
    return side.stream()
        .anyMatch(batch -> dropped.intersects(batch.firstAnchor(), batch.lastAnchor()));
  }

  private void apply(Region region, Edits edits) {
    List<RegionMerge.Placed> placed = regions.merge(region);
    Set<Long> kept = new HashSet<>();
    placed.forEach(batch -> kept.add(batch.batch().firstAnchor()));
    for (Batch batch : region.ours()) {
      rowsLive -= batch.liveRows();
      if (!kept.contains(batch.firstAnchor())) {
        edits.remove(batch.firstAnchor());
        changed = true;
      }
    }
    batches += placed.size() - region.ours().size();
    requireAll(region.theirs(), placed.stream().map(RegionMerge.Placed::batch).toList());
    for (RegionMerge.Placed batch : placed) {
      place(region, batch, edits);
    }
  }

  private void place(Region region, RegionMerge.Placed placed, Edits edits) {
    Batch batch = stamped(placed);
    corrections.check(placed);
    unseen.remove(batch.firstAnchor(), batch.lastAnchor());
    RowStates mine = placed.ours();
    rowsLive += batch.entry().rows() - placed.deleted().cardinality();
    DeletionBitmap wereLive = mine.live().union(placed.theirs().live().minus(mine.present()));
    rowsDeleted += placed.deleted().intersection(wereLive).cardinality();
    if (mine.present().isEmpty()) {
      rowsAdded += batch.entry().rows();
    }
    boolean same =
        region.ours().stream().anyMatch(batch::equals)
            && space.rows.deletions(batch).equals(placed.deleted());
    if (same) {
      return;
    }
    changed = true;
    if (space.rows.deletions(batch).equals(placed.deleted())) {
      edits.put(batch);
    } else {
      edits.put(batch, placed.deleted());
    }
  }

  private Batch stamped(RegionMerge.Placed placed) {
    Batch batch = placed.batch();
    Added by = added;
    return by == null || !placed.ours().present().isEmpty()
        ? batch
        : batch.with(batch.entry().addedBy(by.generation, by.time));
  }

  /** Rows on which both sides wrote records, in batches that the merge left as they were. */
  private void checkUnseen() {
    while (!unseen.isEmpty()) {
      long anchor = unseen.first();
      unseen.remove(anchor, anchor);
      space
          .rows
          .batchOf(ours, anchor)
          .ifPresent(batch -> {
            unseen.remove(batch.firstAnchor(), batch.lastAnchor());
            List<Batch> other = new ArrayList<>();
            space
                .rows
                .batches(theirs, batch.firstAnchor(), batch.lastAnchor())
                .forEachRemaining(other::add);
            RowStates mine = RowStates.of(space, List.of(batch), batch);
            corrections.check(
                new RegionMerge.Placed(
                    batch,
                    space.rows.anchors(batch),
                    mine.deleted(),
                    mine,
                    RowStates.of(space, other, batch)));
          });
    }
  }
}
