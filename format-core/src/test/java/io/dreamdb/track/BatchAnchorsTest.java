package io.dreamdb.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAnchorsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void rankAndSelectAreThoseOfAPlainArray(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      long[] plain = Space.ascending(random, 1 + random.nextInt(200));
      BatchAnchors anchors = BatchAnchors.of(AnchorRuns.of(plain));
      assertThat(anchors.rows()).isEqualTo(plain.length);
      for (int i = 0; i < plain.length; i++) {
        assertThat(anchors.anchor(i)).as("seed %d", seed).isEqualTo(plain[i]);
      }
      for (long anchor = 0; anchor < plain[plain.length - 1] + 3; anchor++) {
        int at = Arrays.binarySearch(plain, anchor);
        assertThat(anchors.offset(anchor)).isEqualTo(Math.max(at, -1));
        assertThat(anchors.rank(anchor)).isEqualTo(at >= 0 ? at : -at - 1);
      }
      int from = random.nextInt(plain.length);
      long[] copy = new long[plain.length - from];
      anchors.copyTo(from, copy.length, copy);
      assertThat(copy).isEqualTo(Arrays.copyOfRange(plain, from, plain.length));
    }
  }

  @Test
  void aRunIsAsIfItHadBeenWrittenOut() {
    BatchAnchors run = BatchAnchors.run(1_000, 10);
    assertThat(run.runs()).isEqualTo(1);
    assertThat(run.anchor(9)).isEqualTo(1_009);
    assertThat(run.offset(1_010)).isEqualTo(-1);
    assertThat(run.offset(999)).isEqualTo(-1);
    assertThat(run.rank(5_000)).isEqualTo(10);
    assertThatThrownBy(() -> run.requireOffset(77)).hasMessageContaining("anchor 77");
  }
}
