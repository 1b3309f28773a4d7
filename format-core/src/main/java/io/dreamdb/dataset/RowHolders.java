package io.dreamdb.dataset;

import io.dreamdb.index.AnchorRun;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.index.Pack;
import io.dreamdb.index.PackEntry;
import io.dreamdb.index.PackReader;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.TreeEntry;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.manifest.TreeMatches;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.BatchEntry;
import io.dreamdb.track.Stored;
import io.dreamdb.track.VectorEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the objects in which rows stand, each once, however many versions have it. One thread. */
final class RowHolders {

  private final Space space;
  private final NavigableSet<Long> anchors;
  private final TreeMatches batches;
  private final Map<Integer, TreeMatches> packs = new HashMap<>();
  private final Map<PackEntry, Long> rowsInPacks = new HashMap<>();
  private final Map<ObjectRef, Boolean> tracks = new HashMap<>();
  private final Map<String, ErasureReport.Holder> found = new TreeMap<>();

  /** Looks for the rows with these anchors. */
  RowHolders(Space space, SortedSet<Long> anchors) {
    this.space = space;
    this.anchors = new TreeSet<>(anchors);
    this.batches =
        new TreeMatches(space.reader, ObjectFamily.ROWS_INDEX, this::mayHaveBatch, this::inBatch);
  }

  /** The objects that were found. */
  List<ErasureReport.Holder> found() {
    return new ArrayList<>(found.values());
  }

  /** Whether a manifest refers to any such object. */
  boolean in(StoredManifest stored) {
    boolean holds = false;
    for (Map.Entry<String, ObjectRef> track : stored.manifest().state().tracks().entrySet()) {
      int field = IndexTrack.fieldOf(track.getKey()).orElse(0);
      if (track.getKey().equals(Manifest.ROWS_TRACK)) {
        holds |=
            tracks.computeIfAbsent(
                track.getValue(), ref -> batches.in(space.rows.track(ref).batches()));
      } else if (field > 0) {
        holds |= tracks.computeIfAbsent(track.getValue(), ref -> inIndex(field, ref));
      }
    }
    return holds;
  }

  private boolean mayHaveBatch(TreeKey from, @Nullable TreeKey to) {
    Long first = anchors.ceiling(from.toLong());
    return first != null && (to == null || first < to.toLong());
  }

  private boolean inBatch(TreeEntry entry) {
    Batch batch = space.rows.batch(entry);
    SortedSet<Long> owned = anchors.subSet(batch.firstAnchor(), true, batch.lastAnchor(), true);
    if (owned.isEmpty()) {
      return false;
    }
    BatchAnchors held = space.rows.anchors(batch);
    long rows = owned.stream().filter(anchor -> held.offset(anchor) >= 0).count();
    if (rows == 0) {
      return false;
    }
    BatchEntry parts = batch.entry();
    ObjectRef data = parts.data();
    if (data != null) {
      add(ObjectFamily.BATCH, data, rows);
    }
    for (VectorEntry vector : parts.vectors()) {
      add(ObjectFamily.vectors(vector.fieldId()), vector.storage(), rows);
    }
    if (parts.statistics() instanceof Stored.External<?> external) {
      add(ObjectFamily.STATISTICS, external.ref(), rows);
    }
    return true;
  }

  private boolean inIndex(int field, ObjectRef ref) {
    IndexView view = new IndexView(space.reader, field);
    return packs
        .computeIfAbsent(
            field,
            id ->
                new TreeMatches(
                    space.reader,
                    ObjectFamily.indexPages(id),
                    (from, to) -> true,
                    entry -> inPack(id, view, PackEntry.decode(entry.key(), entry.value()))))
        .in(view.track(ref).packs());
  }

  private boolean inPack(int field, IndexView view, PackEntry entry) {
    AnchorRun run = entry.run();
    if (run != null && anchors.subSet(run.first(), true, run.last(), true).isEmpty()) {
      return false;
    }
    long rows = rowsInPacks.computeIfAbsent(entry, unread -> rows(view, unread));
    if (rows > 0) {
      add(ObjectFamily.packs(field), entry.pack(), rows);
    }
    return rows > 0;
  }

  private long rows(IndexView view, PackEntry entry) {
    VerifiedObject object = view.open(entry);
    SortedSet<Long> held = new TreeSet<>();
    new PackReader(Pack.open(object.name(), object::read, entry), object::read)
        .rows((cell, anchor, member) -> {
          if (anchors.contains(anchor)) {
            held.add(anchor);
          }
        });
    return held.size();
  }

  private void add(ObjectFamily family, ObjectRef ref, long rows) {
    String key = family.key(space.reader.timeline(), ref).path();
    found.put(key, new ErasureReport.Holder(family.leaf(), key, rows));
  }
}
