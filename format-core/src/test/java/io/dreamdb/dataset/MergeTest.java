package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.RefName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class MergeTest {

  private static final RefName DEV = new RefName("dev");

  private FilmTable films;

  @BeforeEach
  void makeTable(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName();
    films = new FilmTable("memory:merge-" + name, 1);
    films.append("main", 0, 10);
    films.table.createBranch("dev", "main");
  }

  @AfterEach
  void isIntact() {
    films.verify();
  }

  @Test
  void whatBothBranchesAppendedIsThere() {
    films.append("main", 10, 13);
    films.append("dev", 13, 20);

    CommitResult merged = films.merge("main", "dev");

    assertThat(films.ids("main")).isEqualTo(ids(0, 20));
    assertThat(films.ids("dev")).isEqualTo(ids(0, 10, 13, 20));
    assertThat(merged.summary().operation()).isEqualTo("merge");
    assertThat(merged.summary().rowsAdded()).isEqualTo(7);
    assertThat(merged.summary().rowsLive()).isEqualTo(20);
    assertThat(merged.summary().batches()).isEqualTo(3);
    Lineage lineage = films.space.liveHead(RefName.MAIN).lineage();
    assertThat(lineage.parents()).hasSize(2);
    assertThat(lineage.parents().get(1)).isEqualTo(films.space.liveHead(DEV).stored().id());
    assertThat(films.ids("main~1")).isEqualTo(ids(0, 13));
    assertThat(films.merge("main", "dev").attempts()).isZero();
    assertThat(films.merge("dev", "main").summary().rowsAdded()).isEqualTo(3);
    assertThat(films.anchors("dev")).isEqualTo(films.anchors("main"));
  }

  @Test
  void deletesOfBothBranchesHold() {
    films.delete("main", "id < 3");
    films.delete("dev", "id between 2 and 5");

    CommitResult merged = films.merge("main", "dev");

    assertThat(films.ids("main")).isEqualTo(ids(6, 10));
    assertThat(merged.summary().rowsDeleted()).isEqualTo(3);
    assertThat(merged.summary().rowsAdded()).isZero();
  }

  @Test
  void whatWasTakenBackOnOneSideIsTakenBack() {
    films.delete("main", "id < 3");
    films.merge("dev", "main");
    films.table.rollback(RefName.MAIN, "main~1");
    films.delete("main", "id = 9");
    films.append("dev", 10, 12);

    films.merge("dev", "main");

    assertThat(films.ids("dev")).isEqualTo(ids(0, 9, 10, 12));
  }

  @Test
  void theSideThatChangedARowWinsWhateverTheTimes() {
    films.delete("main", "id < 5");
    films.merge("dev", "main");
    films.table.rollback(DEV, "dev~1");
    films.delete("main", "id = 9");
    // On main the rows are deleted since long; dev took them back, later or not.
    films.merge("main", "dev");

    assertThat(films.ids("main")).isEqualTo(ids(0, 9));
  }

  @Test
  void rowsThatBothUpdatedRefuseAMerge() {
    films.update("main", 0, 3, "ours");
    films.update("dev", 2, 4, "theirs");

    assertThatThrownBy(() -> films.merge("main", "dev"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("1 rows")
        .hasMessageContaining("anchor " + films.anchors("main~1").get(2L))
        .hasMessageContaining("strategy");
    assertThat(films.table.snapshot().depth()).isEqualTo(2);
  }

  @Test
  void theStrategyOursKeepsOurRowsOfThoseThatBothUpdated() {
    films.update("main", 0, 3, "ours");
    films.update("dev", 2, 5, "theirs");
    films.update("dev", 2, 3, "again");

    CommitResult merged = films.merge("main", "dev", MergeStrategy.OURS);

    assertThat(films.titles("main"))
        .hasSize(10)
        .containsEntry(2L, "ours 2")
        .containsEntry(3L, "theirs 3")
        .containsEntry(0L, "ours 0");
    // Rows 3 and 4 as they were before, and the row that came in the place of row 2.
    assertThat(merged.summary().rowsDeleted()).isEqualTo(3);
    assertThat(films.titles("dev")).containsEntry(2L, "again 2");
  }

  @Test
  void theStrategyTheirsTakesTheirRowsOfThoseThatBothUpdated() {
    films.update("main", 0, 3, "ours");
    films.update("dev", 2, 5, "theirs");
    films.update("dev", 2, 3, "again");

    films.merge("main", "dev", MergeStrategy.THEIRS);

    assertThat(films.titles("main"))
        .hasSize(10)
        .containsEntry(2L, "again 2")
        .containsEntry(3L, "theirs 3")
        .containsEntry(0L, "ours 0");
  }

  @Test
  void anUpdateAndADeleteOfARowNeedAStrategy() {
    films.delete("main", "id = 1");
    films.update("dev", 1, 2, "theirs");

    assertThatThrownBy(() -> films.merge("main", "dev")).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> films.merge("dev", "main")).isInstanceOf(InvalidInput.class);
    films.table.createBranch("other", "main");
    films.merge("other", "dev", MergeStrategy.THEIRS);
    assertThat(films.titles("other")).containsEntry(1L, "theirs 1");
    films.merge("main", "dev", MergeStrategy.OURS);
    assertThat(films.ids("main")).isEqualTo(ids(0, 1, 2, 10));
    films.merge("dev", "main", MergeStrategy.OURS);
  }

  @Test
  void propertiesAreMergedByKey() {
    films.table.setProperties(
        RefName.MAIN, Map.of("a", Optional.of("main"), "owner", Optional.empty()));
    films.table.setProperties(DEV, Map.of("b", Optional.of("dev"), "c", Optional.of("dev")));

    films.merge("main", "dev");

    assertThat(films.table.snapshot().properties())
        .isEqualTo(Map.of("a", "main", "b", "dev", "c", "dev"));
    films.table.setProperties(RefName.MAIN, Map.of("c", Optional.of("main")));
    films.table.setProperties(DEV, Map.of("c", Optional.empty()));
    assertThatThrownBy(() -> films.merge("main", "dev"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("property 'c'");
    films.merge("main", "dev", MergeStrategy.THEIRS);
    assertThat(films.table.snapshot().properties()).doesNotContainKey("c");
  }

  @Test
  void aDryRunCountsAndChangesNothing() {
    films.append("main", 10, 13);
    films.append("dev", 13, 20);
    films.delete("dev", "id = 0");
    films.delete("dev", "id = 14");

    var counts = films.table.merge(RefName.MAIN).from("dev").preview().orElseThrow();

    assertThat(films.ids("main")).isEqualTo(ids(0, 13));
    assertThat(counts).isEqualTo(films.merge("main", "dev").summary());
    assertThat(films.table.merge(RefName.MAIN).from("dev").preview()).isEmpty();
  }

  @Test
  void aFastForwardMovesABranchOn() {
    films.append("dev", 10, 20);
    films.append("dev", 20, 30);

    CommitResult moved = films.table.fastForward(RefName.MAIN, "dev~1");

    assertThat(films.ids("main")).isEqualTo(ids(0, 20));
    assertThat(moved.version()).isEqualTo(films.table.snapshot("dev~1").version());
    assertThat(films.space.liveHead(RefName.MAIN).stored().manifest().anchors()).isNull();
    assertThat(films.table.fastForward(RefName.MAIN, "dev").attempts()).isEqualTo(1);
    assertThat(films.table.fastForward(RefName.MAIN, "dev").attempts()).isZero();
    assertThat(films.table.fastForward(RefName.MAIN, "dev~2").attempts()).isZero();
    films.append("main", 30, 31);
    films.append("dev", 31, 32);
    assertThatThrownBy(() -> films.table.fastForward(RefName.MAIN, "dev"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("merge");
    films.merge("main", "dev");
    assertThat(films.ids("main")).isEqualTo(ids(0, 32));
  }

  @Test
  void aCherryPickBringsOneVersionOver() {
    films.append("dev", 10, 12);
    films.delete("dev", "id in (0, 10)");
    films.append("dev", 12, 14);

    CommitResult deleted = films.table.cherryPick(RefName.MAIN, "dev~1");
    assertThat(films.ids("main")).isEqualTo(ids(1, 10));
    assertThat(deleted.summary().rowsDeleted()).isEqualTo(1);
    assertThat(films.table.cherryPick(RefName.MAIN, "dev~1").attempts()).isZero();

    films.table.cherryPick(RefName.MAIN, "dev");
    assertThat(films.ids("main")).isEqualTo(ids(1, 10, 12, 14));
    assertThat(films.space.liveHead(RefName.MAIN).lineage().parents()).hasSize(1);

    films.delete("main", "id = 13");
    films.merge("main", "dev");
    assertThat(films.ids("main")).isEqualTo(ids(1, 10, 11, 13));
  }

  @Test
  void aRevertTakesOneVersionBack() {
    CommitResult appended = films.append("main", 10, 12);
    CommitResult deleted = films.delete("main", "id < 2");
    films.append("main", 12, 14);

    films.table.revert(RefName.MAIN, appended.version().toString());
    assertThat(films.ids("main")).isEqualTo(ids(2, 10, 12, 14));
    films.table.revert(RefName.MAIN, deleted.version().toString());
    assertThat(films.ids("main")).isEqualTo(ids(0, 10, 12, 14));
    CommitResult again = films.table.revert(RefName.MAIN, "main");
    assertThat(films.ids("main")).isEqualTo(ids(2, 10, 12, 14));
    assertThat(again.summary().operation()).isEqualTo("revert");
    assertThat(films.table.revert(RefName.MAIN, appended.version().toString()).attempts()).isZero();
    assertThatThrownBy(() -> films.table.revert(DEV, appended.version().toString()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("not in the history");
  }

  @Test
  void anUpdateIsTakenBackUnlessTheRowWasUpdatedAgain() {
    CommitResult updated = films.update("main", 0, 3, "new");
    films.append("main", 10, 11);
    films.table.revert(RefName.MAIN, updated.version().toString());
    assertThat(films.titles("main")).hasSize(11).containsEntry(2L, "film 2");

    CommitResult second = films.update("main", 5, 7, "newer");
    films.update("main", 6, 7, "newest");
    assertThatThrownBy(() -> films.table.revert(RefName.MAIN, second.version().toString()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("updated");
  }

  @Test
  void branchesThatWereMergedIntoEachOtherNeedAStrategy() {
    films.append("main", 10, 12);
    films.append("dev", 12, 14);
    films.table.createBranch("side", "dev");
    films.merge("dev", "main");
    films.merge("main", "side");
    films.delete("main", "id = 0");
    films.delete("dev", "id = 1");

    assertThatThrownBy(() -> films.merge("main", "dev"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("each side was merged into the other");
    films.merge("main", "dev", MergeStrategy.OURS);
    assertThat(films.ids("main")).isEqualTo(ids(2, 14));
  }

  @Test
  void deleteAndReinsertThenTimeTravelAndSearch() {
    films.delete("main", "id = 4");
    films.append("main", 4, 5);

    assertThat(films.ids("main")).isEqualTo(ids(0, 10));
    assertThat(films.ids("main~1")).isEqualTo(ids(0, 4, 5, 10));
    assertThat(nearest("main", 4)).isNotEqualTo(nearest("main~2", 4));
    assertThat(nearest("main~2", 4)).isEqualTo(films.anchors("main~2").get(4L));
    assertThat(nearest("main~1", 4)).isNotEqualTo(nearest("main~2", 4));
    films.append("dev", 20, 21);
    films.merge("dev", "main");
    assertThat(films.anchors("dev").get(4L)).isEqualTo(nearest("main", 4));
  }

  @Test
  void batchesOfTheSameBytesAreTwoBatches() {
    films.append("main", 100, 105);
    films.append("dev", 100, 105);

    films.merge("main", "dev");

    assertThat(films.table.snapshot().rowCount()).isEqualTo(20);
    assertThat(films.table.snapshot().summary().batches()).isEqualTo(3);
    films
        .table
        .delete(RefName.MAIN)
        .anchors(LongStream.of(films.anchors("dev").get(100L)).iterator(), Optional.empty());
    assertThat(films.table.snapshot().rowCount()).isEqualTo(19);
    films.delete("main", "id >= 100");
  }

  @Test
  void aBranchThatIsDeletedAndMadeAnewIsNotMergedIntoByWhoSlept() {
    films.append("dev", 10, 12);
    Merge sleeper = films.table.merge(DEV).from("main");
    films.append("main", 12, 14);
    films.table.deleteRef(DEV);
    assertThatThrownBy(sleeper::commit)
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("deleted or recreated");
    films.table.createBranch("dev", "main~1");
    assertThatThrownBy(sleeper::commit)
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("deleted or recreated");
  }

  @Test
  void aMergeThatSleptIsMadeAnewOnWhatOthersCommitted() {
    films.append("dev", 10, 12);
    Merge sleeper = films.table.merge(RefName.MAIN).from("dev");
    films.delete("main", "id = 0");
    films.append("dev", 12, 13);
    films.table.rollback(RefName.MAIN, "main~1");
    films.delete("main", "id = 1");

    assertThat(sleeper.commit().attempts()).isEqualTo(2);
    assertThat(films.ids("main")).isEqualTo(ids(0, 1, 2, 13));
  }

  @Test
  void aBranchIsRenamed() {
    films.append("dev", 10, 12);
    films.table.renameBranch(DEV, "better");

    assertThat(films.ids("better")).isEqualTo(ids(0, 12));
    assertThatThrownBy(() -> films.table.snapshot("dev")).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> films.table.renameBranch(RefName.MAIN, "other"))
        .isInstanceOf(InvalidInput.class);
    films.merge("main", "better");
  }

  @Test
  void aRenameThatEndedBetweenItsTwoCommitsIsFinishedByAnother() {
    CommitResult last = films.append("dev", 10, 12);
    films.table.createBranch("better", "dev");
    CommitResult renamed = films.table.renameBranch(DEV, "better");

    assertThat(renamed.version()).isEqualTo(last.version());
    assertThat(films.ids("better")).isEqualTo(ids(0, 12));
    assertThatThrownBy(() -> films.table.snapshot("dev")).isInstanceOf(InvalidInput.class);
  }

  @Test
  void aRenameOntoABranchThatHasSomethingElseIsRefused() {
    films.table.createBranch("better", "dev");
    films.append("dev", 10, 12);

    for (String name : List.of("better", "dev")) {
      assertThatThrownBy(() -> films.table.renameBranch(DEV, name))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("There is a branch '" + name + "'");
    }
    assertThat(films.ids("better")).isEqualTo(ids(0, 10));
    assertThat(films.ids("dev")).isEqualTo(ids(0, 12));
  }

  @Test
  void aMergeRemembersNoMoreWritersThanABranchMay() {
    remember("main", 0, 600);
    remember("dev", 400, 1_000);
    films.merge("main", "dev");
    remember("dev", 1_000, 1_001);

    assertThatThrownBy(() -> films.merge("main", "dev"))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("1001 writers", "at most 1000");
    assertThatThrownBy(() -> remember("main", 1_000, 1_001)).isInstanceOf(LimitExceeded.class);
  }

  /** As if these writers had committed to a branch, each once. */
  private void remember(String branch, int from, int to) {
    Change remembering =
        new Change() {
          @Override
          public String name() {
            return "remembering writers";
          }

          @Override
          public Optional<Draft> apply(Step step) {
            StoredManifest head = step.head().stored();
            Manifest.Content content = head.manifest().state();
            for (int writer = from; writer < to; writer++) {
              content = new WriterEpoch("writer " + writer, 1).recordedIn(content);
            }
            Summary summary = Summary.unchanged("append", head.manifest().summary());
            return Optional.of(Draft.of(content, summary, null));
          }
        };
    new Committer(films.space).commit(films.space.liveHead(new RefName(branch)), remembering);
  }

  private long nearest(String pointer, float id) {
    return films
        .table
        .snapshot(pointer)
        .search(SearchRequest.near(id, 1).withK(1))
        .hits()
        .get(0)
        .anchor();
  }

  /** Ids from one number to before the next, for each pair. */
  private static List<Long> ids(long... ranges) {
    LongStream all = LongStream.empty();
    for (int i = 0; i < ranges.length; i += 2) {
      all = LongStream.concat(all, LongStream.range(ranges[i], ranges[i + 1]));
    }
    return all.boxed().toList();
  }
}
