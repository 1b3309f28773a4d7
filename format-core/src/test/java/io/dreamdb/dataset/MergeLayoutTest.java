package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Value;
import io.dreamdb.store.Fault;
import io.dreamdb.store.FaultPlan;
import io.dreamdb.store.FaultyObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.StoreOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Merges of branches whose batches, columns, indexes or histories were changed. */
class MergeLayoutTest {

  private static final RefName DEV = new RefName("dev");

  private FilmTable films;

  @BeforeEach
  void makeTable(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    films = new FilmTable("memory:layout-" + name, 2);
    films.append("main", 0, 10);
    films.append("main", 10, 20);
    films.append("main", 20, 30);
    films.table.createBranch("dev", "main");
  }

  @AfterEach
  void isIntact() {
    films.verify();
  }

  @Test
  void anUpdateOnOneBranchMeetsACompactionOnTheOther() {
    films.delete("main", "id in (3, 11)");
    films.table.createBranch("b", "main");
    films.update("main", 5, 15 - 4, "new");
    films.table.compact(new RefName("b"), 1_000).run();
    films.table.createBranch("a", "main");

    films.merge("main", "b");
    films.merge("b", "a");

    for (String branch : List.of("main", "b")) {
      assertThat(films.titles(branch))
          .hasSize(28)
          .containsEntry(5L, "new 5")
          .containsEntry(10L, "new 10")
          .containsEntry(12L, "film 12")
          .doesNotContainKey(3L);
      assertThat(films.table.snapshot(branch).summary().batches()).isEqualTo(2);
    }
    assertThat(films.anchors("main")).isEqualTo(films.anchors("b"));
  }

