package io.dreamdb.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborNull;
import io.dreamdb.cbor.CborText;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.References;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchEntryTest {

  private static final CborValue REFERENCE = References.encode(Space.ref("object", 0, 2_000));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void entriesComeBackAsTheyWereWritten(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      int rows = 1 + random.nextInt(i % 2 == 0 ? 50 : 10_000);
      BatchEntry entry =
          BatchEntries.random(random, rows).withSpan(BatchEntries.span(random, rows));
      byte[] bytes = Cbor.encode(entry.encode());
      BatchEntry decoded = BatchEntry.decode(CborItem.root("batch", Cbor.decode(bytes, "batch")));
      assertThat(decoded).as("seed %d, entry %d", seed, i).isEqualTo(entry);
      assertThat(Cbor.encode(decoded.encode())).isEqualTo(bytes);
    }
  }

  @Test
  void fieldsOutsideTheirRangesAreRefused() {
    refused("rows", new CborInt(0), "batch.rows: expected integer from 1 to 16777216");
    refused("rows", new CborInt(16_777_217), "batch.rows: expected integer from 1 to 16777216");
    refused("rows", null, "batch.rows: expected a value");
    refused("generation", new CborInt(-1), "batch.generation: expected integer");
    refused("generation", null, "batch.generation: expected a value");
    refused("time", new CborText("now"), "batch.time: expected integer");
    refused("time", null, "batch.time: expected a value");
    refused("data", CborNull.NULL, "batch.data: expected array");
    refused("other", new CborInt(1), "batch: expected known fields only, found [\"other\"]");
  }

  @Test
  void deletionsThatDoNotAgreeAreRefused() {
    CborValue three = bitmap(1, 2, 99);
    refused("deleted", new CborInt(0), "batch.deleted: expected integer from 1 to 100");
    refused("deleted", new CborInt(101), "batch.deleted: expected integer from 1 to 100");
    refused("deleted", new CborInt(3), "batch: expected parts that agree, found 3 deleted rows");
    refused("deletions", three, "batch: expected parts that agree, found 0 deleted rows");
    refusedDeletions(2, three, "found a bitmap of 3 offsets to 99 for 2 deleted of 100 rows");
    refusedDeletions(3, bitmap(1, 2, 100), "3 offsets to 100 for 3 deleted of 100 rows");
    refusedDeletions(1, CborBytes.copyOf(new byte[513]), "batch.deletions: expected at most 512");
    refusedDeletions(1, CborBytes.copyOf(new byte[9]), "batch.deletions: expected a cookie");
    refusedDeletions(
        1,
        References.encode(Space.ref("bitmap", 0, 512)),
        "found a bitmap object of 512 bytes, which are few");
    refusedDeletions(1, new CborInt(3), "batch.deletions: expected array");
  }

  private static CborValue bitmap(int... offsets) {
    return CborBytes.copyOf(DeletionBitmap.of(offsets).toBytes());
  }

  private static void refusedDeletions(int deleted, CborValue deletions, String message) {
    CborMap map =
        base().putAll(map("deleted", new CborInt(deleted))).put("deletions", deletions).build();
    refused(map, message);
  }

  @Test
  void vectorsThatDoNotAgreeAreRefused() {
    refused("vectors", CborArray.EMPTY, "batch.vectors: expected at least one item");
    refused("vectors", vectors(vector(7, 0, 0, 1), vector(7, 0, 0, 1)), "that do not ascend");
    refused("vectors", vectors(vector(8, 0, 0, 1), vector(7, 0, 0, 1)), "that do not ascend");
    refused("vectors", vectors(vector(0, 0, 0, 1)), "batch.vectors[0][0]: expected integer from 1");
    refused("vectors", vectors(vector(7, 100, 0, 1)), "field 7 has 100 NULLs, 0 zero vectors");
    refused("vectors", vectors(vector(7, -1, 0, 1)), "batch.vectors[0][2]: expected integer");
    refused("vectors", vectors(vector(7, 90, 10, 1)), "field 7 has 90 NULLs, 10 zero vectors");
    refused("vectors", vectors(vector(7, 90, 9, 0)), "field 7 has 90 NULLs, 9 zero vectors");
    refused("vectors", vectors(vector(7, 0, 0, -1)), "batch.vectors[0][4]: expected a number");
    refused("vectors", vectors(vector(7, 0, 100, -0f)), "batch.vectors[0][4]: expected a number");
    refused("vectors", vectors(vector(7, 0, 0, Float.NaN)), "batch.vectors[0][4]: expected");
    refused("vectors", vectors(vector(7, 0, 0, 0x1.1p124f)), "batch.vectors[0][4]: expected");
    refused(
        "vectors",
        vectors(CborArray.of(new CborInt(7), REFERENCE)),
        "batch.vectors[0]: expected an item of 5 parts");
    refused(
        "vectors",
        CborArray.of(IntStream.range(1, 26).mapToObj(i -> vector(i, 0, 0, 1)).toList()),
        "found 25 embedding fields");
  }

  private static CborArray vectors(CborValue... items) {
    return CborArray.of(items);
  }

  private static CborValue vector(int field, long nulls, long zeros, float norm) {
    int bits = Integer.reverseBytes(Float.floatToRawIntBits(norm));
    byte[] bytes = {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits};
    return CborArray.of(
        new CborInt(field),
        REFERENCE,
        new CborInt(nulls),
        new CborInt(zeros),
        CborBytes.copyOf(bytes));
  }

  @Test
  void statisticsThatDoNotAgreeAreRefused() {
    refused("stats", CborArray.EMPTY, "batch.stats: expected statistics of at least one field");
    refused(
        "stats", CborArray.of(item(3, 0, 0), item(3, 0, 0)), "batch.stats[1]: expected a field");
    refused("stats", CborArray.of(item(0, 0, 0)), "batch.stats[0][0]: expected integer from 1");
    refused("stats", CborArray.of(item(3, -1, 0)), "batch.stats[0][1]: expected integer");
    refused("stats", CborArray.of(item(3, 101, 0)), "field 3 has 101 NULLs and 0 NaNs in 100 rows");
    refused("stats", CborArray.of(item(3, 60, 41)), "field 3 has 60 NULLs and 41 NaNs in 100 rows");
    refused(
        "stats",
        CborArray.of(CborArray.of(new CborInt(3))),
        "batch.stats[0]: expected an item of 5");
    CborValue longBound = CborBytes.copyOf(new byte[65]);
    refused(
        "stats",
        CborArray.of(
            CborArray.of(new CborInt(3), new CborInt(0), new CborInt(0), longBound, CborNull.NULL)),
        "batch.stats[0][3]: expected a bound of at most 64 bytes");
    List<CborValue> many = new ArrayList<>();
    for (int field = 1_000; field < 1_200; field++) {
      many.add(item(field, 0, 0));
    }
    refused("stats", CborArray.of(many), "batch.stats: expected at most 1024 bytes of statistics");
    refused("stats", new CborInt(3), "batch.stats: expected array");
  }

  private static CborValue item(int field, long nulls, long nans) {
    return CborArray.of(
        new CborInt(field), new CborInt(nulls), new CborInt(nans), CborNull.NULL, CborNull.NULL);
  }

  @Test
  void anEntryOfEveryPartAtItsLimitFitsIntoATree() {
    List<VectorEntry> vectors = new ArrayList<>();
    ObjectRef far = new ObjectRef(Space.id("x"), Long.MAX_VALUE, ObjectRef.MAX_LENGTH_BYTES);
    for (int i = 0; i < BatchEntry.MAX_VECTORS; i++) {
      vectors.add(new VectorEntry(Integer.MAX_VALUE - 30 + i, far, 1L << 23, 1 << 22, 1));
    }
    BatchEntry entry = BatchEntry.of(1 << 24, Long.MAX_VALUE, Long.MAX_VALUE, far, vectors, null);
    long bytes =
        Cbor.encodedLength(entry.encode()) + 1_024 + 6 + 512 + 3 + 8 + 5 + 10 + 5 + 9 + 8 + 259;
    assertThat(bytes).isLessThan(4_096 - 10);
  }

  @Test
  void lookUpsAndChangesKeepTheRest() {
    BatchEntry entry = BatchEntries.random(new Random(77), 500);
    assertThat(entry.addedBy(entry.generation(), entry.time())).isEqualTo(entry);
    assertThat(entry.addedBy(4, 5).sameContent(entry)).isFalse();
    assertThat(entry.withVectors(List.of()).vectors(7)).isEmpty();
    assertThat(entry.withDeletions(0, null).liveRows()).isEqualTo(500);
    assertThatThrownBy(() -> entry.withDeletions(1, null))
        .isInstanceOf(IllegalArgumentException.class);
    for (VectorEntry vector : entry.vectors()) {
      assertThat(entry.vectors(vector.fieldId())).contains(vector);
    }
  }

  @Test
  void aBatchKnowsItsAnchors() {
    Batch batch = BatchEntries.plain(1_000, 10);
    assertThat(batch.lastAnchor()).isEqualTo(1_009);
    assertThat(batch.owns(999)).isFalse();
    assertThat(batch.owns(1_000)).isTrue();
    assertThat(batch.owns(1_010)).isFalse();
  }

  @Test
  void aBatchMayOwnAnchorsThatNoRowHas() {
    Batch batch = BatchEntries.plain(1_000, 10);
    Batch cut = batch.with(batch.entry().withSpan(new AnchorSpan(12, null)));
    assertThat(cut.lastAnchor()).isEqualTo(1_011);
    AnchorSpan span =
        new AnchorSpan(20, new Stored.Inline<>(AnchorRuns.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 1_019)));
    assertThatThrownBy(() -> batch.with(batch.entry().withSpan(span)))
        .hasMessageContaining("10 anchors from 0 to 1019 for 10 rows of a batch that owns 20");
  }

  @Test
  void spansThatDoNotAgreeAreRefused() {
    refused("span", new CborInt(100), "batch.span: expected integer from 101");
    refused("span", new CborInt((1L << 41) + 1), "batch.span: expected integer from 101");
    CborValue runs = AnchorRuns.of(LongStream.range(0, 100).map(i -> 2 * i).toArray()).encode();
    refused("anchors", runs, "anchors of rows that need none");
    CborMap.Builder spans = base().putAll(map("span", new CborInt(1_000)));
    refused(
        spans.put("anchors", AnchorRuns.of(1, 2).encode()).build(),
        "batch.anchors: expected runs of 100 anchors");
    refused("anchors", CborBytes.copyOf(new byte[257]), "batch.anchors: expected at most 256");
    refused("anchors", new CborInt(1), "batch.anchors: expected array");
  }

  private static CborMap.Builder base() {
    return CborMap.builder()
        .put("rows", 100)
        .put("generation", 1)
        .put("time", 2)
        .put("data", REFERENCE);
  }

  private static CborMap map(String key, CborValue value) {
    return CborMap.builder().put(key, value).build();
  }

  /** A good entry in which one field is replaced, added, or, for null, left out. */
  private static void refused(String key, @Nullable CborValue value, String message) {
    CborMap.Builder changed = CborMap.builder();
    base()
        .build()
        .forEach((name, old) -> {
          if (!name.equals(key)) {
            changed.put(name, old);
          }
        });
    refused(changed.putIfPresent(key, value).build(), message);
  }

  private static void refused(CborMap map, String message) {
    assertThat(BatchEntry.decode(CborItem.root("batch", base().build())).rows()).isEqualTo(100);
    assertThatThrownBy(() -> BatchEntry.decode(CborItem.root("batch", map)))
        .isInstanceOf(CorruptObject.class)
        .hasMessageStartingWith("batch")
        .hasMessageContaining(message);
  }
}
