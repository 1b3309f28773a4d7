package io.dreamdb.dataset;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.hash.Blake3;
import io.dreamdb.manifest.TreeCheck;
import io.dreamdb.manifest.TreeEntry;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.ColumnStatistics;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Anchor;
import io.dreamdb.track.AnchorRuns;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchEntry;
import io.dreamdb.track.BatchStatistics;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowBatchReader;
import io.dreamdb.track.Stored;
import io.dreamdb.track.VectorEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks batches against their entries: rows, statistics, vectors, deletions. */
final class BatchCheck {

  /**
   * The manifest in which batches are met first.
   *
   * @param manifestKey its key
   * @param generation its generation
   * @param time its timestamp
   */
  record Adding(String manifestKey, long generation, long time) {}

  private static final int BLOCK_ROWS = 1_024;

  private final Space space;
  private final Findings found;
  private final Schema schema;
  private final Schema scalars;
  private final VectorsCheck vectors;
  private final Set<ObjectId> payloads = new HashSet<>();
  private @Nullable RowBatchCodec codec;

  BatchCheck(Space space, Findings found, Schema schema) {
    this.space = space;
    this.found = found;
    this.schema = schema;
    this.scalars =
        new Schema(
            schema.fields().stream()
                .filter(field -> !(field.type() instanceof EmbeddingType))
                .toList());
    this.vectors = new VectorsCheck(space, found);
  }

  /** Checks a batch; empty if it cannot be read. */
  Optional<TreeCheck.Entry> check(TreeEntry entry, Adding adding) {
    String where = adding.manifestKey() + ", batch " + entry.key();
    Optional<Batch> read = found.attempt(where, "a batch", () -> space.rows.batch(entry));
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Batch batch = read.get();
    found.require(
        batch.entry().generation() <= adding.generation(),
        where,
        "a generation of at most " + adding.generation() + ", that of its commit",
        "generation " + batch.entry().generation());
    found.require(
        batch.entry().time() <= adding.time(),
        where,
        "a time of at most " + adding.time() + ", that of its commit",
        "time " + batch.entry().time());
    boolean readable = checkAnchors(batch) && checkDeletions(batch);
    if (payloads.add(payload(batch.entry()))) {
      checkPayload(where, batch);
    }
    return readable
        ? Optional.of(new TreeCheck.Entry(batch.liveRows(), Anchor.key(batch.lastAnchor())))
        : Optional.empty();
  }

  /** The same for entries that differ in nothing but what is deleted and by whom they came. */
  private static ObjectId payload(BatchEntry entry) {
    BatchEntry payload = entry.addedBy(0, 0).withDeletions(0, null);
    return ObjectId.ofDigest(Blake3.hash(Cbor.encode(payload.encode())));
  }

  private boolean checkAnchors(Batch batch) {
    if (!(batch.entry().span().rows() instanceof Stored.External<AnchorRuns> external)) {
      return true;
    }
    return found.intact(ObjectFamily.ANCHORS, external.ref())
        && found
            .attempt(
                found.key(ObjectFamily.ANCHORS, external.ref()),
                "the anchors of batch " + batch.firstAnchor(),
                () -> space.rows.anchors(batch))
            .isPresent();
  }

  private boolean checkDeletions(Batch batch) {
    if (!(batch.entry().deletions() instanceof Stored.External<DeletionBitmap> external)) {
      return true;
    }
    return found.intact(ObjectFamily.BITMAP, external.ref())
        && found
            .attempt(
                found.key(ObjectFamily.BITMAP, external.ref()),
                "the deleted rows of batch " + batch.firstAnchor(),
                () -> space.rows.deletions(batch))
            .isPresent();
  }

  private void checkPayload(String where, Batch batch) {
    for (VectorEntry vector : batch.entry().vectors()) {
      ObjectFamily family = ObjectFamily.vectors(vector.fieldId());
      boolean intact = found.intact(family, vector.storage());
      schema
          .findById(vector.fieldId())
          .filter(field -> intact && field.type() instanceof EmbeddingType)
          .ifPresent(field -> vectors.check(batch, field, vector));
    }
    boolean readable = true;
    if (batch.entry().statistics() instanceof Stored.External<BatchStatistics> external) {
      readable = found.intact(ObjectFamily.STATISTICS, external.ref());
    }
    ObjectRef data = batch.entry().data();
    readable &= data == null || found.intact(ObjectFamily.BATCH, data);
    if (readable && !scalars.fields().isEmpty()) {
      checkScalars(where, batch, data);
    }
  }

  private void checkScalars(String where, Batch batch, @Nullable ObjectRef data) {
    String key = data == null ? where : found.key(ObjectFamily.BATCH, data);
    Optional<Map<Integer, ColumnStatistics>> stored =
        found.attempt(where, "column statistics", () -> space.rows.statistics(batch, schema));
    Optional<Map<Integer, ColumnStatistics>> exact =
        data == null
            ? Optional.of(Map.of())
            : found.attempt(key, "a row batch", () -> exact(key, batch, data));
    if (stored.isEmpty() || exact.isEmpty()) {
      return;
    }
    stored
        .get()
        .forEach((id, statistics) -> {
          Field field = schema.findById(id).orElseThrow();
          ColumnStatistics missing = ColumnStatistics.ofMissing(field, batch.entry().rows());
          ColumnStatistics actual = exact.get().getOrDefault(id, missing);
          if (field.type().isScalar() && !statistics.holdFor(actual)) {
            found.wrong(
                key, "field " + id + " with " + text(statistics) + ", by its batch", text(actual));
          }
        });
  }

  private static String text(ColumnStatistics statistics) {
    return statistics.nullCount()
        + " NULLs, "
        + statistics.nanCount()
        + " NaNs, values from "
        + statistics.lower()
        + " to "
        + statistics.upper();
  }

  /** Reads a row batch whole; gives the statistics of what is in it. */
  private Map<Integer, ColumnStatistics> exact(String key, Batch batch, ObjectRef data) {
    Map<Integer, ColumnStatistics> exact = new HashMap<>();
    int rows = batch.entry().rows();
    try (RowBatchReader reader =
        codec().reader(space.reader.open(ObjectFamily.BATCH, data), scalars)) {
      if (reader.rows() != rows) {
        found.wrong(key, rows + " rows, by its batch", reader.rows() + " rows");
        return exact;
      }
      for (int first = 0; first < rows; first += BLOCK_ROWS) {
        RowBlock block = reader.read(first, Math.min(BLOCK_ROWS, rows - first));
        block.requireNotNull();
        block.statistics().forEach((id, part) -> exact.merge(id, part, ColumnStatistics::merge));
      }
    }
    return exact;
  }

  private RowBatchCodec codec() {
    RowBatchCodec loaded = codec;
    if (loaded == null) {
      loaded = Codecs.parquet();
      codec = loaded;
    }
    return loaded;
  }
}
