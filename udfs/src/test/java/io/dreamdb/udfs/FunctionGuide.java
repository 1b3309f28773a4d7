package io.dreamdb.udfs;

import java.util.ArrayList;
import java.util.List;

/** The sections of {@code docs/guide/functions.md}, one for each function. */
final class FunctionGuide {

  private static final int WIDTH = 100;

  private FunctionGuide() {}

  static String section(VectorFunction function) {
    List<String> lines = new ArrayList<>();
    lines.add("### " + function.sqlName());
    lines.add("");
    lines.add("```");
    function.signatures().forEach(signature -> lines.add(signature.spark()));
    lines.add("```");
    wrap(lines, function.description());
    lines.add("");
    wrap(lines, "- " + function.nullRule());
    wrap(lines, "- Errors: " + function.refusals());
    if (function.isSparks()) {
      wrap(lines, "- Spark: its own function, since 4.2; " + sameBits(function));
    }
    lines.add("");
    lines.add("```sql");
    for (FunctionExample example : function.examples()) {
      lines.add(example.spark() + ";");
      lines.add("-- " + example.result());
    }
    lines.add("```");
    return String.join("\n", lines) + "\n";
  }

  private static String sameBits(VectorFunction function) {
    return function.isAggregate()
        ? "in Trino the same arithmetic in Trino's order of rows."
        : "in Trino the same bits.";
  }

  private static void wrap(List<String> lines, String text) {
    String indent = text.startsWith("- ") ? "  " : "";
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(indent).append(word);
      } else {
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    lines.add(line.toString());
  }
}
