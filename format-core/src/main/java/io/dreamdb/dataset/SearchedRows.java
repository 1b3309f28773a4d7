package io.dreamdb.dataset;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.object.FetchCost;
import io.dreamdb.object.ObjectPart;
import io.dreamdb.schema.Field;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.RowVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one version, for looking up single rows of one field by anchor: which batch, is it
 * live, where is its vector. Batches are opened when they are touched first. Safe for many threads.
 */
final class SearchedRows {

  /** Versions of more batches find each through the tree, and keep those last used. */
  private static final int MAX_LISTED = 1 << 16;

  private static final int MAX_KEPT = 1 << 12;

  /** Batches that are opened at once. */
  private static final int MAX_OPENING = 16;

  /**
   * A batch that was opened.
   *
   * @param anchors those of its rows
   * @param deletions its deleted rows
   * @param vectors null if the field is NULL in every row
   */
  record Opened(
      BatchSource source,
      BatchAnchors anchors,
      DeletionBitmap deletions,
      @Nullable RowVectors vectors) {

    Batch batch() {
      return source.batch();
    }
  }

  private final Snapshot snapshot;
  private final Space space;
  private final Field field;
  private final boolean maps;
  private final long[] firsts; // ascending; empty if there are too many
  private final AtomicReferenceArray<@Nullable Opened> opened;
  private final Map<Long, Opened> kept =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Opened> eldest) {
          return size() > MAX_KEPT;
        }
      };

  SearchedRows(Snapshot snapshot, Space space, Field field) {
    this.snapshot = snapshot;
    this.space = space;
    this.field = field;
    this.maps = space.reader.maps();
    this.firsts = firsts(snapshot);
    this.opened = new AtomicReferenceArray<>(firsts.length);
  }

  private static long[] firsts(Snapshot snapshot) {
    long[] firsts = new long[16];
    int count = 0;
    Iterator<Batch> batches = snapshot.batches();
    while (batches.hasNext()) {
      if (count == MAX_LISTED) {
        return new long[0];
      }
      if (count == firsts.length) {
        firsts = Arrays.copyOf(firsts, 2 * count);
      }
      firsts[count++] = batches.next().firstAnchor();
    }
    return Arrays.copyOf(firsts, count);
  }

  /**
   * Opens the batches of rows side by side, where each would wait for a store. Whoever looks a row
   * up afterwards waits no more.
   *
   * @return what was fetched
   */
  FetchCost openTogether(long[] anchors, int count) {
    if (maps || firsts.length == 0) {
      return FetchCost.NONE;
    }
    Map<Integer, Long> unopened = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int place = place(anchors[i]);
      if (place >= 0 && opened.get(place) == null) {
        unopened.put(place, anchors[i]);
      }
    }
    if (unopened.isEmpty()) {
      return FetchCost.NONE;
    }
    List<ObjectPart> heads = new ArrayList<>();
    for (int place : unopened.keySet()) {
      space.rows.vectorHead(batch(place), field).ifPresent(heads::add);
    }
    FetchCost cost = space.reader.fetch(heads);
    Queue<Long> waiting = new ConcurrentLinkedQueue<>(unopened.values());
    int threads = Math.min(MAX_OPENING, unopened.size());
    List<Boolean> unused =
        SearchThreads.run(
            threads,
            () -> {
              for (Long anchor = waiting.poll(); anchor != null; anchor = waiting.poll()) {
                Opened unneeded = find(anchor);
              }
              return true;
            });
    return cost;
  }

  private Batch batch(int place) {
    return space.rows.batch(snapshot.track(), firsts[place]).orElseThrow();
  }

  private int place(long anchor) {
    int at = Arrays.binarySearch(firsts, anchor);
    return at >= 0 ? at : -at - 2;
  }

  /** The batch that owns an anchor; null if none does. Its row may have been dropped. */
  @Nullable Opened find(long anchor) {
    if (firsts.length == 0) {
      return findInTree(anchor);
    }
    int place = place(anchor);
    if (place < 0) {
      return null;
    }
    Opened known = opened.get(place);
    if (known == null) {
      known = open(batch(place));
      opened.set(place, known);
    }
    return known.batch().owns(anchor) ? known : null;
  }

  private @Nullable Opened findInTree(long anchor) {
    Optional<Batch> batch =
        space.rows.floor(snapshot.track(), anchor).filter(floor -> floor.owns(anchor));
    if (batch.isEmpty()) {
      return null;
    }
    Long first = batch.get().firstAnchor();
    synchronized (kept) {
      Opened known = kept.get(first);
      if (known != null) {
        return known;
      }
    }
    Opened fresh = open(batch.get());
    synchronized (kept) {
      kept.put(first, fresh);
    }
    return fresh;
  }

  private Opened open(Batch batch) {
    BatchSource source = snapshot.source(batch);
    return new Opened(
        source,
        source.anchors(),
        source.deletions(),
        space.rows.rowVectors(batch, field).orElse(null));
  }
}
