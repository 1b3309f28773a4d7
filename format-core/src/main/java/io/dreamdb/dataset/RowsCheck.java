package io.dreamdb.dataset;

import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.manifest.TreeCheck;
import io.dreamdb.manifest.TreeEntry;
import io.dreamdb.object.ObjectCheck;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Anchor;
import io.dreamdb.track.AnchorRuns;
import io.dreamdb.track.Replaced;
import io.dreamdb.track.Replacements;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.Stored;
import io.dreamdb.track.TombstoneRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the rows that manifests hold ({@code rows.md}). */
final class RowsCheck {

  private record Known(ObjectRef track, Schema schema) {}

  /**
   * A track as it was found.
   *
   * @param track the track
   * @param batches number of batches
   * @param liveRows rows that are not deleted
   */
  private record Found(RowsTrack track, long batches, long liveRows) {}

  private static final Found NOTHING = new Found(RowsTrack.EMPTY, 0, 0);

  private final Space space;
  private final Findings found;
  private final TombstoneCheck tombstones;
  private final TreeCheck log;
  private final Map<Schema, TreeCheck> batches = new HashMap<>();
  private final Map<Known, Optional<Found>> known = new HashMap<>();
  private BatchCheck.Adding adding = new BatchCheck.Adding("", 0, 0);

  RowsCheck(Space space, Findings found) {
    this.space = space;
    this.found = found;
    this.tombstones = new TombstoneCheck(space, found);
    this.log = new TreeCheck(space.reader, ObjectFamily.ROWS_INDEX, found, this::logEntry);
  }

  /**
   * Checks a manifest.
   *
   * @param parentsKnown whether its parents were checked before
   * @return whether all its rows can be read
   */
  boolean check(StoredManifest stored, boolean parentsKnown) {
    Lineage lineage = stored.manifest().lineage();
    String key = ObjectCheck.manifestKey(stored.id());
    adding = new BatchCheck.Adding(key, lineage.generation(), lineage.timestamp());
    Optional<Found> rows = rows(stored);
    if (rows.isEmpty()) {
      return false;
    }
    Summary summary = stored.manifest().summary();
    found.requireEqual(key, "live rows", rows.get().liveRows(), summary.rowsLive());
    found.requireEqual(key, "batches", rows.get().batches(), summary.batches());
    checkAnchors(key, stored, rows.get().track());
    if (parentsKnown) {
      StoredManifest before = space.manifests.read(lineage.parents().get(0));
      checkSums(key, stored, before);
      rows(before).ifPresent(old -> tombstones.check(key, old.track(), rows.get().track()));
    } else {
      tombstones.check(key, RowsTrack.EMPTY, rows.get().track());
    }
    return true;
  }

  /** Whether all rows of a manifest can be read. */
  boolean isSound(StoredManifest stored) {
    return rows(stored).isPresent();
  }

  private Optional<Found> rows(StoredManifest stored) {
    Manifest.Content state = stored.manifest().state();
    Optional<ObjectRef> ref = state.track(Manifest.ROWS_TRACK);
    if (ref.isEmpty()) {
      return Optional.of(NOTHING);
    }
    Known track = new Known(ref.get(), state.schema());
    Optional<Found> before = known.get(track);
    if (before == null) {
      before = read(track);
      known.put(track, before);
    }
    return before;
  }

  private Optional<Found> read(Known known) {
    if (!found.intact(ObjectFamily.ROWS_TRACK, known.track())) {
      return Optional.empty();
    }
    String key = found.key(ObjectFamily.ROWS_TRACK, known.track());
    Optional<RowsTrack> track =
        found.attempt(key, "a track of rows", () -> space.rows.track(known.track()));
    if (track.isEmpty()) {
      return Optional.empty();
    }
    Optional<TreeCheck.Sums> rows = batches(known.schema()).check(track.get().batches(), key);
    Optional<TreeCheck.Sums> records = log.check(track.get().tombstones(), key);
    return rows.isEmpty() || records.isEmpty()
        ? Optional.empty()
        : Optional.of(new Found(track.get(), rows.get().count(), rows.get().weight()));
  }

  private TreeCheck batches(Schema schema) {
    return batches.computeIfAbsent(
        schema,
        columns -> {
          BatchCheck check = new BatchCheck(space, found, columns);
          return new TreeCheck(
              space.reader, ObjectFamily.ROWS_INDEX, found, entry -> check.check(entry, adding));
        });
  }

  private Optional<TreeCheck.Entry> logEntry(TreeEntry entry) {
    String where = adding.manifestKey() + ", tombstone " + entry.key();
    Optional<TombstoneRecord> read =
        found.attempt(where, "a tombstone record", () -> space.rows.tombstone(entry));
    if (read.isEmpty()) {
      return Optional.empty();
    }
    TombstoneRecord record = read.get();
    found.require(
        record.operation().time() <= adding.time(),
        where,
        "a time of at most " + adding.time() + ", that of its commit",
        "time " + record.operation().time());
    if (record.anchors() instanceof Stored.External<AnchorRuns> external) {
      if (!found.intact(ObjectFamily.TOMBSTONES, external.ref())) {
        return Optional.empty();
      }
      String key = found.key(ObjectFamily.TOMBSTONES, external.ref());
      if (found.attempt(key, "anchors", () -> space.rows.anchors(record)).isEmpty()) {
        return Optional.empty();
      }
    }
    checkReplacements(record);
    return Optional.of(new TreeCheck.Entry(record.count(), entry.key()));
  }

  private void checkReplacements(TombstoneRecord record) {
    Replaced replaced = record.replaced();
    if (replaced != null
        && replaced.rows() instanceof Stored.External<Replacements> external
        && found.intact(ObjectFamily.TOMBSTONES, external.ref())) {
      String key = found.key(ObjectFamily.TOMBSTONES, external.ref());
      found.attempt(key, "replacements", () -> space.rows.replacements(record));
    }
  }

  /** The lane has no anchor beyond {@code next}: it would be assigned a second time. */
  private void checkAnchors(String key, StoredManifest stored, RowsTrack track) {
    AnchorSource source = stored.manifest().anchors();
    if (source == null) {
      return;
    }
    long last = Anchor.of(source.lane(), AnchorSource.SEQUENCES - 1);
    space
        .rows
        .floor(track, last)
        .filter(batch -> Anchor.lane(batch.firstAnchor()) == source.lane())
        .ifPresent(batch ->
            found.require(
                Anchor.sequence(batch.lastAnchor()) < source.next(),
                key,
                "next above " + Anchor.sequence(batch.lastAnchor()) + ", the last in the lane",
                "next " + source.next()));
  }

  /** What a commit says that it did is the difference to the manifest before it. */
  private void checkSums(String key, StoredManifest stored, StoredManifest before) {
    Summary summary = stored.manifest().summary();
    boolean plain =
        List.of(
                "append",
                "delete",
                "update",
                "compact",
                "materialize",
                "attach_embedding",
                "schema")
            .contains(summary.operation());
    if (plain && stored.manifest().lineage().repeats() == null) {
      found.requireEqual(
          key,
          "live rows by the counts of the commit,",
          before.manifest().summary().rowsLive() + summary.rowsAdded() - summary.rowsDeleted(),
          summary.rowsLive());
    }
  }
}
