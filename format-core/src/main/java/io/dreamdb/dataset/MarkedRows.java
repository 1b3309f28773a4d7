package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.track.AnchorRuns;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.RowsTrack;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PrimitiveIterator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one version that a statement chose, as bitmaps of the batches that it had. They are found
 * again in later versions of the branch, in whatever batches compactions put them.
 */
final class MarkedRows {

  private final Space space;
  private final RowsTrack base;
  private final SortedMap<Long, DeletionBitmap> offsets; // by the batch's first anchor

  /** Takes the offsets over. */
  MarkedRows(Space space, RowsTrack base, SortedMap<Long, DeletionBitmap> offsets) {
    this.space = space;
    this.base = base;
    this.offsets = offsets;
  }

  /**
   * The rows with these anchors.
   *
   * @param anchors in any order
   * @throws InvalidInput if the version has no row, deleted or not, with one of them
   */
  static MarkedRows of(Space space, RowsTrack base, PrimitiveIterator.OfLong anchors) {
    Map<Long, DeletionBitmap.Builder> builders = new TreeMap<>();
    @Nullable Batch at = null;
    BatchAnchors known = BatchAnchors.run(0, 1);
    while (anchors.hasNext()) {
      long anchor = anchors.nextLong();
      if (at == null || !at.owns(anchor)) {
        at = anchor < 0 ? null : space.rows.batchOf(base, anchor).orElse(null);
        known = at == null ? known : space.rows.anchors(at);
      }
      int offset = at == null ? -1 : known.offset(anchor);
      if (at == null || offset < 0) {
        throw new InvalidInput("There is no row with anchor " + anchor);
      }
      builders.computeIfAbsent(at.firstAnchor(), first -> new DeletionBitmap.Builder()).add(offset);
    }
    SortedMap<Long, DeletionBitmap> offsets = new TreeMap<>();
    builders.forEach((first, builder) -> offsets.put(first, builder.build()));
    return new MarkedRows(space, base, offsets);
  }

  /** These rows and others of the same version. */
  MarkedRows and(MarkedRows others) {
    SortedMap<Long, DeletionBitmap> all = new TreeMap<>(offsets);
    others.offsets.forEach((first, more) -> all.merge(first, more, DeletionBitmap::union));
    return new MarkedRows(space, base, all);
  }

  /** Whether a row is among others of the same version, too. */
  boolean intersects(MarkedRows others) {
    return offsets.entrySet().stream()
        .anyMatch(entry -> {
          DeletionBitmap more = others.offsets.get(entry.getKey());
          return more != null && more.intersects(entry.getValue());
        });
  }

  /**
   * Gives the rows that a later version still has, deleted or not, by its batches in the order of
   * their anchors. A row that it lacks was deleted, and dropped by a compaction.
   */
  void forEach(RowsTrack head, BiConsumer<Batch, DeletionBitmap> consumer) {
    Moved moved = new Moved(head, consumer);
    offsets.forEach((first, marked) -> {
      Batch then = space.rows.batch(base, first).orElseThrow();
      Batch now = space.rows.batch(head, first).orElse(null);
      if (now != null && now.entry().samePayload(then.entry())) {
        moved.flush();
        consumer.accept(now, marked);
      } else {
        BatchAnchors anchors = space.rows.anchors(then);
        marked.forEach(offset -> moved.add(anchors.anchor(offset)));
      }
    });
    moved.flush();
  }

  /** The first of these anchors that is marked. */
  OptionalLong firstOf(AnchorRuns runs) {
    AnchorRuns.Ranges ranges = runs.ranges();
    while (ranges.advance()) {
      OptionalLong found = firstOf(ranges.first(), ranges.first() + ranges.count());
      if (found.isPresent()) {
        return found;
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong firstOf(long from, long to) {
    SortedMap<Long, DeletionBitmap> before = offsets.headMap(from);
    long start = before.isEmpty() ? from : before.lastKey();
    for (Map.Entry<Long, DeletionBitmap> entry : offsets.subMap(start, to).entrySet()) {
      BatchAnchors anchors =
          space.rows.anchors(space.rows.batch(base, entry.getKey()).orElseThrow());
      for (int row = anchors.rank(from); row < anchors.rank(to); row++) {
        if (entry.getValue().contains(row)) {
          return OptionalLong.of(anchors.anchor(row));
        }
      }
    }
    return OptionalLong.empty();
  }

  /** Collects rows whose batches were rewritten, batch by batch. */
  private final class Moved {

    private final RowsTrack head;
    private final BiConsumer<Batch, DeletionBitmap> consumer;
    private @Nullable Batch batch;
    private BatchAnchors known = BatchAnchors.run(0, 1);
    private DeletionBitmap.Builder found = new DeletionBitmap.Builder();

    Moved(RowsTrack head, BiConsumer<Batch, DeletionBitmap> consumer) {
      this.head = head;
      this.consumer = consumer;
    }

    void add(long anchor) {
      if (batch == null || !batch.owns(anchor)) {
        flush();
        batch = space.rows.floor(head, anchor).filter(floor -> floor.owns(anchor)).orElse(null);
        known = batch == null ? known : space.rows.anchors(batch);
      }
      int offset = batch == null ? -1 : known.offset(anchor);
      if (offset >= 0) {
        found.add(offset);
      }
    }

    void flush() {
      DeletionBitmap offsetsFound = found.build();
      if (batch != null && !offsetsFound.isEmpty()) {
        consumer.accept(batch, offsetsFound);
      }
      batch = null;
      found = new DeletionBitmap.Builder();
    }
  }
}
