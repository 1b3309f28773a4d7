package io.dreamdb.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, each column as wide as its widest cell; numbers stand to the right. */
final class TextTable {

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  void add(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
  }

  void print(Output out) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    boolean[] numbers = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      numbers[column] = rows.size() > 1;
      for (int row = 0; row < rows.size(); row++) {
        String cell = rows.get(row).get(column);
        widths[column] = Math.max(widths[column], cell.length());
        numbers[column] &= row == 0 || !cell.isEmpty() && cell.chars().allMatch(Character::isDigit);
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String pad = " ".repeat(widths[column] - row.get(column).length());
        line.append(column == 0 ? "" : "  ");
        line.append(numbers[column] ? pad + row.get(column) : row.get(column) + pad);
      }
      out.line(line.toString().stripTrailing());
    }
  }
}
