package io.dreamdb.index;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.manifest.Tree;
import io.dreamdb.manifest.TreeEntry;
import io.dreamdb.manifest.TreeItem;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.manifest.TreeView;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.VerifiedObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Index tracks of one embedding field, for reading. Iterators read page by page as they go.
 *
 * <p>Failures: {@link CorruptObject} where an entry or an object is not what {@code index.md} says,
 * naming it; those of {@link ObjectReader}. Safe for many threads; an iterator is for one.
 */
public final class IndexView {

  private final ObjectReader objects;
  private final int fieldId;
  private final TreeView trees;

  /** Reads with that reader. */
  public IndexView(ObjectReader objects, int fieldId) {
    this.objects = objects;
    this.fieldId = fieldId;
    this.trees = new TreeView(objects, ObjectFamily.indexPages(fieldId));
  }

  /** The track that a manifest refers to. */
  public IndexTrack track(ObjectRef ref) {
    ObjectFamily family = ObjectFamily.indexTrack(fieldId);
    IndexTrack track = objects.decode(family, ref, IndexTrack.class, IndexTrack::decode);
    if (track.fieldId() != fieldId) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s %s is of field %d; its manifest says %d",
              family,
              ref.name(),
              track.fieldId(),
              fieldId));
    }
    return track;
  }

  /** The spatial index at a reference. */
  public SpatialIndex spatial(ObjectRef ref) {
    return objects.decode(
        ObjectFamily.spatialIndexes(fieldId), ref, SpatialIndex.class, SpatialIndex::decode);
  }

  /** The compressor at a reference. */
  public VectorCompressor compressor(ObjectRef ref) {
    return objects.decode(
        ObjectFamily.compressors(fieldId), ref, VectorCompressor.class, VectorCompressor::decode);
  }

  /** Reads a block of centroids; it is not cached. */
  public Centroids centroids(SpatialIndex spatial, int block) {
    return centroids(spatial, new int[] {block}).get(0);
  }

  /** Reads blocks of centroids, side by side where that is faster; they are not cached. */
  List<Centroids> centroids(SpatialIndex spatial, int[] blocks) {
    ObjectFamily family = ObjectFamily.centroids(fieldId);
    List<SpatialIndex.Block> listed =
        Arrays.stream(blocks).mapToObj(spatial.blocks()::get).toList();
    List<ByteBuffer> read =
        objects.readAll(family, listed.stream().map(SpatialIndex.Block::ref).toList());
    List<Centroids> centroids = new ArrayList<>();
    for (int i = 0; i < blocks.length; i++) {
      SpatialIndex.Block block = listed.get(i);
      String what = family + " " + block.ref().name();
      centroids.add(Centroids.decode(read.get(i), spatial.dimension(), block.cells(), what));
    }
    return centroids;
  }

  /** Opens a pack's bytes; nothing is read yet. */
  public VerifiedObject open(PackEntry entry) {
    return objects.open(ObjectFamily.packs(fieldId), entry.pack());
  }

  /** Opens a pack and checks that the track's compressor made it. */
  public Pack pack(IndexTrack track, PackEntry entry) {
    VerifiedObject object = open(entry);
    Pack pack = Pack.open(object.name(), object::read, entry);
    pack.requireMadeBy(track.compressor(), compressor(track.compressor()));
    return pack;
  }

  /** All packs in the order of their first cells. */
  public Iterator<PackEntry> packs(IndexTrack track) {
    return mapped(
        trees.range(track.packs(), null, null),
        entry -> PackEntry.decode(entry.key(), entry.value()));
  }

  /** Whether rows also stand in a second cell: then those of the first pack do. */
  public boolean spills(IndexTrack track) {
    Iterator<PackEntry> packs = packs(track);
    if (!packs.hasNext()) {
      return false;
    }
    PackEntry first = packs.next();
    return first.entries() > first.rows();
  }

  /** The covered anchors in order; runs are disjoint, and maximal in their lanes. */
  public Iterator<AnchorRun> coverage(IndexTrack track) {
    return mapped(trees.range(track.coverage(), null, null), new CoverageCheck()::decode);
  }

  /** The run of covered anchors that an entry of the tree holds. */
  public static AnchorRun covered(TreeEntry entry) {
    return CoverageEntry.decode(entry.key(), entry.value());
  }

  /** The last key that a run takes up: that of the anchor which would join it, if there is one. */
  public static TreeKey lastOf(AnchorRun run) {
    boolean endsLane = (run.last() + 1) % AnchorSource.SEQUENCES == 0;
    return CoverageEntry.key(endsLane ? run.last() : run.last() + 1);
  }

  /** The covered runs that have anchors from {@code first} to {@code last}, both included. */
  public Iterator<AnchorRun> coverage(IndexTrack track, long first, long last) {
    if (last < first) {
      return Collections.emptyIterator();
    }
    long start = covering(track, first).map(AnchorRun::first).orElse(first);
    TreeKey end = last == Long.MAX_VALUE ? null : CoverageEntry.key(last + 1);
    return mapped(
        trees.range(track.coverage(), CoverageEntry.key(start), end), new CoverageCheck()::decode);
  }

  /** The covered run that has an anchor. */
  public Optional<AnchorRun> covering(IndexTrack track, long anchor) {
    return trees
        .floor(track.coverage(), CoverageEntry.key(anchor))
        .map(entry -> CoverageEntry.decode(entry.key(), entry.value()))
        .filter(run -> run.contains(anchor));
  }

  /** How many anchors are covered; reads nothing. */
  public long coveredRows(IndexTrack track) {
    if (track.coverage() instanceof Tree.Paged paged) {
      return paged.weight();
    }
    long rows = 0;
    for (TreeItem.Leaf leaf : ((Tree.Inline) track.coverage()).items()) {
      rows += CoverageEntry.decode(leaf.key(), leaf.value()).count();
    }
    return rows;
  }

  /** The packs in which two tracks differ, in the order of their keys. */
  public Iterator<PackDifference> packDifferences(IndexTrack left, IndexTrack right) {
    // Births are within references, which only a decoder tells from other arrays.
    return mapped(
        trees.differences(left.packs(), right.packs(), PackEntry::sameValue),
        difference ->
            new PackDifference(
                entry(difference.key(), difference.left()),
                entry(difference.key(), difference.right())));
  }

  /**
   * The runs of covered anchors in which two tracks differ, in the order of their first anchors.
   */
  public Iterator<CoverageDifference> coverageDifferences(IndexTrack left, IndexTrack right) {
    return mapped(
        trees.differences(left.coverage(), right.coverage(), CborValue::equals),
        difference ->
            new CoverageDifference(
                run(difference.key(), difference.left()),
                run(difference.key(), difference.right())));
  }

  private static @Nullable AnchorRun run(TreeKey key, @Nullable CborValue value) {
    return value == null ? null : CoverageEntry.decode(key, value);
  }

  private static @Nullable PackEntry entry(TreeKey key, @Nullable CborValue value) {
    return value == null ? null : PackEntry.decode(key, value);
  }

  private static <S, T> Iterator<T> mapped(Iterator<S> entries, Function<S, T> map) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public T next() {
        return map.apply(entries.next());
      }
    };
  }

  /** Sees that runs are disjoint and maximal. One thread. */
  private static final class CoverageCheck {

    private @Nullable AnchorRun previous;

    AnchorRun decode(TreeEntry entry) {
      AnchorRun run = CoverageEntry.decode(entry.key(), entry.value());
      AnchorRun before = previous;
      if (before != null && (before.last() >= run.first() || before.joins(run))) {
        throw new CorruptObject(
            String.format(
                Locale.ROOT,
                "The coverage from %d on begins within or at the end of the one before, which has anchors to %d",
                run.first(),
                before.last()));
      }
      previous = run;
      return run;
    }
  }
}
