package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.index.PackEntry;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.RefName;
import io.dreamdb.store.ObjectStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * An index that is built beside writers of its table: what is committed stays, what goes together
 * does, what does not is refused by name, and searches see every live row.
 */
class ConcurrentIndexTest {

  private static final int PACKED = IndexedTable.PACKED;
  private static final String NAME = IndexTrack.name(IndexedTable.FIELD);

  private Dataset table;
  private Space space;
  private IndexView view;

  @BeforeEach
  void makeTable(TestInfo test) {
    DatasetOptions defaults = SmallWarehouse.options(11);
    DatasetOptions options =
        new DatasetOptions(
            defaults.verification(),
            defaults.cacheBytes(),
            defaults.isolation(),
            0,
            new DatasetOptions.Retry(10_000, Duration.ofMillis(1), Duration.ofMillis(20)),
            defaults.entropy());
    table =
        IndexedTable.create("memory:index" + test.getTestMethod().orElseThrow().getName(), options);
    space = Space.open(ObjectStores.open(table.location()), options, Space.Caches.of(options));
    view = new IndexView(space.reader, IndexedTable.FIELD);
    IndexedTable.append(table, RefName.MAIN, 0, PACKED);
  }

  @AfterEach
  void whatIsThereIsRight() {
    assertThat(TableFindings.of(table)).isEmpty();
    assertFound();
  }

  @Test
  void rowsThatAreAppendedBesideARebuildAreUncoveredAndFound() {
    TableIndex planned = IndexedTable.index(table);
    IndexedTable.append(table, RefName.MAIN, 5_000, 5_000 + PACKED);
    IndexResult built = planned.rebuild(IndexedTable.options(8));

    assertThat(built.commit().attempts()).isEqualTo(2);
    assertThat(uncovered()).isEqualTo(PACKED);
    assertFound();
    assertThat(IndexedTable.index(table).refresh().rows()).isEqualTo(vectors(5_000));
    assertThat(uncovered()).isZero();
  }

  @Test
  void anAppendThatBeganBeforeARebuildLeavesItsPackAndStaysUncovered() {
    IndexedTable.rebuild(table, 8);
    Append append = table.append(RefName.MAIN);
    List<WrittenBatch> written = write(append, 5_000);
    assertThat(written.get(0).packs()).hasSize(1);
    IndexedTable.index(table).rebuild(IndexedTable.options(9).withSeed(2));
    append.commit(written);

    assertThat(uncovered()).isEqualTo(PACKED);
    assertThat(packs()).allMatch(pack -> pack.level() > 0);
  }

  @Test
  void anAppendThatBeganBeforeANewIndexIsUncovered() {
    Append append = table.append(RefName.MAIN);
    List<WrittenBatch> written = write(append, 5_000);
    IndexedTable.rebuild(table, 8);
    append.commit(written);

    assertThat(uncovered()).isEqualTo(PACKED);
  }

  @Test
  void anAppendOverOthersTakesItsPackToItsNewPlace() {
    IndexedTable.rebuild(table, 8);
    Append append = table.append(RefName.MAIN);
    List<WrittenBatch> written = write(append, 5_000);
    IndexedTable.append(table, RefName.MAIN, 7_000, 7_000 + PACKED);
    IndexedTable.append(table, RefName.MAIN, 9_000, 9_003);
    assertThat(append.commit(written).attempts()).isEqualTo(2);

    assertThat(uncovered()).isEqualTo(3);
    assertThat(packs().stream().filter(pack -> pack.level() == 0)).hasSize(2);
  }

  @Test
  void rowsThatAreDeletedBesideARebuildStayDeleted() {
    TableIndex planned = IndexedTable.index(table);
    IndexedTable.delete(table, "id < 400");
    assertThat(planned.rebuild(IndexedTable.options(8)).commit().attempts()).isEqualTo(2);

    assertThat(table.snapshot().rowCount()).isEqualTo(PACKED - 400);
    assertThat(uncovered()).isZero();
  }

  @Test
  void aDeleteThatBeganBeforeARebuildActsOnIt() {
    Delete delete = table.delete(RefName.MAIN);
    IndexedTable.rebuild(table, 8);
    assertThat(delete.where(io.dreamdb.schema.Predicate.parse("id < 300")).attempts()).isEqualTo(2);

    assertThat(table.snapshot().rowCount()).isEqualTo(PACKED - 300);
    assertThat(track()).isPresent();
  }

