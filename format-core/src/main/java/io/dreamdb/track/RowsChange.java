package io.dreamdb.track;

import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.Tree;
import io.dreamdb.manifest.TreeChange;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Changes a rows track: batches are put and removed, tombstone records added; then {@link #finish}.
 * The result depends on the entries that result alone. However many edits come, at most {@link
 * #SLICE} of them are in memory; edits in the order of their keys write the fewest pages.
 *
 * <p>That batches do not overlap is up to the caller. One thread.
 */
public final class RowsChange {

  /** The most edits that wait to be applied. */
  static final int SLICE = 10_000;

  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final PartWriter parts;
  private final PendingTree batches;
  private final PendingTree tombstones;

  /** Begins to change a track, which itself stays as it is. */
  public RowsChange(ObjectReader reader, ObjectWriter writer, RowsTrack track) {
    this.reader = reader;
    this.writer = writer;
    this.parts = new PartWriter(writer);
    this.batches =
        new PendingTree(
            new TreeChange(reader, writer, ObjectFamily.ROWS_INDEX, RowsChange::liveRows),
            track.batches());
    this.tombstones =
        new PendingTree(
            new TreeChange(
                reader, writer, ObjectFamily.ROWS_INDEX, value -> integer(value, "count")),
            track.tombstones());
  }

  private static long liveRows(CborValue entry) {
    return integer(entry, "rows") - integer(entry, "deleted");
  }

  private static long integer(CborValue map, String key) {
    Optional<CborValue> value = ((CborMap) map).get(key);
    return value.isEmpty() ? 0 : ((CborInt) value.get()).value();
  }

  /**
   * Puts a batch, in place of the one with the same first anchor.
   *
   * @throws io.dreamdb.LimitExceeded at this call or a later one if the entry is too long
   */
  public void put(Batch batch) {
    batches.edit(Anchor.key(batch.firstAnchor()), Optional.of(batch.entry().encode()));
  }

  /** Puts a batch with these deleted rows in place of those it has. */
  public void put(Batch batch, DeletionBitmap deletions) {
    put(batch.with(parts.withDeletions(batch.entry(), deletions)));
  }

  /** Removes the batch with that first anchor. */
  public void remove(long firstAnchor) {
    batches.edit(Anchor.key(firstAnchor), Optional.empty());
  }

  /** Adds a record to the tombstone log. */
  public void add(TombstoneRecord tombstone) {
    tombstones.edit(tombstone.key(), Optional.of(tombstone.encode()));
  }

  /** Applies what is left and stores the track. */
  public StoredTrack finish() {
    RowsTrack track = new RowsTrack(batches.apply(), tombstones.apply());
    if (track.isEmpty()) {
      return new StoredTrack(track, null);
    }
    ObjectRef ref = writer.write(ObjectFamily.ROWS_TRACK, track.encode());
    reader.remember(ref, track);
    return new StoredTrack(track, ref);
  }

  /** A tree with edits that were not applied yet. */
  private static final class PendingTree {

    private final TreeChange change;
    private final SortedMap<TreeKey, Optional<CborValue>> edits = new TreeMap<>();
    private Tree tree;

    PendingTree(TreeChange change, Tree tree) {
      this.change = change;
      this.tree = tree;
    }

    void edit(TreeKey key, Optional<CborValue> value) {
      edits.put(key, value);
      if (edits.size() >= SLICE) {
        apply();
      }
    }

    Tree apply() {
      if (!edits.isEmpty()) {
        tree = change.edit(tree, edits);
        edits.clear();
      }
      return tree;
    }
  }
}
