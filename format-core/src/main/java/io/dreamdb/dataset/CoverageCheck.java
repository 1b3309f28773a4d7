package io.dreamdb.dataset;

import io.dreamdb.index.AnchorRun;
import io.dreamdb.index.CoverageDifference;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.PackDifference;
import io.dreamdb.index.PackEntry;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.schema.Field;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.BatchDifference;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.VectorStorage;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an index covers rows that there are or were, and that each covered row that has a
 * vector is a member in exactly one pack; rows that were dropped after they were deleted may stay
 * members and covered. Given an index for which this holds, from what differs between the two. In
 * memory are bitmaps of the rows that differ.
 */
final class CoverageCheck {

  /**
   * An index and the rows that it is of.
   *
   * @param index its track
   * @param rows the track of rows of the same version
   */
  record Side(IndexTrack index, RowsTrack rows) {

    /** An index without rows, for which all holds. */
    static Side nothing(IndexTrack like) {
      return new Side(
          IndexTrack.empty(like.fieldId(), like.spatial(), like.compressor()), RowsTrack.EMPTY);
    }
  }

  /** Rows of packs: members of their own cells, and what is spilled into others. */
  private record PackRows(AnchorBitmap members, AnchorBitmap spilled) {

    PackRows() {
      this(new AnchorBitmap(), new AnchorBitmap());
    }
  }

  /** Rows that batches have, and those of them that have a vector. */
  private record BatchRows(AnchorBitmap there, AnchorBitmap vectors) {}

  private final Space space;
  private final Findings found;
  private final IndexObjectsCheck objects;
  private final Field field;
  private final String key;
  private boolean right = true;

  CoverageCheck(Space space, Findings found, IndexObjectsCheck objects, Field field, String key) {
    this.space = space;
    this.found = found;
    this.objects = objects;
    this.field = field;
    this.key = key;
  }

  /** Compares; {@code before} was found right. Whether the other is, too. */
  boolean compare(Side before, Side after) {
    PackRows removed = new PackRows();
    PackRows added = new PackRows();
    Iterator<PackDifference> packs = objects.view().packDifferences(before.index, after.index);
    while (packs.hasNext()) {
      PackDifference difference = packs.next();
      if (difference.left() != null) {
        read(difference.left(), removed);
      }
      if (difference.right() != null) {
        right &= objects.fits(after.index, difference.right());
        read(difference.right(), added);
      }
    }
    requireAllFit(before.index, after.index);
    compareMembers(before, after, removed.members, added.members);
    requireCovered(after, added.spilled.minus(added.members));
    requireSameVectors(before, after);
    return right;
  }

  private void read(PackEntry pack, PackRows rows) {
    long[] twice = {-1};
    objects.rows(
        pack,
        (cell, anchor, member) -> {
          boolean first = (member ? rows.members : rows.spilled).add(anchor);
          twice[0] = member && !first ? anchor : twice[0];
        });
    require(
        twice[0] < 0,
        found.key(ObjectFamily.packs(field.id()), pack.pack()),
        "rows that are members in one place",
        "row " + twice[0] + " as a member a second time");
  }

  /** Under another spatial index or compressor, packs that stayed have to fit, too. */
  private void requireAllFit(IndexTrack before, IndexTrack after) {
    boolean same =
        before.spatial().id().equals(after.spatial().id())
            && before.compressor().id().equals(after.compressor().id());
    if (!same) {
      objects.view().packs(after).forEachRemaining(pack -> right &= objects.fits(after, pack));
    }
  }

  private void compareMembers(Side before, Side after, AnchorBitmap removed, AnchorBitmap added) {
    AnchorBitmap left = new AnchorBitmap();
    AnchorBitmap now = new AnchorBitmap();
    Iterator<CoverageDifference> runs =
        objects.view().coverageDifferences(before.index, after.index);
    while (runs.hasNext()) {
      CoverageDifference difference = runs.next();
      add(left, difference.left());
      add(now, difference.right());
    }
    AnchorBitmap uncovered = left.minus(now);
    AnchorBitmap covered = now.minus(left);
    BatchRows rows = rows(after.rows, covered);
    requireNone(covered.minus(owned(after.rows, covered)), "coverage of rows that batches have");
    requireNone(
        rows(before.rows, uncovered).vectors.minus(removed),
        "rows that are not covered to be in no pack");
    AnchorBitmap expected = removed.minus(uncovered).plus(rows.vectors);
    AnchorBitmap known = there(after.rows, expected.plus(added));
    requireNone(
        expected.and(known).minus(added), "covered rows with a vector to be members in a pack");
    AnchorBitmap others = added.and(known).minus(expected);
    // A compaction drops members with their rows; a rollback brings both back.
    AnchorBitmap back = others.minus(there(before.rows, others));
    requireNone(
        others.minus(back.and(covered(after, back))),
        "members that are covered, have a vector and are in no other pack");
    AnchorBitmap dropped = owned(after.rows, added.minus(known));
    requireNone(dropped.minus(covered(after, dropped)), "members that are covered");
  }

  private static void add(AnchorBitmap rows, @Nullable AnchorRun run) {
    if (run != null) {
      rows.add(run.first(), run.last());
    }
  }

