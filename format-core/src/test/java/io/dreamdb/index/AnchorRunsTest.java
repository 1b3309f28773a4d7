package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnchorRunsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 100, 10_000})
  void referencesAndAnchorsLeadToEachOther(int count) {
    for (int gap : new int[] {1, 2, 1_000}) {
      long[] anchors = scattered(count, gap);
      AnchorRuns runs = AnchorRuns.of(anchors, count);
      for (int row = 0; row < count; row++) {
        assertThat(runs.anchor(row)).isEqualTo(anchors[row]);
        assertThat(runs.reference(anchors[row])).isEqualTo(row);
      }
    }
  }

  private static long[] scattered(int count, int gap) {
    Random random = new Random(count);
    long[] anchors = new long[count];
    long next = random.nextInt(100);
    for (int row = 0; row < count; row++) {
      anchors[row] = next;
      next += 1 + random.nextInt(gap);
    }
    return anchors;
  }

  @Test
  void aLongRunAmongManyShortOnesIsFound() {
    long[] anchors = new long[30_000];
    Arrays.setAll(anchors, row -> row < 5_000 ? 2L * row : row < 25_000 ? 5_001L + row : 2L * row);
    AnchorRuns runs = AnchorRuns.of(anchors, anchors.length);
    assertThat(runs.runs()).isLessThan(10_002);
    for (int row = 0; row < anchors.length; row++) {
      assertThat(runs.anchor(row)).isEqualTo(anchors[row]);
    }
  }

  @Test
  void oneRunOfAllAnchorsOfALaneIsFound() {
    AnchorRuns runs = AnchorRuns.of(new AnchorRun(0, 1L << 40));
    assertThat(runs.anchor((1L << 40) - 1)).isEqualTo((1L << 40) - 1);
    assertThat(runs.anchor(0)).isZero();
  }
}
