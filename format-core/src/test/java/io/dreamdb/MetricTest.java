package io.dreamdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {

  @ParameterizedTest
  @EnumSource(Metric.class)
  void parsesTheNameItWrites(Metric metric) {
    assertThat(Metric.parse(metric.text())).isEqualTo(metric);
    assertThat(Metric.parse(metric.name())).isEqualTo(metric);
    assertThat(metric).hasToString(metric.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "euclidean", "cosine ", "dot"})
  void refusesAnyOtherName(String text) {
    assertThatThrownBy(() -> Metric.parse(text))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("l2, cosine or ip");
  }

  @Test
  void theNamesAreThoseOfTheFormat() {
    assertThat(Metric.values()).extracting(Metric::text).containsExactly("l2", "cosine", "ip");
  }
}
