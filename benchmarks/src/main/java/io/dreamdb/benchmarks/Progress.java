package io.dreamdb.benchmarks;

import java.util.Locale;

/** Tells a person on stderr how far a long run is. */
final class Progress {

  private Progress() {}

  static void say(String format, Object... arguments) {
    System.err.println(String.format(Locale.ROOT, format, arguments));
  }

  /** Seconds since that {@link System#nanoTime}. */
  static double since(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}
