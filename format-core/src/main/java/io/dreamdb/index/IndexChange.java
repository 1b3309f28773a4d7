package io.dreamdb.index;

import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.Tree;
import io.dreamdb.manifest.TreeChange;
import io.dreamdb.manifest.TreeEntry;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.manifest.TreeView;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Changes an index track: packs are put and removed, anchors covered and uncovered; then {@link
 * #finish}. The result depends on the packs and anchors that result alone. However many edits come,
 * at most {@link #SLICE} of them are in memory; edits in the order of their keys write the fewest
 * pages.
 *
 * <p>That the packs hold what is covered is up to the caller. One thread.
 */
public final class IndexChange {

  /** The most edits that wait to be applied. */
  static final int SLICE = 10_000;

  private final ObjectReader reader;
  private final ObjectWriter writer;
  private final IndexTrack before;
  private final PendingTree packs;
  private final PendingTree coverage;

  /** Begins to change a track, which itself stays as it is. */
  public IndexChange(ObjectReader reader, ObjectWriter writer, IndexTrack track) {
    this.reader = reader;
    this.writer = writer;
    this.before = track;
    this.packs = new PendingTree(reader, writer, track, track.packs(), IndexChange::rows);
    this.coverage = new PendingTree(reader, writer, track, track.coverage(), IndexChange::integer);
  }

  private static long rows(CborValue entry) {
    return integer(((CborMap) entry).get("rows").orElseThrow());
  }

  private static long integer(CborValue value) {
    return ((CborInt) value).value();
  }

  /** Puts a pack, in place of the one with the same first cell and anchor. */
  public void put(PackEntry entry) {
    packs.edit(entry.key(), entry.encode());
  }

  /** Removes the pack with the same first cell and anchor. */
  public void remove(PackEntry entry) {
    packs.edit(entry.key(), null);
  }

  /** Covers these anchors; some may be covered already. */
  public void cover(AnchorRun run) {
    AnchorRun whole = withoutOverlaps(run, true);
    coverage.edit(CoverageEntry.key(whole.first()), CoverageEntry.value(whole));
  }

  /** Uncovers these anchors; some may not be covered. */
  public void uncover(AnchorRun run) {
    withoutOverlaps(run, false);
  }

  /**
   * Removes all runs that overlap this one and puts what of them is outside of it; or, to cover it,
   * unites it with them and with neighbours, which the caller puts.
   */
  private AnchorRun withoutOverlaps(AnchorRun run, boolean unite) {
    long first = run.first();
    long last = run.last();
    AnchorRun found = floor(last == Long.MAX_VALUE ? last : last + (unite ? 1 : 0));
    while (found != null && overlaps(found, run, unite)) {
      coverage.edit(CoverageEntry.key(found.first()), null);
      if (unite) {
        first = Math.min(first, found.first());
        last = Math.max(last, found.last());
      } else {
        putPart(found.first(), run.first() - 1);
        putPart(run.last() + 1, found.last());
      }
      found = found.first() == 0 ? null : floor(found.first() - 1);
    }
    return new AnchorRun(first, last - first + 1);
  }

  private static boolean overlaps(AnchorRun found, AnchorRun run, boolean unite) {
    return found.last() >= run.first() && found.first() <= run.last()
        || unite && (found.joins(run) || run.joins(found));
  }

  private void putPart(long first, long last) {
    if (first <= last && first >= 0) {
      AnchorRun part = new AnchorRun(first, last - first + 1);
      coverage.edit(CoverageEntry.key(first), CoverageEntry.value(part));
    }
  }

  private @Nullable AnchorRun floor(long anchor) {
    TreeEntry entry = coverage.floor(CoverageEntry.key(anchor));
    return entry == null ? null : CoverageEntry.decode(entry.key(), entry.value());
  }

  /** Applies what is left and stores the track, with the calibration that it had. */
  public StoredIndex finish() {
    return finish(before.calibration());
  }

  /** The same with recalls that were measured anew. */
  public StoredIndex finish(List<Calibration> calibration) {
    IndexTrack track =
        new IndexTrack(
            before.fieldId(),
            before.spatial(),
            before.compressor(),
            packs.apply(),
            coverage.apply(),
            calibration);
    ObjectRef ref = writer.write(ObjectFamily.indexTrack(before.fieldId()), track.encode());
    reader.remember(ref, track);
    return new StoredIndex(track, ref);
  }

  /** A tree with edits that were not applied yet. */
  private static final class PendingTree {

    private final TreeView view;
    private final TreeChange change;
    private final TreeMap<TreeKey, Optional<CborValue>> edits = new TreeMap<>();
    private Tree tree;

    PendingTree(
        ObjectReader reader,
        ObjectWriter writer,
        IndexTrack track,
        Tree tree,
        ToLongFunction<CborValue> weigher) {
      ObjectFamily pages = ObjectFamily.indexPages(track.fieldId());
      this.view = new TreeView(reader, pages);
      this.change = new TreeChange(reader, writer, pages, weigher);
      this.tree = tree;
    }

    void edit(TreeKey key, @Nullable CborValue value) {
      edits.put(key, Optional.ofNullable(value));
      if (edits.size() >= SLICE) {
        apply();
      }
    }

    /** The entry with the largest key that is not above {@code key}, edits included. */
    @Nullable TreeEntry floor(TreeKey key) {
      TreeEntry stored = view.floor(tree, key).orElse(null);
      while (stored != null && edits.containsKey(stored.key())) {
        stored = below(stored.key());
      }
      Map.Entry<TreeKey, Optional<CborValue>> edited = edits.floorEntry(key);
      while (edited != null && edited.getValue().isEmpty()) {
        edited = edits.lowerEntry(edited.getKey());
      }
      if (edited == null || stored != null && stored.key().compareTo(edited.getKey()) > 0) {
        return stored;
      }
      return new TreeEntry(edited.getKey(), edited.getValue().orElseThrow());
    }

    private @Nullable TreeEntry below(TreeKey key) {
      long anchor = key.toLong();
      return anchor == 0 ? null : view.floor(tree, TreeKey.ofLong(anchor - 1)).orElse(null);
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
