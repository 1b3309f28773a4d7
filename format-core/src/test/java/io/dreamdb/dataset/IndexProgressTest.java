package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.index.BuildProgress;
import io.dreamdb.index.BuildProgress.Phase;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexProgressTest {

  private static final int ROWS = 3_000;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final List<BuildProgress> told = new ArrayList<>();
  private Dataset table;

  @BeforeEach
  void makeTable() {
    table =
        IndexedTable.create(
            "memory:progress" + NUMBER.incrementAndGet(), SmallWarehouse.options(3));
    IndexedTable.append(table, RefName.MAIN, 0, ROWS);
  }

  private TableIndex index() {
    told.clear();
    return IndexedTable.index(table).onProgress(told::add);
  }

  @Test
  void aRebuildTellsEachPhaseFromItsBeginningToItsEnd() {
    index().rebuild(IndexOptions.DEFAULT.withCells(9).withThreads(2));
    assertThat(phases()).containsExactly(Phase.values());
    for (Phase phase : Phase.values()) {
      List<BuildProgress> some = told.stream().filter(each -> each.phase() == phase).toList();
      assertThat(some.get(0).done()).as("%s", phase).isZero();
      assertThat(some)
          .as("%s", phase)
          .isSortedAccordingTo((a, b) -> Long.compare(a.done(), b.done()));
      BuildProgress last = some.get(some.size() - 1);
      if (phase != Phase.PROBE) {
        assertThat(last.done()).as("%s", phase).isEqualTo(last.total()).isPositive();
      } else {
        assertThat(last.done()).isBetween(1L, 9L);
      }
    }
    assertThat(told).contains(new BuildProgress(Phase.ASSIGN, ROWS, ROWS));
    assertThat(told).contains(new BuildProgress(Phase.TRAIN, 8, 8));
  }

  @Test
  void otherChangesTellThePhasesThatTheyHave() {
    IndexedTable.rebuild(table, 9);
    IndexedTable.append(table, RefName.MAIN, ROWS, ROWS + 50);
    index().refresh();
    assertThat(phases()).containsExactly(Phase.ASSIGN, Phase.WRITE);
    index().publish(0);
    assertThat(phases()).containsExactly(Phase.ASSIGN, Phase.WRITE, Phase.COMPARE, Phase.PROBE);
    index().compact();
    assertThat(phases()).containsExactly(Phase.ASSIGN, Phase.WRITE, Phase.COMPARE, Phase.PROBE);
  }

  @Test
  void whatTheListenerThrowsEndsTheBuildAndNothingIsCommitted() {
    ObjectId before = table.snapshot().version();
    TableIndex index =
        IndexedTable.index(table)
            .onProgress(sofar -> {
              if (sofar.phase() == Phase.ASSIGN && sofar.done() > 0) {
                throw new IllegalStateException("enough");
              }
            });
    assertThatThrownBy(() -> index.rebuild(IndexOptions.DEFAULT.withCells(9)))
        .hasMessageContaining("enough");
    assertThat(table.snapshot().version()).isEqualTo(before);
  }

  private List<Phase> phases() {
    return told.stream().map(BuildProgress::phase).distinct().toList();
  }
}
