package io.dreamdb.dataset;

import io.dreamdb.schema.Schema;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.VectorEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Merges regions. Batches are layout: that of the side that rewrote them is taken, and what the
 * other side deleted or took back lands there by anchor.
 */
final class RegionMerge {

  /**
   * A batch of the result.
   *
   * @param batch as it stands on the side whose layout it has, but for its vectors
   * @param anchors of its rows
   * @param deleted its deleted rows in the result
   * @param ours what ours has of its rows
   * @param theirs what theirs has of its rows
   */
  record Placed(
      Batch batch,
      BatchAnchors anchors,
      DeletionBitmap deleted,
      RowStates ours,
      RowStates theirs) {}

  private final Space space;
  private final ThreeWay sides;
  private final Schema schema;
  private final AnchorBitmap dropped;
  private final IndexedRows indexed;

  /**
   * Merges for a result with these columns.
   *
   * @param dropped rows that are deleted in the result whatever the sides say
   */
  RegionMerge(Space space, ThreeWay sides, Schema schema, AnchorBitmap dropped) {
    this.space = space;
    this.sides = sides;
    this.schema = schema;
    this.dropped = dropped;
    this.indexed = new IndexedRows(space, sides.ours().manifest().state());
  }

  /** The batches of the result, in the order of anchors. */
  List<Placed> merge(Region region) {
    boolean oursRewrote = !RowStates.sameRows(region.base(), region.ours());
    boolean theirsRewrote = !RowStates.sameRows(region.base(), region.theirs());
    if (RowStates.sameRows(region.ours(), region.theirs())) {
      return both(region);
    }
    if (!oursRewrote && indexed.allow(region.ours(), region.theirs())) {
      return placed(region, region.theirs(), region.ours(), true);
    }
    if (!oursRewrote) {
      requireRows(region.theirs(), region.ours());
      return placed(region, region.ours(), region.theirs(), false);
    }
    if (!theirsRewrote || onlyRemoves(region.theirs(), region.base())) {
      return placed(region, region.ours(), region.theirs(), false);
    }
    if (onlyRemoves(region.ours(), region.base())) {
      return indexed.isEmpty()
          ? placed(region, region.theirs(), region.ours(), true)
          : placed(region, region.ours(), region.theirs(), false);
    }
    throw refused(region);
  }

  /** The live rows of a side have to be in the layout of the other. */
  private void requireRows(List<Batch> side, List<Batch> layout) {
    for (Batch batch : side) {
      BatchAnchors anchors = space.rows.anchors(batch);
      DeletionBitmap live =
          DeletionBitmap.ofRange(0, batch.entry().rows()).minus(space.rows.deletions(batch));
      live.minus(RowStates.of(space, layout, batch).present())
          .forEach(offset -> {
            throw takenBack(anchors.anchor(offset));
          });
    }
  }

  private static boolean onlyRemoves(List<Batch> side, List<Batch> base) {
    return side.stream()
        .allMatch(batch -> base.stream().anyMatch(other -> RowStates.sameRows(other, batch)));
  }

  private RuntimeException refused(Region region) {
    if (region.base().isEmpty()) {
      return sides.refused(
          String.format(
              Locale.ROOT,
              "the batches at anchor %d came to both sides since, and are not the same: one side"
                  + " compacted rows that the other has by a cherry-pick, or both drew the same"
                  + " lane; roll that compaction back, or append the rows of one side again",
              region.ours().get(0).firstAnchor()));
    }
    return sides.refused(
        String.format(
            Locale.ROOT,
            "the batch at anchor %d was rewritten by a compaction on both sides; roll one side back"
                + " to before its compaction, and compact after the merge",
            region.base().get(0).firstAnchor()));
  }