  @Test
  void rowsThatACompactionDroppedCannotBeTakenBack() {
    CommitResult deleted = films.delete("main", "id = 3");
    films.merge("dev", "main");
    films.table.materializeTombstones(DEV, 0).run();
    films.table.revert(RefName.MAIN, deleted.version().toString());

    assertThatThrownBy(() -> films.merge("dev", "main"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("dropped by a compaction")
        .hasMessageContaining("anchor " + films.anchors("main").get(3L));
    films.table.rollback(DEV, "dev~1");
    films.merge("dev", "main");
    assertThat(films.ids("dev")).isEqualTo(ids(0, 30));
  }

  @Test
  void batchesThatBothCompactedRefuseAMerge() {
    films.table.compact(RefName.MAIN, 1_000).run();
    films.table.compact(DEV, 1_000).run();
    films.append("main", 30, 40);
    films.delete("dev", "id = 0");
    // Compactions of the same batches give the same batch.
    films.table.createBranch("same", "main");
    films.merge("same", "dev");
    assertThat(films.ids("same")).isEqualTo(ids(1, 40));

    films.table.compact(RefName.MAIN, 1_000).run();
    films.table.materializeTombstones(DEV, 0).run();
    films.delete("dev", "id = 1");
    assertThatThrownBy(() -> films.merge("main", "dev", MergeStrategy.OURS))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("compaction on both sides")
        .hasMessageContaining("anchor " + films.anchors("main").get(0L));
    films.table.cherryPick(RefName.MAIN, "dev~2");
    films.table.cherryPick(RefName.MAIN, "dev");
    assertThat(films.ids("main")).isEqualTo(ids(2, 40));
  }

  @Test
  void anAppendIsTakenBackBehindACompaction() {
    CommitResult last = films.append("main", 30, 35);
    films.table.compact(RefName.MAIN, 1_000).run();
    assertThat(films.table.snapshot().summary().batches()).isEqualTo(1);

    films.table.revert(RefName.MAIN, last.version().toString());

    assertThat(films.ids("main")).isEqualTo(ids(0, 30));
    films.table.revert(RefName.MAIN, "main");
    assertThat(films.ids("main")).isEqualTo(ids(0, 35));
  }

  @Test
  void columnsThatBothAddedAreThere() {
    films.append("main", 30, 32);
    addColumn("main", "year", null);
    addColumn("dev", "rating", Value.of(PrimitiveType.BIGINT, 7L));
    films.append("dev", 32, 34);

    films.merge("main", "dev");

    Schema merged = films.table.snapshot().schema();
    assertThat(merged.text())
        .isEqualTo(
            "id:bigint not null,title:string,embedding:embedding(2,l2),year:bigint,rating:bigint");
    assertThat(films.ids("main")).isEqualTo(ids(0, 34));
    var rows = films.table.snapshot().scan().columns(merged.select(List.of("rating"))).rows();
    while (rows.hasNext()) {
      Scan.ScannedRows block = rows.next();
      for (int i = 0; i < block.anchors().length; i++) {
        assertThat(block.rows().row(i)).isEqualTo(List.of(7L));
      }
    }
  }

  @Test
  void columnsThatDoNotGoTogetherRefuseAMergeByName() {
    addColumn("main", "year", null);
    addColumn("dev", "year", null);
    assertThatThrownBy(() -> films.merge("main", "dev", MergeStrategy.THEIRS))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'year' names two fields");
    films.table.schema(DEV).rename(ColumnPath.of("year"), "made").commit();
    films.merge("main", "dev");
    films.merge("dev", "main");

    films.table.schema(DEV).comment(ColumnPath.of("made"), "when").commit();
    films.table.schema(RefName.MAIN).rename(ColumnPath.of("made"), "since").commit();
    films.merge("main", "dev");
    assertThat(films.table.snapshot().schema().find("since").orElseThrow().comment())
        .isEqualTo("when");

    films.table.schema(RefName.MAIN).drop(ColumnPath.of("since")).commit();
    films.table.schema(DEV).rename(ColumnPath.of("made"), "at").commit();
    assertThatThrownBy(() -> films.merge("main", "dev"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("dropped on one side and changed on the other");
  }

  private void addColumn(String branch, String name, Value value) {
    SchemaUpdate update = films.table.schema(new RefName(branch));
    int id = update.ids().next();
    update.add(Field.nullable(id, name, PrimitiveType.BIGINT).withDefault(value)).commit();
  }

  @Test
  void anEmbeddingThatOneSideDroppedGoesWithItsIndex() {
    films.table.index(DEV, Optional.empty()).rebuild(IndexOptions.DEFAULT.withCells(2));
    films.append("dev", 30, 32);
    films.table.schema(RefName.MAIN).drop(ColumnPath.of("embedding")).commit();
    films.append("main", 32, 33);

    films.merge("main", "dev");

    assertThat(films.space.liveHead(RefName.MAIN).stored().manifest().state().tracks())
        .containsOnlyKeys("rows");
    films.merge("dev", "main");
    assertThat(films.space.liveHead(DEV).stored().manifest().state().tracks())
        .containsOnlyKeys("rows");
  }

  @Test
  void searchesAfterMergesOfIndexedBranchesFindWhatThereIs() {
    films.append("main", 100, 400);
    index("main", 3);
    films.merge("dev", "main");
    films.append("main", 400, 450);
    index("main", 4);
    films.append("dev", 500, 560);
    index("dev", 5);
    films.delete("dev", "id between 120 and 130");
    CommitResult appended = films.append("dev", 600, 640);
    films.table.index(DEV, Optional.empty()).refresh();
    films.table.compact(DEV, 50).run();

    films.merge("main", "dev");
    films.table.createBranch("bare", "main~5");
    films.table.revert(DEV, appended.version().toString());

    for (String branch : List.of("main", "dev")) {
      for (float at : new float[] {7, 125, 430, 555, 620}) {
        Snapshot now = films.table.snapshot(branch);
        List<SearchResult.Hit> truth =
            new BruteForce(now, now.embedding(Optional.empty()), "id")
                .nearest(new float[] {at, 1}, 9, any -> true, Float.POSITIVE_INFINITY);
        SearchRequest request = SearchRequest.near(at, 1).withK(9);
        assertThat(now.search(request.withProbes(100).withCandidates(10_000)).hits())
            .as(branch + " at " + at)
            .isEqualTo(truth);
        assertThat(now.search(request).hits()).hasSize(9);
      }
    }
    films.table.index(DEV, Optional.empty()).refresh();
    films.table.index(RefName.MAIN, Optional.empty()).refresh();
  }

  @Test
  void anIndexOfTheOtherSideComesAlongWhereThereIsNone() {
    films.append("main", 30, 40);
    films.append("dev", 40, 60);
    index("dev", 2);

    films.merge("main", "dev");

    assertThat(films.space.liveHead(RefName.MAIN).stored().manifest().state().tracks())
        .containsOnlyKeys("rows", "index.13");
    assertThat(films.ids("main")).isEqualTo(ids(0, 60));
  }

  private void index(String branch, int cells) {
    films
        .table
        .index(new RefName(branch), Optional.empty())
        .rebuild(IndexOptions.DEFAULT.withCells(cells).withThreads(1));
  }

  @Test
  void branchesAreMergedAfterTheirHistoryWasExpired() {
    films.append("main", 30, 32);
    films.append("main", 32, 34);
    films.append("dev", 34, 36);
    films.delete("dev", "id = 0");
    films.table.expire().keep(1).run();
    films.table.collect().run();
    films.table.collect().run();
    films.table.collect().run();

    films.merge("main", "dev");
    assertThat(films.ids("main")).isEqualTo(ids(1, 36));
    films.table.expire().keep(1).run();
    films.table.collect().run();
    films.table.collect().run();
    films.table.collect().run();
    films.append("dev", 36, 37);
    films.merge("main", "dev");
    assertThat(films.ids("main")).isEqualTo(ids(1, 37));
  }

  @Test
  void historyThatIsNeededAndExpiredIsSaidToBe() {
    films.table.createTag("v1", "main");
    films.append("main", 30, 32);
    films.append("main", 32, 34);
    films.table.deleteRef(DEV);
    films.table.expire().keep(1).run();
    films.table.createBranch("old", "v1");
    films.append("old", 40, 41);

    assertThatThrownBy(() -> films.merge("main", "old"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("history that is needed is expired")
        .hasMessageContaining("cherry-pick");
    films.table.cherryPick(RefName.MAIN, "old");
    assertThat(films.ids("main")).isEqualTo(ids(0, 34, 40, 41));
    assertThatThrownBy(() -> films.table.revert(RefName.MAIN, "main~1"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("history that is needed is expired");
  }

  @Test
  void aTagIsMergedThroughABranchThatKeepsMore() {
    films.append("dev", 30, 32);
    films.table.createTag("v1", "dev");
    films.append("dev", 32, 34);
    films.append("main", 34, 36);

    films.merge("main", "v1");

    assertThat(films.ids("main")).isEqualTo(ids(0, 32, 34, 36));
    assertThat(films.ids("main~3")).isEqualTo(ids(0, 20));
  }

  @Test
  void aFastForwardWithinOneEpochBesideCollectionsLosesNothing() {
    films.append("dev", 30, 32);
    films.table.collect().run();
    films.append("dev", 32, 34);
    films.table.fastForward(RefName.MAIN, "dev");
    films.table.rollback(DEV, "dev~2");
    films.table.deleteRef(DEV);
    films.table.createBranch("dev", "main~1");
    films.table.collect().run();
    films.table.fastForward(DEV, "main");
    films.table.rollback(RefName.MAIN, "main~2");
    films.append("main", 40, 41);
    films.table.collect().run();
    films.table.collect().run();

    assertThat(films.ids("dev")).isEqualTo(ids(0, 34));
    films.merge("dev", "main");
    assertThat(films.ids("main")).isEqualTo(ids(0, 30, 40, 41));
  }

  @Test
  void aMergeTakesFromABranchThatIsCarriedIntoTheEpochFirst() {
    films.append("dev", 30, 32);
    long epoch = films.space.epochs.raise().epoch();
    films.table.moves().carried(RefName.MAIN, epoch);
    films.append("main", 32, 34);

    films.merge("main", "dev");

    assertThat(films.space.liveHead(DEV).epoch()).isEqualTo(epoch);
    assertThat(films.ids("main")).isEqualTo(ids(0, 34));
    films.table.collect().run();
    films.table.collect().run();
  }

  @Test
  void whoAppendsWhileTheBranchIsRolledBackLoses() {
    Append sleeper = films.table.append(RefName.MAIN);
    List<WrittenBatch> written;
    try (var writer = sleeper.writer()) {
      writer.write(FilmTable.block(50, 52, "late"));
      written = writer.finish();
    }
    films.table.rollback(RefName.MAIN, "main~1");

    assertThatThrownBy(() -> sleeper.commit(written))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("rollback");
    assertThat(films.ids("main")).isEqualTo(ids(0, 20));
  }

  @Test
  void aMergeWhoseReplyIsLostIsCommittedOnce() {
    for (Fault fault : List.of(Fault.FAIL_BEFORE, Fault.FAIL_AFTER)) {
      films.append("dev", films.ids("dev").size(), films.ids("dev").size() + 1);
      FaultPlan once = FaultPlan.script(StoreOperation.COMPARE_AND_SET, List.of(fault));
      FaultyObjectStore faulty =
          new FaultyObjectStore(ObjectStores.open(films.table.location()), once, 1);
      Dataset table = new Dataset(films.space(faulty), Map.of());

      assertThat(table.merge(RefName.MAIN).from("dev").commit().attempts()).isEqualTo(1);
      faulty.applyLate();
      assertThat(table.merge(RefName.MAIN).from("dev").commit().attempts()).isZero();
    }
    assertThat(films.ids("main")).isEqualTo(ids(0, 32));
  }

  private static List<Long> ids(long... ranges) {
    LongStream all = LongStream.empty();
    for (int i = 0; i < ranges.length; i += 2) {
      all = LongStream.concat(all, LongStream.range(ranges[i], ranges[i + 1]));
    }
    return all.boxed().toList();
  }
}
