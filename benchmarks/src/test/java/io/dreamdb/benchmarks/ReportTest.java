package io.dreamdb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReportTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void asJsonEachRowIsAnObjectOnALine() {
    Report report = new Report("scan", true, out);
    try (Report.Table table = report.table("rates")) {
      table.row(Report.cells("what", "a \"column\"", "rate", 1.5, "rows", 7));
    }
    report.target("speed", "at least 2", 1.5, false);

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "{\"benchmark\":\"scan\",\"table\":\"rates\",\"what\":\"a \\\"column\\\"\","
                + "\"rate\":1.5,\"rows\":7}",
            "{\"benchmark\":\"scan\",\"target\":\"speed\",\"goal\":\"at least 2\","
                + "\"measured\":1.5,\"met\":false}");
  }

  @Test
  void asTextColumnsLineUp() {
    Report report = new Report("scan", false, out);
    try (Report.Table table = report.table("rates")) {
      table.row(Report.cells("what", "a", "rate", 12345.6));
      table.row(Report.cells("what", "longer", "rate", 0.5));
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "",
            "rates",
            "  what      rate",
            "  --------------",
            "  a       12,346",
            "  longer    0.50");
  }
}
