package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.manifest.Tree;
import io.dreamdb.manifest.TreeEntry;
import io.dreamdb.manifest.TreeItem;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.manifest.TreeView;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectPart;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.ColumnStatistics;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Rows tracks of one space, for reading. Keep one for each reader: it remembers the batches that it
 * decoded as long as their pages are cached. Iterators read page by page as they go.
 *
 * <p>Failures: {@link CorruptObject} where an entry or an object is not what {@code rows.md} says,
 * naming it; those of {@link ObjectReader}. Safe for many threads; an iterator is for one.
 */
public final class RowsView {

  private final ObjectReader objects;
  private final TreeView trees;
  private final DecodedBatches decoded = new DecodedBatches();

  /** Reads with that reader. */
  public RowsView(ObjectReader objects) {
    this.objects = objects;
    this.trees = new TreeView(objects, ObjectFamily.ROWS_INDEX);
  }

  /** The track that a manifest refers to. */
  public RowsTrack track(ObjectRef ref) {
    return objects.decode(ObjectFamily.ROWS_TRACK, ref, RowsTrack.class, RowsTrack::decode);
  }

  /** The batch that stands at an entry of the tree of batches. */
  public Batch batch(TreeEntry entry) {
    return decoded.decode(entry.key(), entry.value());
  }

  /** The record that stands at an entry of the tombstone log. */
  public TombstoneRecord tombstone(TreeEntry entry) {
    return Differences.tombstone(entry.key(), entry.value());
  }

  /** All batches in the order of their anchors. */
  public Iterator<Batch> batches(RowsTrack track) {
    return new BatchIterator(decoded, trees.range(track.batches(), null, null));
  }

  /** The batches that own anchors from {@code first} to {@code last}, both included, in order. */
  public Iterator<Batch> batches(RowsTrack track, long first, long last) {
    if (last < first) {
      return Collections.emptyIterator();
    }
    long start =
        floor(track, first).filter(b -> b.owns(first)).map(Batch::firstAnchor).orElse(first);
    TreeKey end = last == Long.MAX_VALUE ? null : Anchor.key(last + 1);
    return new BatchIterator(decoded, trees.range(track.batches(), Anchor.key(start), end));
  }

  /** The batch that has a row, deleted or not, with that anchor. */
  public Optional<Batch> batchOf(RowsTrack track, long anchor) {
    return floor(track, anchor)
        .filter(batch -> batch.owns(anchor) && anchors(batch).offset(anchor) >= 0);
  }

  /**
   * The anchors of a batch's rows.
   *
   * @throws CorruptObject if they are not those of its entry
   */
  public BatchAnchors anchors(Batch batch) {
    BatchEntry entry = batch.entry();
    Stored<AnchorRuns> stored = entry.span().rows();
    if (stored == null) {
      return BatchAnchors.run(batch.firstAnchor(), entry.rows());
    }
    if (stored instanceof Stored.Inline<AnchorRuns> inline) {
      return BatchAnchors.of(inline.value());
    }
    ObjectRef ref = ((Stored.External<AnchorRuns>) stored).ref();
    BatchAnchors anchors =
        objects.decode(
            ObjectFamily.ANCHORS,
            ref,
            BatchAnchors.class,
            item -> BatchAnchors.of(AnchorRuns.decodeObject(item)));
    try {
      return anchors.requireWithin(batch.firstAnchor(), entry.span().length(), entry.rows());
    } catch (IllegalArgumentException e) {
      throw disagrees(ObjectFamily.ANCHORS + " " + ref.name(), batch, e);
    }
  }

  /** The batch whose first anchor this is. */
  public Optional<Batch> batch(RowsTrack track, long firstAnchor) {
    return floor(track, firstAnchor).filter(batch -> batch.firstAnchor() == firstAnchor);
  }

  /** Whether some batch has anchors of that lane. */
  public boolean usesLane(RowsTrack track, int lane) {
    long last = Anchor.of(lane, AnchorSource.SEQUENCES - 1);
    return floor(track, last).filter(batch -> Anchor.lane(batch.firstAnchor()) == lane).isPresent();
  }

