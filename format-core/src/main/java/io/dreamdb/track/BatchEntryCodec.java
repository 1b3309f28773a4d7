package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.References;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The form of batch entries in the tree of batches ({@code rows.md}, section 1). */
final class BatchEntryCodec {

  private BatchEntryCodec() {}

  static CborMap encode(BatchEntry entry) {
    CborMap.Builder map =
        CborMap.builder()
            .put("rows", entry.rows())
            .put("generation", entry.generation())
            .put("time", entry.time());
    if (entry.span().length() > entry.rows()) {
      map.put("span", entry.span().length());
    }
    Stored<AnchorRuns> anchors = entry.span().rows();
    if (anchors != null) {
      map.put("anchors", encode(anchors, AnchorRuns::encode));
    }
    ObjectRef data = entry.data();
    Stored<BatchStatistics> statistics = entry.statistics();
    Stored<DeletionBitmap> deletions = entry.deletions();
    if (data != null) {
      map.put("data", References.encode(data));
    }
    if (!entry.vectors().isEmpty()) {
      map.put("vectors", entry.vectors().stream().map(VectorEntry::encode).toList());
    }
    if (statistics != null) {
      map.put("stats", encode(statistics, BatchStatistics::encode));
    }
    if (deletions != null) {
      map.put("deleted", entry.deleted());
      map.put("deletions", encode(deletions, bitmap -> CborBytes.copyOf(bitmap.toBytes())));
    }
    return map.build();
  }

  /** A part as it stands in an entry: itself or its reference. */
  static <T> CborValue encode(Stored<T> part, Function<T, CborValue> encode) {
    return part instanceof Stored.External<T> external
        ? References.encode(external.ref())
        : encode.apply(((Stored.Inline<T>) part).value());
  }

  static BatchEntry decode(CborItem item) {
    CborFields fields = item.fields();
    int rows = fields.int32("rows", 1, BatchEntry.MAX_ROWS);
    AnchorSpan span = decodeSpan(fields, rows);
    long generation = fields.nonNegative("generation");
    long time = fields.nonNegative("time");
    ObjectRef data = fields.optional("data").map(References::decode).orElse(null);
    List<VectorEntry> vectors =
        fields.optional("vectors").map(BatchEntryCodec::decodeVectors).orElse(List.of());
    Stored<BatchStatistics> statistics =
        fields.optional("stats").map(BatchEntryCodec::decodeStatistics).orElse(null);
    int deleted = fields.optional("deleted").map(count -> count.int32(1, rows)).orElse(0);
    Stored<DeletionBitmap> deletions =
        fields.optional("deletions").map(BatchEntryCodec::decodeDeletions).orElse(null);
    fields.done();
    return inRange(
        item,
        () ->
            new BatchEntry(
                rows, span, generation, time, data, vectors, statistics, deleted, deletions));
  }

  private static AnchorSpan decodeSpan(CborFields fields, int rows) {
    long length =
        fields
            .optional("span")
            .map(span -> span.integer(rows + 1L, AnchorSource.SEQUENCES))
            .orElse((long) rows);
    Stored<AnchorRuns> anchors =
        fields.optional("anchors").map(item -> decodeAnchors(item, rows)).orElse(null);
    return new AnchorSpan(length, anchors);
  }

  private static Stored<AnchorRuns> decodeAnchors(CborItem item, int rows) {
    if (!(item.value() instanceof CborBytes bytes)) {
      return new Stored.External<>(References.decode(item));
    }
    if (bytes.length() > PartWriter.MAX_INLINE_ANCHORS) {
      throw item.expected("at most " + PartWriter.MAX_INLINE_ANCHORS + " bytes of anchors");
    }
    return new Stored.Inline<>(AnchorRuns.decode(item, rows));
  }

  /** Runs a constructor; what it refuses is corrupt at the item. */
  static <T> T inRange(CborItem item, Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException e) {
      throw new CorruptObject(
          item.path() + ": expected parts that agree, found " + e.getMessage(), e);
    }
  }

  private static List<VectorEntry> decodeVectors(CborItem item) {
    List<VectorEntry> vectors = item.array().stream().map(VectorEntry::decode).toList();
    if (vectors.isEmpty()) {
      throw item.expected("at least one item");
    }
    return vectors;
  }

  private static Stored<BatchStatistics> decodeStatistics(CborItem item) {
    if (isReference(item)) {
      return new Stored.External<>(References.decode(item));
    }
    if (Cbor.encodedLength(item.value()) > PartWriter.MAX_INLINE_STATISTICS) {
      throw item.expected("at most " + PartWriter.MAX_INLINE_STATISTICS + " bytes of statistics");
    }
    return new Stored.Inline<>(BatchStatistics.decode(item));
  }

  /** A reference begins with an id; statistics begin with an array. */
  private static boolean isReference(CborItem item) {
    return item.value() instanceof CborArray array
        && array.size() > 0
        && array.values().get(0) instanceof CborBytes;
  }

  private static Stored<DeletionBitmap> decodeDeletions(CborItem item) {
    if (!(item.value() instanceof CborBytes bytes)) {
      return new Stored.External<>(References.decode(item));
    }
    if (bytes.length() > PartWriter.MAX_INLINE_DELETIONS) {
      throw item.expected("at most " + PartWriter.MAX_INLINE_DELETIONS + " bytes of bitmap");
    }
    return new Stored.Inline<>(DeletionBitmap.decode(bytes.view(), item.path()));
  }
}
