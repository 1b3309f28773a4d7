package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import io.dreamdb.track.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompactionTest {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Dataset table;

  @BeforeEach
  void makeTable() {
    table =
        IndexedTable.create(
            "memory:compaction" + NUMBER.incrementAndGet(), SmallWarehouse.options(3));
  }

  @AfterEach
  void whatIsThereIsRight() {
    assertThat(TableFindings.of(table)).isEmpty();
  }

  @Test
  void neighboursAreJoinedUpToTheTarget() {
    append(10, 10, 10, 25, 30, 5, 5);
    CompactionResult planned = table.compact(RefName.MAIN, 30).preview();
    assertThat(planned.commit().attempts()).isZero();
    assertThat(rows()).containsExactly(10, 10, 10, 25, 30, 5, 5);
    List<String> before = read();
    CompactionResult done = table.compact(RefName.MAIN, 30).run();

    assertThat(done.batchesBefore()).isEqualTo(planned.batchesBefore()).isEqualTo(5);
    assertThat(done.batchesAfter()).isEqualTo(planned.batchesAfter()).isEqualTo(2);
    assertThat(rows()).containsExactly(30, 25, 30, 10);
    assertThat(read()).isEqualTo(before);
    assertThat(table.compact(RefName.MAIN, 30).run().commit().attempts()).isZero();
  }

  @Test
  void deletedRowsAreDroppedAndTheOthersKeepTheirAnchors() {
    append(20, 20);
    table.delete(RefName.MAIN).where(Predicate.parse("id between 5 and 7 or id = 39"));
    List<String> before = read();
    CompactionResult done = table.materializeTombstones(RefName.MAIN, 0).run();

    assertThat(done.rowsDropped()).isEqualTo(4);
    assertThat(rows()).containsExactly(17, 19);
    assertThat(read()).isEqualTo(before);
    List<Batch> batches = batches();
    assertThat(batches.get(0).entry().span().length()).isEqualTo(20);
    assertThat(batches.get(1).entry().span().rows()).isNull();
    // What was dropped at the end of the first is still its own, so both are neighbours.
    assertThat(table.compact(RefName.MAIN, 100).run().batchesAfter()).isEqualTo(1);
    assertThat(read()).isEqualTo(before);
    long gone = batches.get(0).firstAnchor() + 6;
    assertThatThrownBy(() -> table.snapshot().lookup(new long[] {gone}, IndexedTable.SCHEMA))
        .hasMessageContaining("There is no live row with anchor " + gone);
  }

  @Test
  void aBatchOfWhichLessIsDeletedStays() {
    append(10, 10);
    table.delete(RefName.MAIN).where(Predicate.parse("id < 6 or id = 12"));
    assertThat(table.materializeTombstones(RefName.MAIN, 0.5).run().batchesBefore()).isEqualTo(1);
    assertThat(rows()).containsExactly(4, 10);
    assertThat(table.materializeTombstones(RefName.MAIN, 0.5).run().commit().attempts()).isZero();
  }

  @Test
  void aBatchWithoutLiveRowsGoes() {
    append(10, 10, 10);
    table.delete(RefName.MAIN).where(Predicate.parse("id between 10 and 19"));
    table.materializeTombstones(RefName.MAIN, 1).run();
    assertThat(rows()).containsExactly(10, 10);
    table.delete(RefName.MAIN).where(Predicate.parse("id >= 0"));
    table.compact(RefName.MAIN, 5).run();
    table.materializeTombstones(RefName.MAIN, 1).run();
    assertThat(rows()).isEmpty();
    append(10);
    assertThat(table.snapshot().rowCount()).isEqualTo(10);
  }

  @Test
  void earlierVersionsAndRollbacksSeeTheRowsThatWereDropped() {
    append(10, 10);
    List<String> all = read();
    table.delete(RefName.MAIN).where(Predicate.parse("id between 3 and 15"));
    table.compact(RefName.MAIN, 100).run();
    assertThat(text(table.snapshot("main~2").scan())).isEqualTo(all);
    table.rollback(RefName.MAIN, "main~2");
    assertThat(read()).isEqualTo(all);
    table.rollback(RefName.MAIN, "main~1");
    assertThat(read()).hasSize(7);
  }

  @Test
  void searchesThroughAnIndexFindNoRowThatWasDropped() {
    IndexedTable.append(table, RefName.MAIN, 0, 2_000);
    IndexedTable.rebuild(table, 8);
    IndexedTable.append(table, RefName.MAIN, 2_000, 2_000 + IndexedTable.PACKED);
    table.delete(RefName.MAIN).where(Predicate.parse("id between 1900 and 2100"));
    SearchRequest request =
        SearchRequest.near(Objects.requireNonNull(IndexedTable.vector(1_951)))
            .withK(50)
            .withProbes(8);
    List<SearchResult.Hit> before = table.snapshot().search(request).hits();
    CompactionResult done = table.compact(RefName.MAIN, 1 << 20).run();
    assertThat(done.packs()).isPositive();
    assertThat(table.snapshot().search(request).hits()).isEqualTo(before);
    assertThat(table.snapshot().search(request.withMode(SearchRequest.Mode.EXACT)).hits())
        .isEqualTo(before);
    IndexedTable.index(table).compact();
    assertThat(table.snapshot().search(request).hits()).isEqualTo(before);
  }

  @Test
  void anIndexDoesNotCoverABatchThatWent() {
    append(300, 100, 300);
    IndexedTable.rebuild(table, 4);
    table.delete(RefName.MAIN).where(Predicate.parse("id between 300 and 399"));
    table.materializeTombstones(RefName.MAIN, 1).run();
    table.rollback(RefName.MAIN, "main~3");
    table.rollback(RefName.MAIN, "main~1");
    assertThat(rows()).containsExactly(300, 300);
  }

  @Test
  void anIndexThatWasBuiltMeanwhileDoesNotCoverItEither() {
    append(300, 100, 300);
    table.delete(RefName.MAIN).where(Predicate.parse("id between 300 and 399"));
    TableIndex planned = IndexedTable.index(table);
    table.materializeTombstones(RefName.MAIN, 1).run();
    assertThat(planned.rebuild(IndexedTable.options(4)).commit().attempts()).isEqualTo(2);
    table.rollback(RefName.MAIN, "main~3");
    table.rollback(RefName.MAIN, "main~1");
  }

  @Test
  void targetsAndRatiosOutsideTheirRangesAreRefused() {
    assertThatThrownBy(() -> table.compact(RefName.MAIN, 0))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("A target of 0 rows a batch; give 1 or more");
    assertThatThrownBy(() -> table.materializeTombstones(RefName.MAIN, 1.5))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("of 1.5; give one from 0 to 1");
  }

  private void append(int... counts) {
    int next = (int) table.snapshot().rowCount();
    for (int count : counts) {
      IndexedTable.append(table, RefName.MAIN, next, next + count);
      next += count;
    }
  }

  private List<Batch> batches() {
    List<Batch> batches = new ArrayList<>();
    table.snapshot().batches().forEachRemaining(batches::add);
    return batches;
  }

  private List<Integer> rows() {
    return batches().stream().map(batch -> batch.entry().rows()).toList();
  }

  private List<String> read() {
    return text(table.snapshot().scan());
  }

  private static List<String> text(Scan scan) {
    List<String> found = new ArrayList<>();
    scan.rows()
        .forEachRemaining(block -> {
          for (int i = 0; i < block.anchors().length; i++) {
            found.add(block.anchors()[i] + " " + block.rows().columns().get(0).get(i));
          }
        });
    return found;
  }
}