  /** The batch with the largest first anchor not above {@code anchor}. */
  public Optional<Batch> floor(RowsTrack track, long anchor) {
    return trees
        .floor(track.batches(), Anchor.key(anchor))
        .map(entry -> decoded.decode(entry.key(), entry.value()));
  }

  /** Number of live rows in the track; reads nothing. */
  public long liveRows(RowsTrack track) {
    if (track.batches() instanceof Tree.Paged paged) {
      return paged.weight();
    }
    long rows = 0;
    for (TreeItem.Leaf leaf : ((Tree.Inline) track.batches()).items()) {
      rows += decoded.decode(leaf.key(), leaf.value()).liveRows();
    }
    return rows;
  }

  /** Which rows of a batch are deleted. */
  public DeletionBitmap deletions(Batch batch) {
    Stored<DeletionBitmap> stored = batch.entry().deletions();
    if (!(stored instanceof Stored.External<DeletionBitmap> external)) {
      return stored == null
          ? DeletionBitmap.EMPTY
          : ((Stored.Inline<DeletionBitmap>) stored).value();
    }
    ObjectRef ref = external.ref();
    String what = ObjectFamily.BITMAP + " " + ref.name();
    DeletionBitmap bitmap = DeletionBitmap.decode(objects.read(ObjectFamily.BITMAP, ref), what);
    try {
      BatchEntry.requireDeletions(bitmap, batch.entry().rows(), batch.entry().deleted());
    } catch (IllegalArgumentException e) {
      throw disagrees(what, batch, e);
    }
    return bitmap;
  }

  /** The column statistics of a batch as they are stored. */
  public BatchStatistics statistics(Batch batch) {
    Stored<BatchStatistics> stored = batch.entry().statistics();
    if (!(stored instanceof Stored.External<BatchStatistics> external)) {
      return stored == null
          ? BatchStatistics.NONE
          : ((Stored.Inline<BatchStatistics>) stored).value();
    }
    ObjectRef ref = external.ref();
    BatchStatistics statistics =
        objects.decode(
            ObjectFamily.STATISTICS, ref, BatchStatistics.class, BatchStatistics::decodeObject);
    try {
      statistics.requireRows(batch.entry().rows());
    } catch (IllegalArgumentException e) {
      throw disagrees(ObjectFamily.STATISTICS + " " + ref.name(), batch, e);
    }
    return statistics;
  }

  /**
   * What is known of a batch's columns, by field id: of scalar fields, those inside structs
   * included, in the types that they have in {@code schema}, and the NULLs of embeddings. All rows
   * count, deleted ones too. Bounds are decoded at each call: a filter asks for its columns only.
   */
  public Map<Integer, ColumnStatistics> statistics(Batch batch, Schema schema) {
    int rows = batch.entry().rows();
    Map<Integer, ColumnStatistics> statistics = statistics(batch).read(schema, rows);
    for (Field field : schema.fields()) {
      if (field.type() instanceof EmbeddingType) {
        long nulls = batch.entry().vectors(field.id()).map(VectorEntry::nulls).orElse((long) rows);
        statistics.put(field.id(), new ColumnStatistics(rows, nulls, 0, null, null));
      }
    }
    return statistics;
  }

  /**
   * The vectors of an embedding field of a batch; empty if the field is NULL in all rows.
   *
   * @throws CorruptObject if the storage is not of the batch's rows and the field's dimension
   */
  public Optional<VectorStorage> vectors(Batch batch, Field field) {
    int dimension = ((EmbeddingType) field.type()).dimension();
    return batch
        .entry()
        .vectors(field.id())
        .map(entry -> {
          ObjectFamily family = ObjectFamily.vectors(field.id());
          VectorStorage storage =
              objects.maps()
                  ? VectorStorage.open(objects.window(family, entry.storage()))
                  : VectorStorage.open(objects.open(family, entry.storage()));
          storage.requireLike(dimension, batch.entry().rows(), entry.nulls());
          return storage;
        });
  }