  @Test
  void ofTwoRebuildsTheSecondIsRefused() {
    TableIndex first = IndexedTable.index(table);
    TableIndex second = IndexedTable.index(table);
    first.rebuild(IndexedTable.options(8));
    IndexTrack kept = track().orElseThrow();

    assertThatThrownBy(() -> second.rebuild(IndexedTable.options(9)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("rebuild_ivf: others committed rebuild_ivf")
        .hasMessageContaining("run it again");
    assertThat(track()).contains(kept);
  }

  @Test
  void aRefreshIsRepeatedOverAppendsAndCoversWhatItPlanned() {
    IndexedTable.rebuild(table, 8);
    IndexedTable.append(table, RefName.MAIN, 5_000, 5_100);
    TableIndex planned = IndexedTable.index(table);
    IndexedTable.append(table, RefName.MAIN, 6_000, 6_000 + PACKED);
    IndexedTable.append(table, RefName.MAIN, 8_000, 8_050);
    IndexResult refreshed = planned.refresh();

    assertThat(refreshed.commit().attempts()).isEqualTo(2);
    assertThat(refreshed.rows()).isEqualTo(vectors(5_000, 100));
    assertThat(uncovered()).isEqualTo(50);
    assertThat(packs().stream().filter(pack -> pack.level() == 0)).hasSize(1);
  }

  @Test
  void rowsThatAreAppendedBesideACompactionAreFoundAndCoveredByARefresh() {
    IndexedTable.rebuild(table, 8);
    TableIndex planned = IndexedTable.index(table);
    IndexedTable.append(table, RefName.MAIN, 5_000, 5_000 + PACKED);
    planned.compact();

    assertFound();
    assertThat(IndexedTable.index(table).refresh().commit().attempts()).isLessThanOrEqualTo(1);
    assertThat(uncovered()).isZero();
  }

  @Test
  void changesOfAnIndexThatAnotherChangedAreRefused() {
    IndexedTable.rebuild(table, 8);
    IndexedTable.append(table, RefName.MAIN, 5_000, 5_100);
    TableIndex refresh = IndexedTable.index(table);
    TableIndex publish = IndexedTable.index(table);
    TableIndex compact = IndexedTable.index(table);
    IndexedTable.index(table).rebuild(IndexedTable.options(5));

    List<Runnable> changes = List.of(refresh::refresh, () -> publish.publish(8), compact::compact);
    for (Runnable change : changes) {
      assertThatThrownBy(change::run)
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("others committed rebuild_ivf");
    }
  }

  @Test
  void aRollbackOverAnIndexTakesItAway() {
    IndexedTable.rebuild(table, 8);
    IndexedTable.append(table, RefName.MAIN, 5_000, 5_000 + PACKED);
    table.rollback(RefName.MAIN, "main~2");
    assertThat(track()).isEmpty();
    assertFound();
    table.rollback(RefName.MAIN, "main~2");
    assertThat(track()).isPresent();
    assertThat(uncovered()).isZero();
  }

  @Test
  void aRebuildOverARollbackIsRefused() {
    IndexedTable.append(table, RefName.MAIN, 5_000, 5_010);
    TableIndex planned = IndexedTable.index(table);
    table.rollback(RefName.MAIN, "main~1");

    assertThatThrownBy(() -> planned.rebuild(IndexedTable.options(8)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("others committed rollback");
    assertThat(track()).isEmpty();
  }

  @Test
  void anIndexIsCommittedOverOneRiseOfTheEpochAndRefusedOverThree() {
    TableIndex planned = IndexedTable.index(table);
    raise();
    assertThat(planned.rebuild(IndexedTable.options(8)).commit().attempts()).isEqualTo(2);

    TableIndex late = IndexedTable.index(table);
    raise();
    raise();
    raise();
    assertThatThrownBy(() -> late.rebuild(IndexedTable.options(9)))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("garbage was collected more than once")
        .hasMessageContaining("run it again");
    assertThat(IndexedTable.rebuild(table, 9).cells()).isEqualTo(9);
  }

  @Test
  void aPackOfAnAppendOverRisesOfTheEpochIsBornAnew() {
    IndexedTable.rebuild(table, 8);
    Append append = table.append(RefName.MAIN);
    List<WrittenBatch> written = write(append, 5_000);
    raise();
    assertThat(written.get(0).packs().get(0).entry().pack().birth()).isZero();
    table.append(RefName.MAIN).commit(write(table.append(RefName.MAIN), 7_000));
    raise();
    raise();
    append.commit(written);

    assertThat(uncovered()).isZero();
    List<Long> births =
        packs().stream()
            .filter(pack -> pack.level() == 0)
            .map(pack -> pack.pack().birth())
            .sorted()
            .toList();
    assertThat(births).containsExactly(1L, 3L);
  }

  @Test
  void aPackThatWasCollectedBesideASlowAppendIsMissed() {
    IndexedTable.rebuild(table, 8);
    Append append = table.append(RefName.MAIN);
    List<WrittenBatch> written = write(append, 5_000);
    raise();
    raise();
    space.store.delete(
        ObjectFamily.packs(IndexedTable.FIELD)
            .key(table.genesis(), written.get(0).packs().get(0).entry().pack()));
    assertThatThrownBy(() -> append.commit(written))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("run it again");
  }

  @Test
  void rebuildsRefreshesAppendsAndDeletesOfManyThreadsGoTogether() throws Exception {
    IndexedTable.rebuild(table, 6);
    AtomicInteger next = new AtomicInteger(10_000);
    AtomicInteger victim = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    AtomicInteger built = new AtomicInteger();
    List<Runnable> works =
        List.of(
            () -> append(next, 40),
            () -> append(next, 1_100),
            () -> IndexedTable.delete(table, "id = " + victim.getAndIncrement()),
            () -> index(refused, built, () -> IndexedTable.index(table).refresh()),
            () -> index(refused, built, () -> IndexedTable.rebuild(table, 7)));
    ExecutorService threads = Executors.newFixedThreadPool(works.size());
    List<Future<?>> running = new ArrayList<>();
    for (Runnable work : works) {
      running.add(
          threads.submit(() -> {
            for (int i = 0; i < 5; i++) {
              work.run();
            }
          }));
    }
    for (Future<?> work : running) {
      work.get();
    }
    threads.shutdown();
    assertThat(refused.get() + built.get()).isEqualTo(10);
    assertThat(built.get()).isPositive();
    assertThat(table.snapshot().rowCount()).isEqualTo(PACKED + 5 * 40 + 5 * 1_100 - 5);
  }

  private void append(AtomicInteger next, int rows) {
    int first = next.getAndAdd(rows);
    IndexedTable.append(table, RefName.MAIN, first, first + rows);
  }

  private static void index(AtomicInteger refused, AtomicInteger built, Runnable change) {
    try {
      change.run();
      built.incrementAndGet();
    } catch (Conflict other) {
      assertThat(other).hasMessageContaining("run it again");
      refused.incrementAndGet();
    }
  }

  /** Raises the epoch by hand and brings the branch there, as a collector does. */
  private void raise() {
    table.moves().carried(RefName.MAIN, space.epochs.raise().epoch());
  }

  private static List<WrittenBatch> write(Append append, int first) {
    try (TaskWriter writer = append.writer()) {
      writer.write(IndexedTable.rows(first, first + PACKED));
      return writer.finish();
    }
  }

  private java.util.Optional<IndexTrack> track() {
    return space.liveHead(RefName.MAIN).stored().manifest().state().track(NAME).map(view::track);
  }

  private List<PackEntry> packs() {
    List<PackEntry> packs = new ArrayList<>();
    view.packs(track().orElseThrow()).forEachRemaining(packs::add);
    return packs;
  }

  private long uncovered() {
    return UncoveredRows.of(table.snapshot(), view.coverage(track().orElseThrow())).stream()
        .mapToLong(UncoveredRows.Range::rows)
        .sum();
  }

  private static long vectors(int first) {
    return vectors(first, PACKED);
  }

  private static long vectors(int first, int count) {
    return java.util.stream.IntStream.range(first, first + count)
        .filter(id -> IndexedTable.vector(id) != null)
        .count();
  }

  /** A search through the index finds, with all cells, what one that needs none does. */
  private void assertFound() {
    Snapshot now = Dataset.open(table.location()).snapshot();
    long live = now.rowCount();
    for (int id : new int[] {3, 450, 1_200, 5_020}) {
      SearchRequest request =
          SearchRequest.near(IndexedTable.vector(id)).withK((int) Math.min(live, 9_000));
      List<SearchResult.Hit> exact = now.search(request.withMode(SearchRequest.Mode.EXACT)).hits();
      assertThat(now.search(request.withProbes(1)).hits()).isEqualTo(exact);
      assertThat(exact.stream().map(SearchResult.Hit::anchor)).doesNotHaveDuplicates();
      assertThat(exact).hasSize((int) Math.min(request.k(), liveVectors(now)));
    }
  }

  private static long liveVectors(Snapshot now) {
    long vectors = 0;
    var blocks = now.scan().rows();
    while (blocks.hasNext()) {
      var block = blocks.next();
      for (int i = 0; i < block.anchors().length; i++) {
        vectors += block.rows().row(i).get(1) == null ? 0 : 1;
      }
    }
    return vectors;
  }
}
