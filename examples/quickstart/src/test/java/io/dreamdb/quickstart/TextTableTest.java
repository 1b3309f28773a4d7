package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {

  @Test
  void columnsAreAsWideAsTheirWidestValue() {
    TextTable table = new TextTable(List.of("a", "longer", ""));
    table.add(List.of("value", "x", "same"));
    table.add(List.of("§ 1", "two\n lines", "same"));
    assertThat(table.lines())
        .containsExactly(
            "a      longer",
            "-----  ---------  ----",
            "value  x          same",
            "§ 1    two lines  same");
  }

  @Test
  void longValuesAreClippedAndMarked() {
    TextTable table = new TextTable(List.of("a"));
    table.add(List.of("x".repeat(48)));
    table.add(List.of("x".repeat(49)));
    assertThat(table.lines().get(2)).isEqualTo("x".repeat(48));
    assertThat(table.lines().get(3)).isEqualTo("x".repeat(47) + "…");
  }
}
