package io.dreamdb.track;

import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.object.ObjectCopier;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the rows track says of a batch, but for its anchors ({@code rows.md}, section 1).
 *
 * @param rows rows of the payload, deleted ones included
 * @param span the anchors that it owns, and those of its rows
 * @param generation generation of the manifest that added the batch
 * @param time timestamp of that manifest
 * @param data the row batch; null if the schema had only embeddings
 * @param vectors the embedding fields of which some row has a vector, by field id
 * @param statistics column statistics; null if the schema had no scalar field
 * @param deleted number of deleted rows
 * @param deletions which rows they are; null exactly if there is none
 */
public record BatchEntry(
    int rows,
    AnchorSpan span,
    long generation,
    long time,
    @Nullable ObjectRef data,
    List<VectorEntry> vectors,
    @Nullable Stored<BatchStatistics> statistics,
    int deleted,
    @Nullable Stored<DeletionBitmap> deletions) {

  /** The most rows of a batch: 2²⁴. */
  public static final int MAX_ROWS = 1 << 24;

  /** The most embedding fields of a table. */
  public static final int MAX_VECTORS = 24;

  /** Takes a copy and checks that the parts agree. */
  public BatchEntry {
    vectors = List.copyOf(vectors);
    require(rows >= 1 && rows <= MAX_ROWS, "a batch of " + rows + " rows");
    require(generation >= 0 && time >= 0, "generation " + generation + ", time " + time);
    requireSpan(rows, span);
    require(vectors.size() <= MAX_VECTORS, vectors.size() + " embedding fields");
    requireVectors(rows, vectors);
    if (statistics instanceof Stored.Inline<BatchStatistics> inline) {
      require(!inline.value().isEmpty(), "statistics without fields");
      inline.value().requireRows(rows);
    }
    require(deleted >= 0 && deleted <= rows, deleted + " deleted of " + rows + " rows");
    require((deleted == 0) == (deletions == null), deleted + " deleted rows, bitmap " + deletions);
    if (deletions instanceof Stored.Inline<DeletionBitmap> inline) {
      requireDeletions(inline.value(), rows, deleted);
    } else if (deletions instanceof Stored.External<DeletionBitmap> external) {
      require(
          external.ref().lengthBytes() > PartWriter.MAX_INLINE_DELETIONS,
          "a bitmap object of " + external.ref().lengthBytes() + " bytes, which are few");
    }
  }

  private static void requireSpan(int rows, AnchorSpan span) {
    require(
        span.length() >= rows && span.length() <= AnchorSource.SEQUENCES,
        rows + " rows of " + span.length() + " anchors");
    require(span.rows() == null || span.length() > rows, "anchors of rows that need none");
    if (span.rows() instanceof Stored.Inline<AnchorRuns> inline) {
      require(inline.value().count() == rows, inline.value() + " for " + rows + " rows");
    }
  }

  private static void requireVectors(int rows, List<VectorEntry> vectors) {
    int previous = 0;
    for (VectorEntry vector : vectors) {
      require(vector.fieldId() > previous, "embedding field ids that do not ascend");
      vector.requireRows(rows);
      previous = vector.fieldId();
    }
  }

  /** Throws unless the bitmap fits a batch of that many rows with that many deleted ones. */
  static void requireDeletions(DeletionBitmap bitmap, int rows, int deleted) {
    require(
        bitmap.cardinality() == deleted && bitmap.last() < rows,
        String.format(
            Locale.ROOT,
            "a bitmap of %d offsets to %d for %d deleted of %d rows",
            bitmap.cardinality(),
            bitmap.last(),
            deleted,
            rows));
  }

  private static void require(boolean holds, String found) {
    if (!holds) {
      throw new IllegalArgumentException(found);
    }
  }

  /** A batch without deleted rows. */
  public static BatchEntry of(
      int rows,
      long generation,
      long time,
      @Nullable ObjectRef data,
      List<VectorEntry> vectors,
      @Nullable Stored<BatchStatistics> statistics) {
    return new BatchEntry(
        rows, AnchorSpan.of(rows), generation, time, data, vectors, statistics, 0, null);
  }

  /** Rows that are not deleted. */
  public int liveRows() {
    return rows - deleted;
  }

  /** The entry of an embedding field; empty if all rows are NULL there. */
  public Optional<VectorEntry> vectors(int fieldId) {
    return vectors.stream().filter(vector -> vector.fieldId() == fieldId).findFirst();
  }

  /** The same payload, added by another manifest. */
  public BatchEntry addedBy(long newGeneration, long newTime) {
    return new BatchEntry(
        rows, span, newGeneration, newTime, data, vectors, statistics, deleted, deletions);
  }

  /** The same batch with other deleted rows; null exactly if there is none. */
  public BatchEntry withDeletions(int newDeleted, @Nullable Stored<DeletionBitmap> newDeletions) {
    return new BatchEntry(
        rows, span, generation, time, data, vectors, statistics, newDeleted, newDeletions);
  }

  /** The same batch with other vectors. */
  public BatchEntry withVectors(List<VectorEntry> newVectors) {
    return new BatchEntry(
        rows, span, generation, time, data, newVectors, statistics, deleted, deletions);
  }

  /** The same payload with other anchors. */
  public BatchEntry withSpan(AnchorSpan newSpan) {
    return new BatchEntry(
        rows, newSpan, generation, time, data, vectors, statistics, deleted, deletions);
  }

  /** Whether both have the same payload, the same rows at the same offsets. */
  public boolean samePayload(BatchEntry other) {
    return addedBy(0, 0)
        .withDeletions(0, null)
        .sameContent(other.addedBy(0, 0).withDeletions(0, null));
  }

  /** Whether both say the same, whatever the births in their references. */
  public boolean sameContent(BatchEntry other) {
    return equals(other) || born(0).equals(other.born(0));
  }

  private BatchEntry born(long epoch) {
    return new BatchEntry(
        rows,
        span.born(epoch),
        generation,
        time,
        data == null ? null : Births.born(data, epoch),
        vectors.stream().map(vector -> vector.born(epoch)).toList(),
        Births.born(statistics, epoch),
        deleted,
        Births.born(deletions, epoch));
  }

  /** The same batch, which refers to copies of its objects. */
  public BatchEntry copied(ObjectCopier copier) {
    return new BatchEntry(
        rows,
        new AnchorSpan(span.length(), Stored.copied(span.rows(), ObjectFamily.ANCHORS, copier)),
        generation,
        time,
        data == null ? null : copier.copy(ObjectFamily.BATCH, data),
        vectors.stream().map(vector -> vector.copied(copier)).toList(),
        Stored.copied(statistics, ObjectFamily.STATISTICS, copier),
        deleted,
        Stored.copied(deletions, ObjectFamily.BITMAP, copier));
  }

  /** The form that stands in the tree. */
  public CborMap encode() {
    return BatchEntryCodec.encode(this);
  }

  /** Reads the form that stands in the tree. */
  public static BatchEntry decode(CborItem item) {
    return BatchEntryCodec.decode(item);
  }
}
