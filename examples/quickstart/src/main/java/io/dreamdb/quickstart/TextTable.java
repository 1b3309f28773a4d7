package io.dreamdb.quickstart;

import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, in columns as wide as their widest value. */
final class TextTable {

  private static final int WIDEST = 48;

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> heading) {
    add(heading);
  }

  void add(List<String> row) {
    rows.add(row.stream().map(TextTable::clipped).toList());
  }

  /** A value as a cell shows it: on one line, and no longer than fits. */
  static String clipped(String value) {
    String line = value.replaceAll("\\s+", " ");
    if (line.codePointCount(0, line.length()) <= WIDEST) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, WIDEST - 1)) + "…";
  }

  /** The lines, the second a rule; none ends in blanks. */
  List<String> lines() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(line(row, widths));
      if (lines.size() == 1) {
        List<String> rule = new ArrayList<>();
        for (int width : widths) {
          rule.add("-".repeat(width));
        }
        lines.add(line(rule, widths));
      }
    }
    return lines;
  }

  private static int width(String value) {
    return value.codePointCount(0, value.length());
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : "  ").append(row.get(i));
      line.append(" ".repeat(widths[i] - width(row.get(i))));
    }
    return line.toString().stripTrailing();
  }
}
