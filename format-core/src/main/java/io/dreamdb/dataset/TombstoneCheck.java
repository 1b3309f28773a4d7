package io.dreamdb.dataset;

import io.dreamdb.track.AnchorRuns;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchDifference;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.TombstoneDifference;
import io.dreamdb.track.TombstoneRecord;
import java.util.Arrays;
import java.util.Iterator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the tombstone log and the deletion bitmaps say the same ({@code rows.md}, section 6),
 * for what differs from a track that was checked before.
 */
final class TombstoneCheck {

  /** So many batches are held at once; the log is read again for each slice. */
  private static final int SLICE = 10_000;

  private final Space space;
  private final Findings found;

  TombstoneCheck(Space space, Findings found) {
    this.space = space;
    this.found = found;
  }

  /** Checks a track that follows another, both readable. */
  void check(String key, RowsTrack before, RowsTrack after) {
    found.attempt(key, "a tombstone log that can be replayed", () -> compare(key, before, after));
  }

  private boolean compare(String key, RowsTrack before, RowsTrack after) {
    SortedMap<Long, Batch> touched = new TreeMap<>();
    Iterator<BatchDifference> batches = space.rows.differences(before, after);
    while (batches.hasNext()) {
      BatchDifference difference = batches.next();
      if (difference.right() != null && isOfInterest(difference, after)) {
        touch(key, after, touched, difference.right());
      }
    }
    Iterator<TombstoneDifference> records = space.rows.tombstoneDifferences(before, after);
    TombstoneRecord previous = null;
    while (records.hasNext()) {
      TombstoneDifference difference = records.next();
      TombstoneRecord record = difference.right();
      found.require(
          difference.left() == null,
          key,
          "a tombstone log that keeps its records",
          "record " + (record == null ? "gone" : record.key()) + " changed");
      if (record != null) {
        requireParts(key, previous, record);
        touchAll(key, after, touched, record);
        previous = record;
      }
    }
    replay(key, after, touched);
    return true;
  }

  /** A batch without deletions, in a table without tombstones, has nothing to compare. */
  private static boolean isOfInterest(BatchDifference difference, RowsTrack track) {
    Batch batch = difference.right();
    return batch != null && (batch.entry().deleted() > 0 || track.tombstones().count() > 0);
  }

  private void touchAll(
      String key, RowsTrack track, SortedMap<Long, Batch> touched, TombstoneRecord record) {
    AnchorRuns.Ranges ranges = space.rows.anchors(record).ranges();
    while (ranges.advance()) {
      Iterator<Batch> hit =
          space.rows.batches(track, ranges.first(), ranges.first() + ranges.count() - 1);
      hit.forEachRemaining(batch -> touch(key, track, touched, batch));
    }
  }

  private void touch(String key, RowsTrack track, SortedMap<Long, Batch> touched, Batch batch) {
    touched.put(batch.firstAnchor(), batch);
    if (touched.size() >= SLICE) {
      replay(key, track, touched);
    }
  }

  private void replay(String key, RowsTrack track, SortedMap<Long, Batch> touched) {
    SortedMap<Long, DeletionBitmap> logged = TombstoneReplay.of(space, track, touched);
    touched.forEach((first, batch) -> {
      DeletionBitmap expected = logged.getOrDefault(first, DeletionBitmap.EMPTY);
      DeletionBitmap bitmap = space.rows.deletions(batch);
      found.require(
          expected.equals(bitmap),
          key + ", batch " + first,
          expected + " by the tombstone log",
          bitmap
              + " by the bitmap, of which "
              + bitmap.minus(expected).cardinality()
              + " are not in the log");
    });
    touched.clear();
  }

  /** Parts of one operation say the same of it and follow one another. */
  private void requireParts(
      String key, @Nullable TombstoneRecord previous, TombstoneRecord record) {
    if (previous == null || !Arrays.equals(previous.nonce(), record.nonce())) {
      return;
    }
    found.require(
        previous.operation().equals(record.operation()),
        key,
        "tombstone " + record.key() + " with " + previous.operation() + ", as the part before it",
        String.valueOf(record.operation()));
    long last = -1;
    AnchorRuns.Ranges ranges = space.rows.anchors(previous).ranges();
    while (ranges.advance()) {
      last = ranges.first() + ranges.count() - 1;
    }
    long first = space.rows.anchors(record).iterator().nextLong();
    found.require(
        first > last,
        key,
        "tombstone " + record.key() + " to begin after anchor " + last,
        "anchor " + first);
  }
}
