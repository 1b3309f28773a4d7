package io.dreamdb.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What the user sees: numbered steps with their times, and what happens in each. */
final class Console {

  private static final String INDENT = "      ";

  private final PrintStream out;
  private final int steps;
  private final long startNanos = System.nanoTime();
  private int step;

  Console(PrintStream out, int steps) {
    this.out = out;
    this.steps = steps;
  }

  /** Runs a step: its title before, its time after. */
  <T> T step(String title, Supplier<T> work) {
    step++;
    out.println();
    out.println(String.format(Locale.ROOT, "%2d/%d  %s", step, steps, title));
    long start = System.nanoTime();
    T result = work.get();
    out.println(INDENT + "-> " + seconds(System.nanoTime() - start));
    return result;
  }

  /** Runs a step that has no result. */
  void step(String title, Runnable work) {
    step(
        title,
        () -> {
          work.run();
          return title;
        });
  }

  void line(String text) {
    text.lines().forEach(line -> out.println(INDENT + line));
  }

  void lines(List<String> lines) {
    lines.forEach(this::line);
  }

  /** A statement as it is sent to an engine. */
  void statement(Engine engine, String sql) {
    String prompt = engine.title().toLowerCase(Locale.ROOT) + "> ";
    String[] lines = sql.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      out.println(INDENT + (i == 0 ? prompt : " ".repeat(prompt.length())) + lines[i]);
    }
  }

  /** The end: below the steps, not indented. */
  void ending(List<String> lines) {
    out.println();
    lines.forEach(out::println);
  }

  String sinceStart() {
    return seconds(System.nanoTime() - startNanos);
  }

  static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", Duration.ofNanos(nanos).toMillis() / 1000.0);
  }
}
