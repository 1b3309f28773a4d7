package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SideBySideTest {

  private static final Hit NEAR = new Hit(List.of("near"), 7, 0.25);
  private static final Hit FAR = new Hit(List.of("far"), 8, 0.5);

  @Test
  void equalAnswersAgree() {
    SideBySide answers = new SideBySide(List.of("name"), List.of(NEAR, FAR), List.of(NEAR, FAR));
    assertThat(answers.agree()).isTrue();
    assertThat(answers.lines("Spark", "Trino"))
        .containsExactly(
            "#  name  Spark      Trino",
            "-  ----  ---------  ---------  ----",
            "1  near  0.2500000  0.2500000  same",
            "2  far   0.5000000  0.5000000  same");
  }

  @Test
  void aDistanceThatDiffersInItsLastBitIsADifference() {
    Hit close = new Hit(List.of("near"), 7, Math.nextUp(0.25));
    SideBySide answers = new SideBySide(List.of("name"), List.of(NEAR), List.of(close));
    assertThat(answers.agree()).isFalse();
    assertThat(answers.lines("a", "b").get(2)).endsWith("DIFFERENT");
  }

  @Test
  void aMissingRowIsADifference() {
    SideBySide answers = new SideBySide(List.of("name"), List.of(NEAR, FAR), List.of(NEAR));
    assertThat(answers.agree()).isFalse();
    assertThat(answers.lines("a", "b").get(3)).contains("no row").endsWith("DIFFERENT");
  }
}