  private BatchRows rows(RowsTrack track, AnchorBitmap anchors) {
    AnchorBitmap there = new AnchorBitmap();
    AnchorBitmap vectors = new AnchorBitmap();
    Iterator<Batch> batches = batches(track, anchors);
    while (batches.hasNext()) {
      Batch batch = batches.next();
      AnchorBitmap asked = anchors.and(rows(batch));
      there = there.plus(asked);
      if (!asked.isEmpty()) {
        vectors = vectors.plus(withVector(batch, asked));
      }
    }
    return new BatchRows(there, vectors);
  }

  private Iterator<Batch> batches(RowsTrack track, AnchorBitmap anchors) {
    return anchors.isEmpty()
        ? Collections.emptyIterator()
        : space.rows.batches(track, anchors.first(), anchors.last());
  }

  private AnchorBitmap rows(Batch batch) {
    AnchorBitmap rows = new AnchorBitmap();
    BatchAnchors anchors = space.rows.anchors(batch);
    for (int run = 0; run < anchors.runs(); run++) {
      long first = anchors.runFirst(run);
      rows.add(first, first + anchors.runOffset(run + 1) - anchors.runOffset(run) - 1);
    }
    return rows;
  }

  /** Those of the anchors that rows of a track have. */
  private AnchorBitmap there(RowsTrack track, AnchorBitmap anchors) {
    AnchorBitmap there = new AnchorBitmap();
    Iterator<Batch> batches = batches(track, anchors);
    while (batches.hasNext()) {
      there = there.plus(anchors.and(rows(batches.next())));
    }
    return there;
  }

  /** Those of the anchors that batches of a track own. */
  private AnchorBitmap owned(RowsTrack track, AnchorBitmap anchors) {
    AnchorBitmap owned = new AnchorBitmap();
    Iterator<Batch> batches = batches(track, anchors);
    while (batches.hasNext()) {
      Batch batch = batches.next();
      owned.add(batch.firstAnchor(), batch.lastAnchor());
    }
    return anchors.and(owned);
  }

  /** Those of the anchors whose rows are deleted in a track. */
  private AnchorBitmap deleted(RowsTrack track, AnchorBitmap anchors) {
    AnchorBitmap deleted = new AnchorBitmap();
    Iterator<Batch> batches = batches(track, anchors);
    while (batches.hasNext()) {
      Batch batch = batches.next();
      BatchAnchors known = space.rows.anchors(batch);
      space.rows.deletions(batch).forEach(offset -> deleted.add(known.anchor(offset)));
    }
    return anchors.and(deleted);
  }

  private AnchorBitmap withVector(Batch batch, AnchorBitmap rows) {
    AnchorBitmap present = new AnchorBitmap();
    BatchAnchors anchors = space.rows.anchors(batch);
    Optional<VectorStorage> vectors = space.rows.vectors(batch, field);
    vectors.ifPresent(storage ->
        rows.forEach(anchor -> {
          if (storage.isPresent(anchors.requireOffset(anchor))) {
            present.add(anchor);
          }
        }));
    return present;
  }

  /** What is spilled into a second cell and no member of the same packs is a row of the index. */
  private void requireCovered(Side after, AnchorBitmap spilled) {
    AnchorBitmap known = rows(after.rows, spilled.and(covered(after, spilled))).vectors;
    requireNone(
        there(after.rows, spilled).minus(known), "spilled rows that are covered and have a vector");
  }

  /** Batches that came in the place of others have the same rows and vectors where covered. */
  private void requireSameVectors(Side before, Side after) {
    AnchorBitmap changed = new AnchorBitmap();
    Iterator<BatchDifference> batches = space.rows.differences(before.rows, after.rows);
    while (batches.hasNext()) {
      BatchDifference difference = batches.next();
      Batch left = difference.left();
      if (left != null && !sameVectors(left, difference.right())) {
        changed.add(left.firstAnchor(), left.lastAnchor());
      }
    }
    AnchorBitmap both = changed.and(covered(before, changed)).and(covered(after, changed));
    BatchRows then = rows(before.rows, both);
    BatchRows now = rows(after.rows, both);
    AnchorBitmap dropped = then.there.minus(now.there);
    requireNone(
        dropped.minus(deleted(before.rows, dropped)),
        "covered rows to be dropped after they were deleted alone");
    requireNone(
        then.vectors
            .minus(now.vectors)
            .plus(now.vectors.minus(then.vectors))
            .and(now.there)
            .and(then.there),
        "covered rows whose vectors stay");
  }

  private boolean sameVectors(Batch left, @Nullable Batch now) {
    return now != null
        && now.entry().rows() == left.entry().rows()
        && now.entry().vectors(field.id()).equals(left.entry().vectors(field.id()));
  }

  private AnchorBitmap covered(Side side, AnchorBitmap within) {
    AnchorBitmap covered = new AnchorBitmap();
    if (!within.isEmpty()) {
      objects
          .view()
          .coverage(side.index, within.first(), within.last())
          .forEachRemaining(run -> add(covered, run));
    }
    return covered;
  }

  private void requireNone(AnchorBitmap rows, String expected) {
    if (!rows.isEmpty()) {
      require(
          false,
          key,
          expected,
          rows.cardinality() + " that are not, the first with anchor " + rows.first());
    }
  }

  private void require(boolean holds, String where, String expected, String actual) {
    found.require(holds, where, expected, actual);
    right &= holds;
  }
}