  /** Both sides have the same batches. */
  private List<Placed> both(Region region) {
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < region.ours().size(); i++) {
      Batch ours = region.ours().get(i);
      Batch theirs = region.theirs().get(i);
      Optional<Batch> base =
          region.base().stream().filter(batch -> RowStates.sameRows(batch, ours)).findFirst();
      Batch merged = ours.with(ours.entry().withVectors(vectors(base, ours, theirs)));
      placed.add(placed(region, merged, RowStates.of(space, region.theirs(), ours), false));
    }
    return placed;
  }

  /** The layout of one side, with what the other did to the same rows. */
  private List<Placed> placed(
      Region region, List<Batch> layout, List<Batch> other, boolean layoutOfTheirs) {
    requireNoNewVectors(region.base(), other);
    List<Placed> placed = new ArrayList<>();
    for (Batch batch : layout) {
      Batch kept = batch.with(batch.entry().withVectors(known(batch)));
      placed.add(placed(region, kept, RowStates.of(space, other, batch), layoutOfTheirs));
    }
    requireRowsTakenBack(region.base(), other, layout);
    return placed;
  }

  private Placed placed(Region region, Batch batch, RowStates other, boolean layoutOfTheirs) {
    DeletionBitmap all = DeletionBitmap.ofRange(0, batch.entry().rows());
    DeletionBitmap own = space.rows.deletions(batch);
    RowStates base = RowStates.of(space, region.base(), batch);
    DeletionBitmap removed = base.live().minus(other.present());
    DeletionBitmap deleted = other.deleted().minus(base.deleted()).union(removed);
    DeletionBitmap takenBack = base.deleted().intersection(other.live());
    BatchAnchors anchors = space.rows.anchors(batch);
    DeletionBitmap merged =
        own.union(deleted).minus(takenBack).union(offsets(dropped, batch, anchors));
    RowStates layout = new RowStates(all, own);
    return new Placed(
        batch, anchors, merged, layoutOfTheirs ? other : layout, layoutOfTheirs ? layout : other);
  }

  private static DeletionBitmap offsets(AnchorBitmap rows, Batch batch, BatchAnchors anchors) {
    DeletionBitmap.Builder offsets = new DeletionBitmap.Builder();
    rows.forEach(
        batch.firstAnchor(),
        batch.lastAnchor(),
        anchor -> {
          int offset = anchors.offset(anchor);
          if (offset >= 0) {
            offsets.add(offset);
          }
        });
    return offsets.build();
  }

  /** Rows that a side made live again have to be in the layout of the other, too. */
  private void requireRowsTakenBack(List<Batch> base, List<Batch> side, List<Batch> layout) {
    for (Batch batch : base) {
      RowStates now = RowStates.of(space, side, batch);
      BatchAnchors anchors = space.rows.anchors(batch);
      DeletionBitmap takenBack = space.rows.deletions(batch).intersection(now.live());
      takenBack
          .minus(takenBack.isEmpty() ? takenBack : RowStates.of(space, layout, batch).present())
          .forEach(offset -> {
            throw takenBack(anchors.anchor(offset));
          });
    }
  }

  private RuntimeException takenBack(long anchor) {
    return sides.refused(
        String.format(
            Locale.ROOT,
            "the row with anchor %d is live again on one side and was dropped by a compaction on"
                + " the other; roll that one back to before its compaction",
            anchor));
  }

  /** The vectors of the columns that the result has. */
  private List<VectorEntry> known(Batch batch) {
    return batch.entry().vectors().stream()
        .filter(vector -> schema.findById(vector.fieldId()).isPresent())
        .toList();
  }

  private List<VectorEntry> vectors(Optional<Batch> base, Batch ours, Batch theirs) {
    TreeSet<Integer> fields = new TreeSet<>();
    known(ours).forEach(vector -> fields.add(vector.fieldId()));
    known(theirs).forEach(vector -> fields.add(vector.fieldId()));
    List<VectorEntry> merged = new ArrayList<>();
    for (int field : fields) {
      Optional<VectorEntry> before = base.flatMap(batch -> batch.entry().vectors(field));
      Optional<VectorEntry> mine = ours.entry().vectors(field);
      Optional<VectorEntry> other = theirs.entry().vectors(field);
      if (!same(mine, other) && !same(mine, before) && !same(other, before)) {
        throw attached(ours, field);
      }
      (same(mine, before) && !same(mine, other) ? other : mine).ifPresent(merged::add);
    }
    return merged;
  }

  private void requireNoNewVectors(List<Batch> base, List<Batch> side) {
    for (Batch batch : side) {
      Optional<Batch> before =
          base.stream().filter(other -> RowStates.sameRows(other, batch)).findFirst();
      for (VectorEntry vector : before.isEmpty() ? List.<VectorEntry>of() : known(batch)) {
        if (!same(Optional.of(vector), before.get().entry().vectors(vector.fieldId()))) {
          throw attached(batch, vector.fieldId());
        }
      }
    }
  }

  private RuntimeException attached(Batch batch, int field) {
    return sides.refused(
        String.format(
            Locale.ROOT,
            "the batch at anchor %d got vectors of '%s' on one side and was rewritten on the other;"
                + " merge before vectors are attached, or attach them again after the merge",
            batch.firstAnchor(),
            schema.findById(field).orElseThrow().name()));
  }

  private static boolean same(Optional<VectorEntry> left, Optional<VectorEntry> right) {
    return left.isPresent() == right.isPresent()
        && (left.isEmpty() || left.get().sameContent(right.orElseThrow()));
  }
}
