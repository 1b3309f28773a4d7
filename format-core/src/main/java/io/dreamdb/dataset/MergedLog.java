package io.dreamdb.dataset;

import io.dreamdb.manifest.TreeKey;
import io.dreamdb.track.AnchorRuns;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.TombstoneDifference;
import io.dreamdb.track.TombstoneRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * The tombstone log of a merge: ours with the records that theirs has beyond the base; and what
 * replaying it gives, as far as that follows from the records in which the three logs differ.
 *
 * <p>The logs give the bitmaps of their versions. So where theirs adds nothing, the log gives ours;
 * where ours has the base's records, it gives theirs; and where both differ and both added records,
 * it gives what the later of them says.
 */
final class MergedLog {

  private static final Comparator<TombstoneRecord> BY_TIME =
      Comparator.comparingLong((TombstoneRecord record) -> record.operation().time())
          .thenComparing(TombstoneRecord::key, Comparator.<TreeKey>naturalOrder());

  private final Space space;
  private final Map<TreeKey, TombstoneRecord> oursAdded = new TreeMap<>();
  private final Map<TreeKey, TombstoneRecord> oursAlone = new TreeMap<>();
  private final Map<TreeKey, TombstoneRecord> theirsAdded = new TreeMap<>();

  /** Anchors in records of the base that ours, or theirs, lacks. */
  private final AnchorBitmap oursLacks = new AnchorBitmap();

  private final AnchorBitmap theirsLacks = new AnchorBitmap();
  private final AnchorBitmap oursTouched = new AnchorBitmap();
  private final AnchorBitmap theirsTouched = new AnchorBitmap();

  /** What the last of the added records on a row says: whether it is deleted. */
  private final AnchorBitmap lastDeleted = new AnchorBitmap();

  MergedLog(Space space, RowsTrack base, RowsTrack ours, RowsTrack theirs) {
    this.space = space;
    read(base, ours, oursAdded, oursLacks);
    read(base, theirs, theirsAdded, theirsLacks);
    oursAlone.putAll(oursAdded);
    oursAlone.keySet().removeAll(theirsAdded.keySet());
    theirsAdded.keySet().removeAll(oursAdded.keySet());
    oursAdded.values().forEach(record -> touch(record, oursTouched));
    theirsAdded.values().forEach(record -> touch(record, theirsTouched));
    List<TombstoneRecord> added = new ArrayList<>(oursAdded.values());
    added.addAll(theirsAdded.values());
    added.sort(BY_TIME);
    added.forEach(this::replay);
  }

  private void read(
      RowsTrack base, RowsTrack side, Map<TreeKey, TombstoneRecord> added, AnchorBitmap lacking) {
    Iterator<TombstoneDifference> differences = space.rows.tombstoneDifferences(base, side);
    while (differences.hasNext()) {
      TombstoneDifference difference = differences.next();
      TombstoneRecord before = difference.left();
      TombstoneRecord after = difference.right();
      if (after != null) {
        added.put(after.key(), after);
      }
      if (before != null) {
        touch(before, lacking);
      }
    }
  }

  private void touch(TombstoneRecord record, AnchorBitmap touched) {
    AnchorRuns.Ranges ranges = space.rows.anchors(record).ranges();
    while (ranges.advance()) {
      touched.add(ranges.first(), ranges.first() + ranges.count() - 1);
    }
  }

  private void replay(TombstoneRecord record) {
    AnchorRuns.Ranges ranges = space.rows.anchors(record).ranges();
    while (ranges.advance()) {
      long last = ranges.first() + ranges.count() - 1;
      if (record.operation().kind().deletes()) {
        lastDeleted.add(ranges.first(), last);
      } else {
        lastDeleted.remove(ranges.first(), last);
      }
    }
  }

  /** The records that ours gets. */
  Iterable<TombstoneRecord> added() {
    return theirsAdded.values();
  }

  /** The records that ours has, and neither the base nor theirs. */
  Iterable<TombstoneRecord> ofOurs() {
    return oursAlone.values();
  }

  /** Rows for which what the log gives does not follow from one side alone. */
  AnchorBitmap disputed() {
    return theirsTouched.and(oursTouched.plus(oursLacks).plus(theirsLacks));
  }

  /** Whether the log says that a row is deleted. */
  enum Says {
    LIVE,
    DELETED,
    UNKNOWN;

    static Says of(boolean deleted) {
      return deleted ? DELETED : LIVE;
    }
  }

  /**
   * What the log gives for a row of a batch of the result.
   *
   * @param ours what ours has of the batch's rows
   * @param theirs what theirs has of them
   */
  Says says(long anchor, int offset, RowStates ours, RowStates theirs) {
    boolean inOurs = ours.present().contains(offset);
    boolean inTheirs = theirs.present().contains(offset);
    boolean oursSays = ours.deleted().contains(offset);
    boolean theirsSays = theirs.deleted().contains(offset);
    boolean oursDiffers = oursTouched.contains(anchor) || oursLacks.contains(anchor);
    if (!theirsTouched.contains(anchor) && inOurs) {
      return Says.of(oursSays);
    }
    if (!oursDiffers && !theirsLacks.contains(anchor) && inTheirs) {
      return Says.of(theirsSays);
    }
    boolean added = !oursLacks.contains(anchor) && !theirsLacks.contains(anchor);
    if (!theirsTouched.contains(anchor) || !added || !inOurs || !inTheirs) {
      return Says.UNKNOWN;
    }
    return Says.of(oursSays == theirsSays ? oursSays : lastDeleted.contains(anchor));
  }

  /** Gives the anchors from {@code first} to {@code last} that some of the records name. */
  void forEachTouched(long first, long last, LongConsumer consumer) {
    for (AnchorBitmap touched : List.of(oursTouched, theirsTouched, oursLacks, theirsLacks)) {
      touched.forEach(first, last, consumer);
    }
  }
}
