package io.dreamdb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

  @Test
  void aPercentileIsTheSmallestNumberThatSoManyDoNotExceed() {
    Percentiles hundred = Percentiles.of(LongStream.rangeClosed(1, 100).boxed().toList());

    assertThat(hundred.median()).isEqualTo(50);
    assertThat(hundred.at(99)).isEqualTo(99);
    assertThat(hundred.at(0)).isEqualTo(1);
    assertThat(hundred.max()).isEqualTo(100);
    assertThat(hundred.mean()).isEqualTo(50.5);
  }

  @Test
  void theOrderOfTheNumbersDoesNotMatter() {
    assertThat(Percentiles.of(List.of(9L, 1L, 5L)).median()).isEqualTo(5);
  }

  @Test
  void noNumbersHaveNoPercentiles() {
    assertThatThrownBy(() -> Percentiles.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
