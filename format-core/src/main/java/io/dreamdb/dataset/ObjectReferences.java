package io.dreamdb.dataset;

import io.dreamdb.UnsupportedFormat;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.index.PackEntry;
import io.dreamdb.index.SpatialIndex;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Tree;
import io.dreamdb.manifest.TreeEntry;
import io.dreamdb.manifest.TreeWalk;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.track.BatchEntry;
import io.dreamdb.track.Replaced;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.Stored;
import io.dreamdb.track.TombstoneRecord;
import io.dreamdb.track.VectorEntry;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the objects of each kind refer to: the one place that knows. Only what refers to others is
 * read. One thread.
 *
 * <p>Failures are those of {@link io.dreamdb.object.ObjectReader}.
 */
final class ObjectReferences {

  /** Is told of each reference that is met. */
  interface Visitor {

    /**
     * Takes a reference.
     *
     * @return whether to follow what the object refers to: not if that was done before
     */
    boolean visit(ObjectFamily family, ObjectRef ref);
  }

  private final Space space;
  private final Visitor visitor;

  ObjectReferences(Space space, Visitor visitor) {
    this.space = space;
    this.visitor = visitor;
  }

  /**
   * Follows what a manifest holds; its parents are not its contents.
   *
   * @throws UnsupportedFormat if it has a track of which nothing is known here
   */
  void follow(StoredManifest stored) {
    stored
        .manifest()
        .state()
        .tracks()
        .forEach((name, ref) -> {
          OptionalInt field = IndexTrack.fieldOf(name);
          if (name.equals(Manifest.ROWS_TRACK)) {
            rows(ref);
          } else if (name.equals(Manifest.CATALOG_TRACK)) {
            catalog(ref);
          } else if (field.isPresent()) {
            index(field.getAsInt(), ref);
          } else {
            throw unknown(stored, name);
          }
        });
  }

  private static UnsupportedFormat unknown(StoredManifest stored, String track) {
    return new UnsupportedFormat(
        String.format(
            Locale.ROOT,
            "Manifest %s has a track '%s', of which this version does not know what it refers to; use the version that wrote it",
            stored.id(),
            track));
  }

  private void rows(ObjectRef ref) {
    if (visitor.visit(ObjectFamily.ROWS_TRACK, ref)) {
      RowsTrack track = space.rows.track(ref);
      tree(
          ObjectFamily.ROWS_INDEX,
          track.batches(),
          entry -> batch(space.rows.batch(entry).entry()));
      tree(
          ObjectFamily.ROWS_INDEX,
          track.tombstones(),
          entry -> tombstone(space.rows.tombstone(entry)));
    }
  }

  private void batch(BatchEntry entry) {
    ObjectRef data = entry.data();
    if (data != null) {
      visitor.visit(ObjectFamily.BATCH, data);
    }
    for (VectorEntry vector : entry.vectors()) {
      visitor.visit(ObjectFamily.vectors(vector.fieldId()), vector.storage());
    }
    part(ObjectFamily.ANCHORS, entry.span().rows());
    part(ObjectFamily.STATISTICS, entry.statistics());
    part(ObjectFamily.BITMAP, entry.deletions());
  }

  private void tombstone(TombstoneRecord record) {
    part(ObjectFamily.TOMBSTONES, record.anchors());
    Replaced replaced = record.replaced();
    if (replaced != null) {
      part(ObjectFamily.TOMBSTONES, replaced.rows());
    }
  }

  private void part(ObjectFamily family, @Nullable Stored<?> part) {
    if (part instanceof Stored.External<?> external) {
      visitor.visit(family, external.ref());
    }
  }

  private void catalog(ObjectRef ref) {
    if (visitor.visit(ObjectFamily.CATALOG_TRACK, ref)) {
      tree(ObjectFamily.CATALOG_INDEX, Catalog.entries(space, ref), entry -> {});
    }
  }

  private void index(int field, ObjectRef ref) {
    if (visitor.visit(ObjectFamily.indexTrack(field), ref)) {
      IndexView view = new IndexView(space.reader, field);
      IndexTrack track = view.track(ref);
      spatial(field, view, track.spatial());
      visitor.visit(ObjectFamily.compressors(field), track.compressor());
      ObjectFamily pages = ObjectFamily.indexPages(field);
      tree(
          pages,
          track.packs(),
          entry ->
              visitor.visit(
                  ObjectFamily.packs(field), PackEntry.decode(entry.key(), entry.value()).pack()));
      tree(pages, track.coverage(), entry -> {});
    }
  }

  private void spatial(int field, IndexView view, ObjectRef ref) {
    if (visitor.visit(ObjectFamily.spatialIndexes(field), ref)) {
      SpatialIndex spatial = view.spatial(ref);
      for (SpatialIndex.Block block : spatial.blocks()) {
        visitor.visit(ObjectFamily.centroids(field), block.ref());
      }
      for (ObjectRef parent : spatial.parents()) {
        spatial(field, view, parent);
      }
    }
  }

  private void tree(ObjectFamily pages, Tree tree, Consumer<TreeEntry> entries) {
    new TreeWalk(space.reader, pages, page -> visitor.visit(pages, page), entries).walk(tree);
  }
}
