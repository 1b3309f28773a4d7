package io.dreamdb.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.Tree;
import io.dreamdb.manifest.TreeChange;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsChangeTest {

  private final Space space = new Space();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aTrackHoldsWhatAMapHolds(long seed) {
    Random random = new Random(seed);
    NavigableMap<Long, Batch> model = new TreeMap<>();
    StoredTrack stored = new StoredTrack(RowsTrack.EMPTY, null);
    for (int step = 0; step < 12; step++) {
      RowsChange change = new RowsChange(space.reader, space.writer, stored.track());
      for (int i = random.nextInt(60); i >= 0; i--) {
        long first = Anchor.of(random.nextInt(3), random.nextInt(100) * 1_000L);
        if (random.nextInt(4) == 0) {
          change.remove(first);
          model.remove(first);
        } else {
          Batch batch = batch(random, first, 1 + random.nextInt(1_000));
          change.put(batch);
          model.put(first, batch);
        }
      }
      stored = change.finish();

      assertThat(list(space.view.batches(stored.track())))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(List.copyOf(model.values()));
      assertThat(space.view.liveRows(stored.track()))
          .isEqualTo(model.values().stream().mapToLong(Batch::liveRows).sum());
      ObjectRef ref = stored.ref();
      assertThat(ref == null).isEqualTo(model.isEmpty());
      if (ref != null) {
        assertThat(new RowsView(space.reader()).track(ref)).isEqualTo(stored.track());
      }
    }
    lookUpsAgree(seed, random, stored.track(), model);
  }

  private void lookUpsAgree(
      long seed, Random random, RowsTrack track, NavigableMap<Long, Batch> model) {
    for (int i = 0; i < 300; i++) {
      long anchor = Anchor.of(random.nextInt(3), random.nextInt(101_000));
      long to = anchor + random.nextInt(20_000);
      Map.Entry<Long, Batch> floor = model.floorEntry(anchor);
      Optional<Batch> holder =
          Optional.ofNullable(floor).map(Map.Entry::getValue).filter(b -> b.owns(anchor));
      List<Batch> overlapping =
          model.values().stream()
              .filter(b -> b.lastAnchor() >= anchor && b.firstAnchor() <= to)
              .toList();

      assertThat(space.view.batchOf(track, anchor)).as("seed %d", seed).isEqualTo(holder);
      assertThat(space.view.batch(track, anchor)).isEqualTo(Optional.ofNullable(model.get(anchor)));
      assertThat(list(space.view.batches(track, anchor, to)))
          .as("seed %d, %d to %d", seed, anchor, to)
          .isEqualTo(overlapping);
    }
    for (int lane = 0; lane < 5; lane++) {
      int wanted = lane;
      assertThat(space.view.usesLane(track, lane))
          .isEqualTo(model.keySet().stream().anyMatch(key -> Anchor.lane(key) == wanted));
    }
  }

  @Test
  void aRangeHasTheBatchThatItBeginsIn() {
    Batch batch = batch(new Random(1), Anchor.of(1, 10), 10);
    Batch last = BatchEntries.plain(Long.MAX_VALUE, 1);
    RowsTrack track = track(batch, last).track();
    assertThat(list(space.view.batches(track, Anchor.of(1, 15), Anchor.of(1, 14)))).isEmpty();
    assertThat(list(space.view.batches(track, Anchor.of(1, 0), Anchor.of(1, 9)))).isEmpty();
    assertThat(list(space.view.batches(track, Anchor.of(1, 0), Anchor.of(1, 10))))
        .containsExactly(batch);
    assertThat(list(space.view.batches(track, Anchor.of(1, 19), Anchor.of(1, 19))))
        .containsExactly(batch);
    assertThat(list(space.view.batches(track, Anchor.of(1, 20), Long.MAX_VALUE)))
        .containsExactly(last);
  }

  @Test
  void moreEditsThanASliceGiveTheSameTrackAsFewAtATime() {
    int count = RowsChange.SLICE + 500;
    RowsChange atOnce = new RowsChange(space.reader, space.writer, RowsTrack.EMPTY);
    List<Batch> batches = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < count; i++) {
      batches.add(BatchEntries.plain(Anchor.of(7, i * 10L), 1 + random.nextInt(9)));
    }
    batches.forEach(atOnce::put);
    RowsTrack together = atOnce.finish().track();

    RowsTrack apart = RowsTrack.EMPTY;
    for (int i = count; i > 0; i -= 3_000) {
      RowsChange some = new RowsChange(space.reader, space.writer, apart);
      batches.subList(Math.max(0, i - 3_000), i).forEach(some::put);
      apart = some.finish().track();
    }

    assertThat(together).isEqualTo(apart);
    assertThat(together.batches().count()).isEqualTo(count);
    assertThat(list(space.view.batches(together))).isEqualTo(batches);
  }

  @Test
  void anEditAfterTheSliceWinsOverOneBefore() {
    RowsChange change = new RowsChange(space.reader, space.writer, RowsTrack.EMPTY);
    for (int i = 0; i < RowsChange.SLICE; i++) {
      change.put(BatchEntries.plain(Anchor.of(7, i * 10L), 1));
    }
    for (int i = 1; i < RowsChange.SLICE; i++) {
      change.remove(Anchor.of(7, i * 10L));
    }
    change.put(BatchEntries.plain(Anchor.of(7, 0), 2));
    assertThat(list(space.view.batches(change.finish().track())))
        .containsExactly(BatchEntries.plain(Anchor.of(7, 0), 2));
  }

  @Test
  void removingEverythingLeavesNothingToStore() {
    StoredTrack stored = track(BatchEntries.plain(5, 5));
    RowsChange change = new RowsChange(space.reader, space.writer, stored.track());
    change.remove(5);
    StoredTrack empty = change.finish();
    assertThat(empty.track()).isEqualTo(RowsTrack.EMPTY);
    assertThat(empty.ref()).isNull();
  }

  @Test
  void smallAndLargeDeletionsComeBack() {
    Batch batch = BatchEntries.plain(Anchor.of(3, 0), 10_000);
    DeletionBitmap.Builder scattered = new DeletionBitmap.Builder();
    for (int i = 0; i < 10_000; i += 7) {
      scattered.add(i);
    }
    DeletionBitmap large = scattered.build();
    DeletionBitmap small = DeletionBitmap.of(3, 4, 5);

    RowsTrack withSmall = deleted(batch, small);
    RowsTrack withLarge = deleted(batch, large);

    Batch first = space.view.batches(withSmall).next();
    Batch second = space.view.batches(withLarge).next();
    assertThat(first.entry().deletions()).isInstanceOf(Stored.Inline.class);
    assertThat(second.entry().deletions()).isInstanceOf(Stored.External.class);
    assertThat(space.view.deletions(first)).isEqualTo(small);
    assertThat(space.view.deletions(second)).isEqualTo(large);
    assertThat(space.view.deletions(batch)).isEqualTo(DeletionBitmap.EMPTY);
    assertThat(space.view.liveRows(withSmall)).isEqualTo(9_997);
    assertThat(deleted(second, DeletionBitmap.EMPTY)).isEqualTo(track(batch).track());
  }

  private RowsTrack deleted(Batch batch, DeletionBitmap deletions) {
    RowsChange change = new RowsChange(space.reader, space.writer, RowsTrack.EMPTY);
    change.put(batch, deletions);
    return change.finish().track();
  }

  @Test
  void aBitmapThatDisagreesWithItsEntryIsRefused() {
    Batch batch = BatchEntries.plain(0, 100_000);
    DeletionBitmap.Builder scattered = new DeletionBitmap.Builder();
    for (int i = 0; i < 100_000; i += 2) {
      scattered.add(i);
    }
    Stored<DeletionBitmap> stored = new PartWriter(space.writer).store(scattered.build());
    Batch wrong = batch.with(batch.entry().withDeletions(17, stored));
    assertThatThrownBy(() -> space.view.deletions(wrong))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("rows/bitmap")
        .hasMessageContaining("rows batch 0")
        .hasMessageContaining("50000 offsets to 99998 for 17 deleted of 100000 rows");
  }

  @Test
  void differencesNameBatchesAndNotBirths() {
    Random random = new Random(9);
    Batch same = batch(random, 0, 100);
    Batch changed = batch(random, 1_000, 100);
    Batch gone = batch(random, 2_000, 100);
    Batch added = batch(random, 3_000, 100);
    RowsTrack left = track(same, changed, gone).track();
    Batch reborn = same.with(reborn(same.entry()));
    Batch after = changed.with(changed.entry().addedBy(77, 78));
    RowsTrack right = track(reborn, after, added).track();

    assertThat(reborn).isNotEqualTo(same);
    assertThat(list(space.view.differences(left, right)))
        .containsExactly(
            new BatchDifference(1_000, changed, after),
            new BatchDifference(2_000, gone, null),
            new BatchDifference(3_000, null, added));
    assertThat(list(space.view.differences(left, left))).isEmpty();
  }

  private static BatchEntry reborn(BatchEntry entry) {
    ObjectRef data = entry.data();
    return new BatchEntry(
        entry.rows(),
        entry.span(),
        entry.generation(),
        entry.time(),
        data == null ? null : new ObjectRef(data.id(), data.birth() + 5, data.lengthBytes()),
        entry.vectors().stream().map(vector -> vector.born(9)).toList(),
        entry.statistics(),
        entry.deleted(),
        entry.deletions());
  }

  @Test
  void batchesThatOverlapAreRefused() {
    RowsTrack track = track(BatchEntries.plain(0, 100), BatchEntries.plain(99, 1)).track();
    assertThatThrownBy(() -> list(space.view.batches(track)))
        .isInstanceOf(CorruptObject.class)
        .hasMessage("The rows batch 99 begins within the one before, which ends with anchor 99");
  }

  @Test
  void aKeyThatIsNoAnchorIsRefused() {
    for (TreeKey key : List.of(TreeKey.of(new byte[7]), TreeKey.ofLong(-1))) {
      Tree tree = tree(key, BatchEntries.plain(0, 1).entry().encode());
      assertThatThrownBy(() -> space.view.batches(new RowsTrack(tree, Tree.EMPTY)).next())
          .isInstanceOf(CorruptObject.class)
          .hasMessageContaining(key.toString());
    }
  }

  @Test
  void anEntryThatIsNoBatchNamesItsPlace() {
    Tree tree = tree(Anchor.key(42), CborMap.builder().put("rows", 0).build());
    assertThatThrownBy(() -> space.view.batches(new RowsTrack(tree, Tree.EMPTY)).next())
        .isInstanceOf(CorruptObject.class)
        .hasMessage("rows batch 42.rows: expected integer from 1 to 16777216, found integer 0");
  }

  @Test
  void aBatchThatLeavesItsLaneIsRefused() {
    Batch last = BatchEntries.plain(Anchor.of(3, (1L << 41) - 10), 10);
    Tree tree = tree(Anchor.key(last.firstAnchor() + 1), last.entry().encode());
    assertThat(last.lastAnchor()).isEqualTo(Anchor.of(3, (1L << 41) - 1));
    assertThatThrownBy(() -> space.view.batches(new RowsTrack(tree, Tree.EMPTY)).next())
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("leaves its lane");
  }

  private Tree tree(TreeKey key, CborMap value) {
    TreeMap<TreeKey, Optional<CborValue>> edits = new TreeMap<>();
    edits.put(key, Optional.of(value));
    return new TreeChange(space.reader, space.writer, ObjectFamily.ROWS_INDEX, entry -> 1)
        .edit(Tree.EMPTY, edits);
  }

  @Test
  void aTrackOfAnotherKindIsRefused() {
    RowsTrack track = track(BatchEntries.plain(0, 1)).track();
    String text = new String(track.encode(), StandardCharsets.ISO_8859_1);
    byte[] other = text.replace("drows", "drown").getBytes(StandardCharsets.ISO_8859_1);
    ObjectRef ref = space.writer.write(ObjectFamily.ROWS_TRACK, other);
    assertThatThrownBy(() -> space.view.track(ref))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(ref.id().toString())
        .hasMessageContaining(".modality: expected \"rows\"");
  }

  @Test
  void planningAgainDecodesNothingAnew() {
    RowsTrack track = track(BatchEntries.plain(0, 5), BatchEntries.plain(9, 5)).track();
    List<Batch> once = list(space.view.batches(track));
    List<Batch> again = list(space.view.batches(track));
    assertThat(again).isEqualTo(once);
    assertThat(again.get(1).entry()).isSameAs(once.get(1).entry());
  }

  @Test
  void weightsAreLiveRows() {
    List<Batch> batches = new ArrayList<>();
    long live = 0;
    for (int i = 0; i < 200; i++) {
      Batch batch = BatchEntries.plain(i * 1_000L, 1_000);
      batches.add(
          batch.with(
              new PartWriter(space.writer)
                  .withDeletions(batch.entry(), DeletionBitmap.ofRange(0, i))));
      live += 1_000 - i;
    }
    RowsTrack track = track(batches.toArray(new Batch[0])).track();
    assertThat(track.batches()).isInstanceOf(Tree.Paged.class);
    assertThat(space.view.liveRows(track)).isEqualTo(live);
  }

  @Test
  void aFlippedByteInTrackOrPageIsFound() {
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      batches.add(BatchEntries.plain(i * 1_000L, 1_000));
    }
    StoredTrack stored = track(batches.toArray(new Batch[0]));
    space.keys("rows/index").forEach(key -> space.flip(key, 100));
    RowsView fresh = new RowsView(space.reader());
    ObjectRef ref = Objects.requireNonNull(stored.ref());
    assertThatThrownBy(() -> list(fresh.batches(fresh.track(ref))))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("rows/index");

    space.keys("rows/track").forEach(key -> space.flip(key, 10));
    assertThatThrownBy(() -> new RowsView(space.reader()).track(ref))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(ref.id().toString());
  }

  private StoredTrack track(Batch... batches) {
    ObjectWriter writer = space.writer;
    RowsChange change = new RowsChange(space.reader, writer, RowsTrack.EMPTY);
    for (Batch batch : batches) {
      change.put(batch);
    }
    return change.finish();
  }

  private static Batch batch(Random random, long firstAnchor, int rows) {
    return new Batch(firstAnchor, BatchEntries.random(random, rows));
  }

  static <T> List<T> list(Iterator<T> iterator) {
    List<T> list = new ArrayList<>();
    iterator.forEachRemaining(list::add);
    return list;
  }
}
