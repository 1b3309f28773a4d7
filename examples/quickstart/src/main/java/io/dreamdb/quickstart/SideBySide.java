package io.dreamdb.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answers of two engines to the same question. */
final class SideBySide {

  private final List<String> shown;
  private final List<Hit> first;
  private final List<Hit> second;

  SideBySide(List<String> shown, List<Hit> first, List<Hit> second) {
    this.shown = shown;
    this.first = first;
    this.second = second;
  }

  /** Whether both have the same rows in the same order, with the same distances to the last bit. */
  boolean agree() {
    return first.equals(second);
  }

  /** A table of both, a line for each place. */
  List<String> lines(String firstTitle, String secondTitle) {
    List<String> heading = new ArrayList<>(List.of("#"));
    heading.addAll(shown);
    heading.addAll(List.of(firstTitle, secondTitle, ""));
    TextTable table = new TextTable(heading);
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      table.add(row(i));
    }
    return table.lines();
  }

  private List<String> row(int place) {
    boolean hasFirst = place < first.size();
    boolean hasSecond = place < second.size();
    Hit hit = hasFirst ? first.get(place) : second.get(place);
    List<String> row = new ArrayList<>(List.of(String.valueOf(place + 1)));
    row.addAll(hit.shown());
    row.add(hasFirst ? distance(first.get(place)) : "no row");
    row.add(hasSecond ? distance(second.get(place)) : "no row");
    boolean isSame = hasFirst && hasSecond && first.get(place).equals(second.get(place));
    row.add(isSame ? "same" : "DIFFERENT");
    return row;
  }

  private static String distance(Hit hit) {
    return String.format(Locale.ROOT, "%.7f", hit.distance());
  }
}
