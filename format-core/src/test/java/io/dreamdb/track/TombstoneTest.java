package io.dreamdb.track;

import static io.dreamdb.track.RowsChangeTest.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborText;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.References;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TombstoneTest {

  private static final byte[] NONCE = new byte[16];
  private static final TombstoneOperation DELETE =
      new TombstoneOperation(TombstoneKind.DELETE, 99, "ann", "asked for");

  private final Space space = new Space();
  private final List<TombstoneRecord> records = new ArrayList<>();
  private final TombstoneWriter writer =
      new TombstoneWriter(new PartWriter(space.writer), NONCE, DELETE, records::add);

  @Test
  void anOperationWithoutAnchorsHasNoRecord() {
    assertThat(writer.finish()).isZero();
    assertThat(records).isEmpty();
  }

  @Test
  void fewAnchorsStandInTheRecordAndManyInAnObject() {
    writer.addAll(LongStream.of(5, 6, 9).iterator());
    assertThat(writer.finish()).isEqualTo(3);
    assertThat(records).hasSize(1);
    assertThat(records.get(0).anchors()).isEqualTo(new Stored.Inline<>(AnchorRuns.of(5, 6, 9)));
    assertThat(space.view.anchors(records.get(0))).isEqualTo(AnchorRuns.of(5, 6, 9));

    long[] scattered = LongStream.range(0, 1_000).map(i -> i * i * 3).toArray();
    TombstoneWriter many =
        new TombstoneWriter(new PartWriter(space.writer), NONCE, DELETE, records::add);
    many.addAll(LongStream.of(scattered).iterator());
    many.finish();
    assertThat(records.get(1).anchors()).isInstanceOf(Stored.External.class);
    assertThat(space.view.anchors(records.get(1))).isEqualTo(AnchorRuns.of(scattered));
  }

  @Test
  void partsHoldAMillionAnchorsAtMost() {
    long most = AnchorRuns.MAX_ANCHORS;
    writer.add(3);
    writer.addRange(10, 2 * most + 5);
    writer.add(1L << 50);
    assertThat(writer.finish()).isEqualTo(2 * most + 7);
    assertThat(records).extracting(TombstoneRecord::part).containsExactly(0L, 1L, 2L);
    assertThat(records).extracting(TombstoneRecord::count).containsExactly(1 << 20, 1 << 20, 7);
    assertThat(records).allSatisfy(record -> assertThat(record.nonce()).isEqualTo(NONCE));
    assertThat(space.view.anchors(records.get(2)))
        .isEqualTo(
            AnchorRuns.of(
                2 * most + 9,
                2 * most + 10,
                2 * most + 11,
                2 * most + 12,
                2 * most + 13,
                2 * most + 14,
                1L << 50));
  }

  @Test
  void theLargestAnchorCanBeAdded() {
    writer.addRange(Long.MAX_VALUE - 1, 2);
    assertThat(writer.finish()).isEqualTo(2);
    assertThat(space.view.anchors(records.get(0)).count()).isEqualTo(2);
  }

  @Test
  void anchorsThatDoNotAscendAreRefused() {
    writer.addRange(10, 5);
    for (long anchor : new long[] {14, 3, -1}) {
      assertThatThrownBy(() -> writer.add(anchor))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("from " + anchor + " on after 14");
    }
    assertThatThrownBy(() -> writer.addRange(Long.MAX_VALUE, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.addRange(20, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void recordsComeBackFromTheTrackInTheOrderOfTheirKeys() {
    Random random = new Random(8);
    RowsChange change = new RowsChange(space.reader, space.writer, RowsTrack.EMPTY);
    List<TombstoneRecord> written = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      byte[] nonce = new byte[16];
      random.nextBytes(nonce);
      TombstoneOperation operation =
          new TombstoneOperation(
              i % 2 == 0 ? TombstoneKind.DELETE : TombstoneKind.ROLLBACK,
              random.nextInt(1_000),
              i % 3 == 0 ? null : "actor " + i,
              i % 5 == 0 ? null : "reason " + i);
      TombstoneWriter one =
          new TombstoneWriter(new PartWriter(space.writer), nonce, operation, written::add);
      one.addAll(random.longs(i * 10 + 1, 0, 1L << 40).sorted().distinct().iterator());
      one.finish();
    }
    written.forEach(change::add);
    written.sort(Comparator.comparing(TombstoneRecord::key));

    RowsTrack track = change.finish().track();
    assertThat(list(space.view.tombstones(track))).isEqualTo(written);
    assertThat(track.isEmpty()).isFalse();

    RowsChange more = new RowsChange(space.reader, space.writer, track);
    writer.add(7);
    writer.finish();
    more.add(records.get(0));
    RowsTrack after = more.finish().track();
    assertThat(list(space.view.tombstoneDifferences(track, after)))
        .containsExactly(new TombstoneDifference(null, records.get(0)));
  }

  @Test
  void birthsAreNoDifference() {
    ObjectRef ref = Space.ref("anchors", 0, 700);
    ObjectRef reborn = Space.ref("anchors", 4, 700);
    RowsTrack left = track(record(ref));
    RowsTrack right = track(record(reborn));
    assertThat(left).isNotEqualTo(right);
    assertThat(list(space.view.tombstoneDifferences(left, right))).isEmpty();
    assertThat(list(space.view.tombstoneDifferences(left, track(record(ref).at(5))))).hasSize(1);
  }

  private static TombstoneRecord record(ObjectRef anchors) {
    return new TombstoneRecord(
        TombstoneRecord.key(NONCE, 0), DELETE, 500, new Stored.External<>(anchors), null);
  }

  private RowsTrack track(TombstoneRecord record) {
    RowsChange change = new RowsChange(space.reader, space.writer, RowsTrack.EMPTY);
    change.add(record);
    return change.finish().track();
  }

  @Test
  void longTextsAreRefused() {
    new TombstoneOperation(TombstoneKind.DELETE, 0, "ä".repeat(128), "x".repeat(1_024));
    assertThatThrownBy(() -> new TombstoneOperation(TombstoneKind.DELETE, 0, "ä".repeat(129), null))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(
            "The actor of a delete has 258 bytes in UTF-8; at most 256 are kept: give a shorter"
                + " one");
    assertThatThrownBy(
            () -> new TombstoneOperation(TombstoneKind.DELETE, 0, null, "x".repeat(1_025)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("The reason of a delete has 1025 bytes");
  }

  @Test
  void otherFormsAreRefused() {
    CborValue two = CborBytes.copyOf(new byte[] {5, 1});
    refused(
        "operation",
        new CborText("erase"),
        ".operation: expected \"delete\", \"update\" or \"rollback\"");
    refused("time", new CborInt(-1), ".time: expected integer");
    refused("actor", new CborText("x".repeat(257)), "257 bytes in UTF-8");
    refused("reason", new CborText("x".repeat(1_025)), "1025 bytes in UTF-8");
    refused("count", new CborInt(0), ".count: expected integer from 1 to 1048576");
    refused("count", new CborInt(1_048_577), ".count: expected integer from 1 to 1048576");
    refused("count", new CborInt(3), ".anchors: expected runs of 3 anchors");
    refused("count", null, ".count: expected a value");
    refused("anchors", CborBytes.copyOf(new byte[257]), ".anchors: expected at most 256 bytes");
    refused("anchors", new CborInt(1), ".anchors: expected array");
    refused("more", two, "expected known fields only, found [\"more\"]");
  }

  private static void refused(String key, @Nullable CborValue value, String message) {
    CborMap.Builder changed = CborMap.builder();
    CborMap good =
        CborMap.builder()
            .put("operation", "delete")
            .put("time", 3)
            .put("count", 2)
            .put("anchors", CborBytes.copyOf(new byte[] {5, 1}))
            .build();
    TreeKey place = TombstoneRecord.key(NONCE, 0);
    assertThat(TombstoneRecord.decode(place, CborItem.root("it", good)).count()).isEqualTo(2);
    good.forEach((name, old) -> {
      if (!name.equals(key)) {
        changed.put(name, old);
      }
    });
    CborMap bad = changed.putIfPresent(key, value).build();
    assertThatThrownBy(() -> TombstoneRecord.decode(place, CborItem.root("it", bad)))
        .isInstanceOf(CorruptObject.class)
        .hasMessageStartingWith("it")
        .hasMessageContaining(message);
  }

  @Test
  void aKeyThatIsNoNonceAndPartIsRefused() {
    CborMap good = record(Space.ref("anchors", 0, 700)).encode();
    assertThatThrownBy(
            () -> TombstoneRecord.decode(TreeKey.of(new byte[19]), CborItem.root("it", good)))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("has not 20 bytes");
    assertThat(References.encode(Space.ref("anchors", 0, 700)))
        .isEqualTo(good.get("anchors").orElseThrow());
  }

  @Test
  void anchorObjectsAreChecked() {
    AnchorRuns few = AnchorRuns.of(1, 2, 3);
    TombstoneRecord small =
        record(space.writer.write(ObjectFamily.TOMBSTONES, TombstoneRecord.encodeObject(few)));
    assertThatThrownBy(() -> space.view.anchors(small))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(".anchors: expected more than 256 bytes");

    AnchorRuns many = AnchorRuns.of(LongStream.range(0, 400).map(i -> 2 * i).toArray());
    TombstoneRecord other =
        record(space.writer.write(ObjectFamily.TOMBSTONES, TombstoneRecord.encodeObject(many)));
    assertThatThrownBy(() -> space.view.anchors(other))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("rows/tombstone")
        .hasMessageContaining("has 400 anchors; the tombstone")
        .hasMessageContaining("says 500");

    space.keys("rows/tombstone").forEach(key -> space.flip(key, 20));
    assertThatThrownBy(() -> new RowsView(space.reader()).anchors(other))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("rows/tombstone");
  }
}
