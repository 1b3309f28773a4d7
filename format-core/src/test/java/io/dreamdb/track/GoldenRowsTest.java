package io.dreamdb.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.dreamdb.Metric;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.schema.ColumnStatistics;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The exact bytes of each layout of {@code rows.md} but the row batch.
 *
 * <p>A change of bytes is a change of the format. Where one is meant, {@code
 * -Ddreamdb.golden.regenerate=true} writes the files again and fails, so that nobody takes that run
 * for a proof.
 */
class GoldenRowsTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  @BeforeAll
  static void regenerateWhereAsked() throws IOException {
    if (Boolean.getBoolean("dreamdb.golden.regenerate")) {
      Files.createDirectories(FOLDER);
      for (Map.Entry<String, byte[]> golden : all().entrySet()) {
        Files.write(FOLDER.resolve(golden.getKey() + ".bin"), golden.getValue());
      }
      fail("golden files were written again: read the difference, then run without the property");
    }
  }

  @Test
  void eachLayoutHasTheBytesOfItsGoldenFile() throws IOException {
    for (Map.Entry<String, byte[]> golden : all().entrySet()) {
      assertThat(HexFormat.of().formatHex(golden.getValue()))
          .as(golden.getKey())
          .isEqualTo(HexFormat.of().formatHex(bytes(golden.getKey())));
    }
  }

  @Test
  void goldenFilesReadBackAsWhatWasWritten() throws IOException {
    assertThat(RowsTrack.decode(item("rows-track"))).isEqualTo(track());
    assertThat(BatchEntry.decode(item("rows-entry"))).isEqualTo(entry());
    assertThat(BatchStatistics.decodeObject(item("rows-statistics"))).isEqualTo(statistics(100));
    assertThat(DeletionBitmap.decode(ByteBuffer.wrap(bytes("rows-bitmap")), "it"))
        .isEqualTo(bitmap());
    assertThat(TombstoneRecord.decode(tombstone().key(), item("rows-tombstone")))
        .isEqualTo(tombstone());
    assertThat(TombstoneRecord.decodeObject(item("rows-anchors"))).isEqualTo(anchors());
    assertThat(TombstoneRecord.decode(update().key(), item("rows-update"))).isEqualTo(update());
    assertThat(Replacements.decodeObject(item("rows-replacements")).count()).isEqualTo(300);
    assertThat(BatchEntry.decode(item("rows-compacted"))).isEqualTo(compactedEntry());
    assertThat(AnchorRuns.decodeObject(item("rows-compacted-anchors"))).isEqualTo(compacted());
    assertVectors("vectors-all", 3, new float[] {1, 2, -0f, 0, 0.5f, 1e-40f});
    assertVectors("vectors-some", 1_000, new float[] {1, 2, -0f, 0, 0.5f, 1e-40f});
  }

  private static void assertVectors(String name, int rows, float[] expected) throws IOException {
    Space space = new Space();
    ObjectFamily family = ObjectFamily.vectors(8);
    VectorStorage storage =
        VectorStorage.open(space.reader.open(family, space.writer.write(family, bytes(name))));
    float[] found = new float[expected.length];
    storage.vectors(0, 3).asFloatBuffer().get(found);
    assertThat(storage.rows()).isEqualTo(rows);
    assertThat(found).isEqualTo(expected);
  }

  private static Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("rows-track", track().encode());
    all.put("rows-entry", Cbor.encode(entry().encode()));
    all.put("rows-statistics", statistics(100).encodeObject());
    all.put("rows-bitmap", bitmap().toBytes());
    all.put("rows-tombstone", Cbor.encode(tombstone().encode()));
    all.put("rows-anchors", TombstoneRecord.encodeObject(anchors()));
    all.put("rows-update", Cbor.encode(update().encode()));
    all.put(
        "rows-replacements",
        Replacements.of(LongStream.range(0, 300).map(i -> i * i).toArray()).encodeObject());
    all.put("rows-compacted", Cbor.encode(compactedEntry().encode()));
    all.put("rows-compacted-anchors", compacted().encodeObject());
    all.put("vectors-all", vectors(0));
    all.put("vectors-some", vectors(997));
    return all;
  }

  private static RowsTrack track() {
    Space space = new Space();
    RowsChange change = new RowsChange(space.reader, space.writer, RowsTrack.EMPTY);
    change.put(new Batch(Anchor.of(77, 1_000), entry()));
    change.put(BatchEntries.plain(Anchor.of(78, 0), 10));
    change.add(tombstone());
    return change.finish().track();
  }

  private static BatchEntry entry() {
    return new BatchEntry(
        1_000,
        AnchorSpan.of(1_000),
        12,
        1_700_000_000_000_000_000L,
        Space.ref("row batch", 0, 70_000),
        List.of(
            new VectorEntry(8, Space.ref("vectors", 2, 24_000), 997, 1, 5f),
            new VectorEntry(300, Space.ref("other vectors", 0, 8_064), 0, 0, 0x1p124f)),
        new Stored.Inline<>(statistics(3)),
        3,
        new Stored.Inline<>(DeletionBitmap.of(0, 7, 999)));
  }

  /** Fields of ids 1 to {@code count}: in turn double, string, bigint without bounds. */
  private static BatchStatistics statistics(int count) {
    List<Field> fields = new ArrayList<>();
    Map<Integer, ColumnStatistics> known = new HashMap<>();
    for (int id = 1; id <= count; id++) {
      PrimitiveType type =
          List.of(PrimitiveType.DOUBLE, PrimitiveType.STRING, PrimitiveType.BIGINT).get(id % 3);
      fields.add(Field.nullable(id, "f" + id, type));
      known.put(
          id,
          switch (type) {
            case DOUBLE ->
                new ColumnStatistics(
                    1_000, id, 2, Value.of(type, 0.0), Value.of(type, (double) id));
            case STRING ->
                new ColumnStatistics(1_000, 0, 0, Value.of(type, "a" + id), Value.of(type, "ä"));
            default -> new ColumnStatistics(1_000, 1_000, 0, null, null);
          });
    }
    return BatchStatistics.of(new Schema(fields), known);
  }

  /** A container of each kind, and enough of them for offsets beside runs. */
  private static DeletionBitmap bitmap() {
    DeletionBitmap.Builder builder = new DeletionBitmap.Builder().add(5).add(7);
    for (int i = 0; i < 30_000; i++) {
      builder.add((1 << 16) + 2 * i);
    }
    return builder.add(200_000, 200_500).add((1 << 24) - 1).build();
  }

  private static TombstoneRecord tombstone() {
    byte[] nonce = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    return new TombstoneRecord(
        TombstoneRecord.key(nonce, 1),
        new TombstoneOperation(TombstoneKind.DELETE, 1_700_000_000_000_000_001L, "ann", "erasure"),
        3,
        new Stored.Inline<>(
            AnchorRuns.of(Anchor.of(77, 1_000), Anchor.of(77, 1_007), Anchor.of(77, 1_999))),
        null);
  }

  private static TombstoneRecord update() {
    byte[] nonce = HexFormat.of().parseHex("101112131415161718191a1b1c1d1e1f");
    return new TombstoneRecord(
        TombstoneRecord.key(nonce, 0),
        new TombstoneOperation(TombstoneKind.UPDATE, 1_700_000_000_000_000_002L, null, null),
        4,
        new Stored.Inline<>(AnchorRuns.of(5, 6, 7, 300)),
        new Replaced(Anchor.of(77, 2_000), new Stored.Inline<>(Replacements.of(1, 2, 0, 7))));
  }

  /** Every third row of 1,000 was dropped. */
  private static AnchorRuns compacted() {
    return AnchorRuns.of(LongStream.range(0, 1_000).filter(i -> i % 3 != 0).toArray());
  }

  private static BatchEntry compactedEntry() {
    return BatchEntries.plain(Anchor.of(77, 0), 4)
        .entry()
        .withSpan(
            new AnchorSpan(
                10,
                new Stored.Inline<>(
                    AnchorRuns.of(
                        Anchor.of(77, 1), Anchor.of(77, 2), Anchor.of(77, 5), Anchor.of(77, 9)))));
  }

  private static AnchorRuns anchors() {
    return AnchorRuns.of(LongStream.range(0, 300).map(i -> i * i).toArray());
  }

  private static byte[] vectors(int nulls) {
    Space space = new Space();
    Field field = Field.nullable(8, "picture", new EmbeddingType(2, Metric.L2));
    try (VectorStorageWriter writer = new VectorStorageWriter(field, Space::spool)) {
      writer.append(new float[] {1, 2});
      writer.appendNulls(nulls);
      writer.append(new float[] {-0f, 0, 0.5f, 1e-40f}, 0, 2);
      VectorEntry entry = writer.finish(space.writer).orElseThrow();
      ByteBuffer bytes = space.reader.read(ObjectFamily.vectors(8), entry.storage());
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    }
  }

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name + ".bin"));
  }

  private static CborItem item(String name) throws IOException {
    return CborItem.root(name, Cbor.decode(bytes(name), name));
  }
}