  /**
   * The same for reading single vectors.
   *
   * @throws CorruptObject as {@link #vectors}
   */
  public Optional<RowVectors> rowVectors(Batch batch, Field field) {
    int dimension = ((EmbeddingType) field.type()).dimension();
    int rows = batch.entry().rows();
    return batch
        .entry()
        .vectors(field.id())
        .map(entry -> {
          ObjectFamily family = ObjectFamily.vectors(field.id());
          if (objects.maps()) {
            VectorWindow window = VectorWindow.open(objects.window(family, entry.storage()));
            window.requireLike(dimension, rows, entry.nulls());
            return window;
          }
          VectorParts parts = VectorParts.open(objects, objects.ranged(family, entry.storage()));
          parts.requireLike(dimension, rows, entry.nulls());
          return parts;
        });
  }

  /** What opening {@link #rowVectors} fetches at first, where the store does not map. */
  public Optional<ObjectPart> vectorHead(Batch batch, Field field) {
    return batch
        .entry()
        .vectors(field.id())
        .map(entry ->
            VectorParts.head(objects.ranged(ObjectFamily.vectors(field.id()), entry.storage())));
  }

  /** The tombstone log in the order of its keys. */
  public Iterator<TombstoneRecord> tombstones(RowsTrack track) {
    Iterator<TreeEntry> entries = trees.range(track.tombstones(), null, null);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public TombstoneRecord next() {
        TreeEntry entry = entries.next();
        return Differences.tombstone(entry.key(), entry.value());
      }
    };
  }

  /** The anchors of a tombstone record. */
  public AnchorRuns anchors(TombstoneRecord tombstone) {
    if (tombstone.anchors() instanceof Stored.Inline<AnchorRuns> inline) {
      return inline.value();
    }
    ObjectRef ref = ((Stored.External<AnchorRuns>) tombstone.anchors()).ref();
    String what = ObjectFamily.TOMBSTONES + " " + ref.name();
    AnchorRuns anchors =
        objects.decode(
            ObjectFamily.TOMBSTONES, ref, AnchorRuns.class, TombstoneRecord::decodeObject);
    if (anchors.count() != tombstone.count()) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has %d anchors; the tombstone %s says %d",
              what,
              anchors.count(),
              tombstone.key(),
              tombstone.count()));
    }
    return anchors;
  }

  /**
   * The rows that replaced those of an update's record: numbers counted from its base.
   *
   * @throws CorruptObject if they are not as many as the record says
   */
  public Replacements replacements(TombstoneRecord tombstone) {
    Replaced replaced = tombstone.replaced();
    if (replaced == null) {
      throw new IllegalArgumentException("tombstone " + tombstone.key() + " is of no update");
    }
    if (replaced.rows() instanceof Stored.Inline<Replacements> inline) {
      return inline.value();
    }
    ObjectRef ref = ((Stored.External<Replacements>) replaced.rows()).ref();
    Replacements rows =
        objects.decode(
            ObjectFamily.TOMBSTONES, ref, Replacements.class, Replacements::decodeObject);
    if (rows.count() != tombstone.count()) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s %s has %d rows; the tombstone %s says %d",
              ObjectFamily.TOMBSTONES,
              ref.name(),
              rows.count(),
              tombstone.key(),
              tombstone.count()));
    }
    return rows;
  }

  /** The batches in which two tracks differ, in order; what both share is not read. */
  public Iterator<BatchDifference> differences(RowsTrack left, RowsTrack right) {
    return Differences.batches(trees, decoded, left, right);
  }

  /** The tombstone records in which two tracks differ, in the order of their keys. */
  public Iterator<TombstoneDifference> tombstoneDifferences(RowsTrack left, RowsTrack right) {
    return Differences.tombstones(trees, left, right);
  }

  private static CorruptObject disagrees(String what, Batch batch, IllegalArgumentException fault) {
    return new CorruptObject(
        String.format(
            Locale.ROOT,
            "%s disagrees with the rows batch %d: %s",
            what,
            batch.firstAnchor(),
            fault.getMessage()),
        fault);
  }
}
