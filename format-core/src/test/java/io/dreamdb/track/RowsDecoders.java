package io.dreamdb.track;

import io.dreamdb.GoldenDecoder;
import io.dreamdb.InvalidInput;
import io.dreamdb.Metric;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import java.nio.ByteBuffer;
import java.util.List;

/** The decoders of this package. */
public final class RowsDecoders {

  private static final int FIELD = 8;

  private RowsDecoders() {}

  /** All of them. */
  public static List<GoldenDecoder> all() {
    return List.of(
        GoldenDecoder.ofFile("rows-track", item -> RowsTrack.decode(item).encode()),
        GoldenDecoder.ofFile("track-inline", item -> RowsTrack.decode(item).encode()),
        GoldenDecoder.ofFile("track-paged", item -> RowsTrack.decode(item).encode()),
        GoldenDecoder.ofFile("rows-entry", item -> Cbor.encode(BatchEntry.decode(item).encode())),
        GoldenDecoder.ofFile(
            "rows-statistics", item -> BatchStatistics.decodeObject(item).encodeObject()),
        GoldenDecoder.ofFile("rows-tombstone", RowsDecoders::tombstone),
        GoldenDecoder.ofFile(
            "rows-anchors",
            item -> TombstoneRecord.encodeObject(TombstoneRecord.decodeObject(item))),
        GoldenDecoder.ofFile(
            "rows-bitmap",
            "rows-bitmap",
            bytes -> DeletionBitmap.decode(ByteBuffer.wrap(bytes), "rows-bitmap").toBytes()),
        GoldenDecoder.ofFile("vectors-all", "/vector/", RowsDecoders::vectors),
        GoldenDecoder.ofFile("vectors-some", "/vector/", RowsDecoders::vectors));
  }

  private static byte[] tombstone(CborItem item) {
    return Cbor.encode(TombstoneRecord.decode(TombstoneRecord.key(new byte[16], 1), item).encode());
  }

  /** Reads all vectors and writes them again, unless they are such as no writer takes. */
  private static byte[] vectors(byte[] bytes) {
    Space space = new Space();
    ObjectFamily family = ObjectFamily.vectors(FIELD);
    VectorStorage storage =
        VectorStorage.open(space.reader.open(family, space.writer.write(family, bytes)));
    EmbeddingType type = new EmbeddingType(storage.dimension(), Metric.L2);
    Field field = Field.nullable(FIELD, "picture", type);
    try (VectorStorageWriter writer = new VectorStorageWriter(field, Space::spool)) {
      writer.append(storage.read(type, 0, storage.rows()));
      VectorEntry entry = writer.finish(space.writer).orElseThrow();
      ByteBuffer again = space.reader.read(family, entry.storage());
      byte[] copy = new byte[again.remaining()];
      again.get(copy);
      return copy;
    } catch (InvalidInput notFinite) {
      return bytes;
    }
  }
}
