package io.dreamdb.dataset;

import io.dreamdb.manifest.TreeKey;
import io.dreamdb.track.AnchorRuns;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.TombstoneRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which rows the tombstone log says are deleted ({@code rows.md}, section 6). */
final class TombstoneReplay {

  private TombstoneReplay() {}

  /**
   * Replays a track's log, in the order of time, over some batches.
   *
   * @param batches by first anchor
   * @return by first anchor; a batch without deleted rows may be absent
   */
  static SortedMap<Long, DeletionBitmap> of(
      Space space, RowsTrack track, SortedMap<Long, Batch> batches) {
    SortedMap<Long, DeletionBitmap> deleted = new TreeMap<>();
    if (batches.isEmpty()) {
      return deleted;
    }
    List<TombstoneRecord> records = new ArrayList<>();
    Iterator<TombstoneRecord> log = space.rows.tombstones(track);
    log.forEachRemaining(records::add);
    records.sort(
        Comparator.comparingLong((TombstoneRecord record) -> record.operation().time())
            .thenComparing(TombstoneRecord::key, Comparator.<TreeKey>naturalOrder()));
    for (TombstoneRecord record : records) {
      AnchorRuns.Ranges ranges = space.rows.anchors(record).ranges();
      while (ranges.advance()) {
        apply(space, record, ranges.first(), ranges.first() + ranges.count(), batches, deleted);
      }
    }
    return deleted;
  }

  private static void apply(
      Space space,
      TombstoneRecord record,
      long from,
      long to,
      SortedMap<Long, Batch> batches,
      SortedMap<Long, DeletionBitmap> deleted) {
    SortedMap<Long, Batch> before = batches.headMap(from);
    long start = before.isEmpty() ? from : before.lastKey();
    for (Batch batch : batches.subMap(start, Math.max(start, to)).values()) {
      BatchAnchors anchors = space.rows.anchors(batch);
      int first = anchors.rank(from);
      int end = anchors.rank(to);
      if (first < end) {
        DeletionBitmap range = DeletionBitmap.ofRange(first, end);
        DeletionBitmap known = deleted.getOrDefault(batch.firstAnchor(), DeletionBitmap.EMPTY);
        deleted.put(
            batch.firstAnchor(),
            record.operation().kind().deletes() ? known.union(range) : known.minus(range));
      }
    }
  }
}
