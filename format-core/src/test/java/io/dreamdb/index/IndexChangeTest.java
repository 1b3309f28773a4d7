package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IndexChangeTest {

  private static final long LANE = 5L << 41;

  private final Space space = new Space();
  private final IndexView view = new IndexView(space.reader, 8);

  @Test
  void coverageIsMaximalRunsWhateverTheOrder() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      BitSet model = new BitSet();
      IndexTrack track = empty();
      for (int slices = 0; slices < 4; slices++) {
        IndexChange change = new IndexChange(space.reader, space.writer, track);
        for (int i = 0; i < 15; i++) {
          int first = random.nextInt(300);
          int count = random.nextInt(1, 40);
          AnchorRun run = new AnchorRun(LANE + first, count);
          if (random.nextInt(3) > 0) {
            change.cover(run);
            model.set(first, first + count);
          } else {
            change.uncover(run);
            model.clear(first, first + count);
          }
        }
        track = change.finish().track();
      }
      assertThat(coverage(track)).as("seed %d", seed).isEqualTo(runs(model));
      assertThat(view.coveredRows(track)).isEqualTo(model.cardinality());
    }
  }

  @Test
  void runsOfTwoLanesDoNotJoin() {
    IndexChange change = new IndexChange(space.reader, space.writer, empty());
    AnchorRun last = new AnchorRun(LANE - 10, 10);
    AnchorRun first = new AnchorRun(LANE, 10);
    change.cover(first);
    change.cover(last);
    assertThat(coverage(change.finish().track())).containsExactly(last, first);
  }

  @Test
  void theSameCoverageGivesTheSameTrack() {
    IndexChange ascending = new IndexChange(space.reader, space.writer, empty());
    IndexChange descending = new IndexChange(space.reader, space.writer, empty());
    int runs = 3 * IndexChange.SLICE;
    for (int i = 0; i < runs; i++) {
      ascending.cover(new AnchorRun(LANE + 10L * i, 5));
      descending.cover(new AnchorRun(LANE + 10L * (runs - 1 - i), 5));
    }
    StoredIndex stored = ascending.finish();
    assertThat(stored).isEqualTo(descending.finish());
    assertThat(view.coveredRows(stored.track())).isEqualTo(5L * runs);
    assertThat(view.covering(stored.track(), LANE + 14)).contains(new AnchorRun(LANE + 10, 5));
    assertThat(view.covering(stored.track(), LANE + 15)).isEmpty();
    List<AnchorRun> some = new ArrayList<>();
    view.coverage(stored.track(), LANE + 14, LANE + 20).forEachRemaining(some::add);
    assertThat(some).containsExactly(new AnchorRun(LANE + 10, 5), new AnchorRun(LANE + 20, 5));
  }

  @Test
  void packsComeInTheOrderOfTheirCells() {
    IndexChange change = new IndexChange(space.reader, space.writer, empty());
    change.put(GoldenIndex.entry(0));
    change.put(GoldenIndex.entry(1));
    StoredIndex both = change.finish();
    assertThat(packs(both.track())).containsExactly(GoldenIndex.entry(1), GoldenIndex.entry(0));
    IndexTrack read = view.track(both.ref());
    assertThat(read).isEqualTo(both.track());
    IndexChange removal = new IndexChange(space.reader, space.writer, read);
    removal.remove(GoldenIndex.entry(1));
    IndexTrack one = removal.finish().track();
    assertThat(packs(one)).containsExactly(GoldenIndex.entry(0));
    List<PackDifference> differences = new ArrayList<>();
    view.packDifferences(one, read).forEachRemaining(differences::add);
    assertThat(differences).containsExactly(new PackDifference(null, GoldenIndex.entry(1)));
  }

  private IndexTrack empty() {
    return IndexTrack.empty(8, Space.ref("spatial", 0, 200), Space.ref("compressor", 0, 99));
  }

  private List<AnchorRun> coverage(IndexTrack track) {
    List<AnchorRun> runs = new ArrayList<>();
    view.coverage(track).forEachRemaining(runs::add);
    return runs;
  }

  private List<PackEntry> packs(IndexTrack track) {
    List<PackEntry> packs = new ArrayList<>();
    view.packs(track).forEachRemaining(packs::add);
    return packs;
  }

  private static List<AnchorRun> runs(BitSet model) {
    List<AnchorRun> runs = new ArrayList<>();
    for (int first = model.nextSetBit(0); first >= 0; ) {
      int end = model.nextClearBit(first);
      runs.add(new AnchorRun(LANE + first, end - first));
      first = model.nextSetBit(end);
    }
    return runs;
  }
}
