package io.dreamdb.object;

import io.dreamdb.store.ObjectKey;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What kind of object stands at a key: the part {@code <modality>/<leaf>} of its path.
 *
 * @param modality the track that it belongs to
 * @param leaf what it is there
 */
public record ObjectFamily(String modality, String leaf) {

  private static final Set<String> ROWS_LEAVES =
      Set.of("track", "index", "batch", "bitmap", "statistics", "tombstone", "anchors");

  private static final Set<String> CATALOG_LEAVES = Set.of("track", "index");

  private static final Set<String> EMBEDDING_LEAVES =
      Set.of("vector", "track", "index", "spatial", "centroid", "compressor", "pack");

  private static final Pattern EMBEDDING = Pattern.compile("embedding\\.[1-9][0-9]{0,9}");

  /** The track of rows. */
  public static final ObjectFamily ROWS_TRACK = new ObjectFamily("rows", "track");

  /** Pages of the trees in the track of rows. */
  public static final ObjectFamily ROWS_INDEX = new ObjectFamily("rows", "index");

  /** Row batches. */
  public static final ObjectFamily BATCH = new ObjectFamily("rows", "batch");

  /** Deletion bitmaps. */
  public static final ObjectFamily BITMAP = new ObjectFamily("rows", "bitmap");

  /** Column statistics. */
  public static final ObjectFamily STATISTICS = new ObjectFamily("rows", "statistics");

  /** Anchors of tombstone records. */
  public static final ObjectFamily TOMBSTONES = new ObjectFamily("rows", "tombstone");

  /** Anchors of compacted batches. */
  public static final ObjectFamily ANCHORS = new ObjectFamily("rows", "anchors");

  /** The catalog's track. */
  public static final ObjectFamily CATALOG_TRACK = new ObjectFamily("catalog", "track");

  /** Pages of the catalog's tree. */
  public static final ObjectFamily CATALOG_INDEX = new ObjectFamily("catalog", "index");

  /** Vector storages of an embedding field. */
  public static ObjectFamily vectors(int fieldId) {
    return embedding(fieldId, "vector");
  }

  /** The track of the index of an embedding field. */
  public static ObjectFamily indexTrack(int fieldId) {
    return embedding(fieldId, "track");
  }

  /** Pages of the trees in the track of an index. */
  public static ObjectFamily indexPages(int fieldId) {
    return embedding(fieldId, "index");
  }

  /** Spatial indexes of an embedding field. */
  public static ObjectFamily spatialIndexes(int fieldId) {
    return embedding(fieldId, "spatial");
  }

  /** Blocks of centroids of an embedding field. */
  public static ObjectFamily centroids(int fieldId) {
    return embedding(fieldId, "centroid");
  }

  /** Vector compressors of an embedding field. */
  public static ObjectFamily compressors(int fieldId) {
    return embedding(fieldId, "compressor");
  }

  /** Packs of an embedding field. */
  public static ObjectFamily packs(int fieldId) {
    return embedding(fieldId, "pack");
  }

  /** Whether this version knows what its objects are. */
  boolean isKnown() {
    return switch (modality) {
      case "rows" -> ROWS_LEAVES.contains(leaf);
      case "catalog" -> CATALOG_LEAVES.contains(leaf);
      default -> EMBEDDING.matcher(modality).matches() && EMBEDDING_LEAVES.contains(leaf);
    };
  }

  private static ObjectFamily embedding(int fieldId, String leaf) {
    return new ObjectFamily("embedding." + fieldId, leaf);
  }

  /** Whether large objects of this family have outboards: those of which parts are read. */
  boolean hasOutboards() {
    return equals(BATCH) || leaf.equals("vector") || leaf.equals("pack") || leaf.equals("centroid");
  }

  /** The key of an object of this family. */
  public ObjectKey key(ObjectId timeline, ObjectRef ref) {
    return new ObjectKey(timeline + "/" + modality + "/" + leaf + "/" + ref.name());
  }

  @Override
  public String toString() {
    return modality + "/" + leaf;
  }
}
