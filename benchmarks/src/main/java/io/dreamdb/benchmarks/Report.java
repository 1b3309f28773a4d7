package io.dreamdb.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a benchmark found, as text or as a JSON object a line. One thread. */
public final class Report {

  private final String benchmark;
  private final boolean json;
  private final PrintStream out;

  Report(String benchmark, boolean json, PrintStream out) {
    this.benchmark = benchmark;
    this.json = json;
    this.out = out;
  }

  /** Says where and how it ran. */
  void machine(Machine machine, String command) {
    line("command", command);
    line("cpu", machine.cpu());
    line("cores", machine.cores());
    line("memory GiB", machine.memoryBytes() / (double) (1L << 30));
    line("system", machine.system());
    line("jdk", machine.jdk());
    line("flags", machine.flags());
    line("load average", machine.load());
    machine.versions().forEach((name, version) -> line("version of " + name, version));
  }

  /** A single fact. */
  public void line(String name, Object value) {
    if (json) {
      print(cells("benchmark", benchmark, "fact", name, "value", value));
    } else {
      out.printf(Locale.ROOT, "%-28s %s%n", name, text(value));
    }
  }

  /** Whether a goal was reached. */
  public void target(String what, String goal, Object measured, boolean met) {
    if (json) {
      Map<String, Object> target = new LinkedHashMap<>();
      target.put("benchmark", benchmark);
      target.put("target", what);
      target.put("goal", goal);
      target.put("measured", measured);
      target.put("met", met);
      print(target);
    } else {
      out.printf(
          Locale.ROOT,
          "target: %s, goal %s, measured %s: %s%n",
          what,
          goal,
          text(measured),
          met ? "met" : "MISSED");
    }
  }

  /** Begins a table. */
  public Table table(String title) {
    return new Table(title);
  }

  private void print(Map<String, Object> object) {
    StringWriter line = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(line)) {
      generator.writeStartObject();
      for (Map.Entry<String, Object> entry : object.entrySet()) {
        generator.writeFieldName(entry.getKey());
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(line);
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    switch (value) {
      case Double number -> generator.writeNumber(number);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Boolean truth -> generator.writeBoolean(truth);
      default -> generator.writeString(value.toString());
    }
  }

  private static String text(Object value) {
    return switch (value) {
      case Double number when Math.abs(number) >= 1000 ->
          String.format(Locale.ROOT, "%,.0f", number);
      case Double number when Math.abs(number) >= 100 -> String.format(Locale.ROOT, "%.0f", number);
      case Double number when Math.abs(number) >= 10 -> String.format(Locale.ROOT, "%.1f", number);
      case Double number -> String.format(Locale.ROOT, "%.2f", number);
      case Integer number -> String.format(Locale.ROOT, "%,d", number);
      case Long number -> String.format(Locale.ROOT, "%,d", number);
      default -> value.toString();
    };
  }

  /** Rows with the same columns. As text it is printed when closed, so that columns line up. */
  public final class Table implements AutoCloseable {

    private final String title;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    private Table(String title) {
      this.title = title;
    }

    /** Adds a row; cells stand in the order of the map. */
    public void row(Map<String, ?> cells) {
      if (json) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("benchmark", benchmark);
        all.put("table", title);
        all.putAll(cells);
        print(all);
      } else {
        rows.add(new LinkedHashMap<>(cells));
      }
    }

    @Override
    public void close() {
      if (json || rows.isEmpty()) {
        return;
      }
      List<String> columns = List.copyOf(rows.get(0).keySet());
      Map<String, Integer> widths = new LinkedHashMap<>();
      for (String column : columns) {
        int width = column.length();
        for (Map<String, Object> row : rows) {
          width = Math.max(width, text(row.getOrDefault(column, "")).length());
        }
        widths.put(column, width);
      }
      out.println();
      out.println(title);
      printCells(columns, widths, true);
      for (Map<String, Object> row : rows) {
        printCells(
            columns.stream().map(column -> text(row.getOrDefault(column, ""))).toList(),
            widths,
            false);
      }
    }

    private void printCells(List<String> cells, Map<String, Integer> widths, boolean isHeader) {
      StringBuilder line = new StringBuilder();
      int index = 0;
      for (int width : widths.values()) {
        String cell = cells.get(index++);
        String padding = " ".repeat(width - cell.length());
        line.append(index == 1 ? "  " + cell + padding : "  " + padding + cell);
      }
      out.println(line.toString().stripTrailing());
      if (isHeader) {
        out.println("  " + "-".repeat(line.length() - 2));
      }
    }
  }

  /** A row of a table, written as name, value, name, value. */
  public static Map<String, Object> cells(Object... namesAndValues) {
    Map<String, Object> cells = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      cells.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return cells;
  }
}
