package io.dreamdb.track;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectWriter;

/**
 * Puts parts of entries where the format says: within the entry if small, into an object of their
 * own if large. Safe for many threads.
 */
public final class PartWriter {

  /** Longer encoded statistics are an object. */
  static final int MAX_INLINE_STATISTICS = 1_024;

  /** Longer bitmaps are an object. */
  static final int MAX_INLINE_DELETIONS = 512;

  /** Longer runs of anchors are an object. */
  static final int MAX_INLINE_ANCHORS = 256;

  private final ObjectWriter writer;

  /** Writes objects with that writer. */
  public PartWriter(ObjectWriter writer) {
    this.writer = writer;
  }

  /** The statistics of a batch, of at least one field. */
  public Stored<BatchStatistics> store(BatchStatistics statistics) {
    if (Cbor.encodedLength(statistics.encode()) <= MAX_INLINE_STATISTICS) {
      return new Stored.Inline<>(statistics);
    }
    return new Stored.External<>(writer.write(ObjectFamily.STATISTICS, statistics.encodeObject()));
  }

  /** The deleted rows of a batch, at least one. */
  public Stored<DeletionBitmap> store(DeletionBitmap deletions) {
    byte[] bytes = deletions.toBytes();
    return bytes.length <= MAX_INLINE_DELETIONS
        ? new Stored.Inline<>(deletions)
        : new Stored.External<>(writer.write(ObjectFamily.BITMAP, bytes));
  }

  /** The anchors of a tombstone record. */
  public Stored<AnchorRuns> store(AnchorRuns anchors) {
    return anchors.lengthBytes() <= MAX_INLINE_ANCHORS
        ? new Stored.Inline<>(anchors)
        : new Stored.External<>(
            writer.write(ObjectFamily.TOMBSTONES, TombstoneRecord.encodeObject(anchors)));
  }

  /** The replacements of a tombstone record. */
  public Stored<Replacements> store(Replacements rows) {
    return rows.lengthBytes() <= MAX_INLINE_ANCHORS
        ? new Stored.Inline<>(rows)
        : new Stored.External<>(writer.write(ObjectFamily.TOMBSTONES, rows.encodeObject()));
  }

  /**
   * The span of a batch that owns {@code length} anchors from {@code first} on.
   *
   * @param anchors those of its rows
   */
  public AnchorSpan span(long first, long length, AnchorRuns anchors) {
    BatchAnchors rows = BatchAnchors.of(anchors).requireWithin(first, length, anchors.count());
    if (rows.runs() == 1 && rows.runFirst(0) == first) {
      return new AnchorSpan(length, null);
    }
    return new AnchorSpan(
        length,
        anchors.lengthBytes() <= MAX_INLINE_ANCHORS
            ? new Stored.Inline<>(anchors)
            : new Stored.External<>(writer.write(ObjectFamily.ANCHORS, anchors.encodeObject())));
  }

  /** An entry with these deleted rows in place of those it has. */
  public BatchEntry withDeletions(BatchEntry entry, DeletionBitmap deletions) {
    return deletions.isEmpty()
        ? entry.withDeletions(0, null)
        : entry.withDeletions(deletions.cardinality(), store(deletions));
  }
}
