package io.dreamdb.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/** Says now and then how far long work is. For one thread at a time. */
final class ProgressLine {

  private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();

  private final PrintWriter err;
  private long next = System.nanoTime() + EVERY_NANOS;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  /** Writes a line, unless the last one was a moment ago. */
  void show(Supplier<String> sofar) {
    long now = System.nanoTime();
    if (now - next >= 0) {
      next = now + EVERY_NANOS;
      err.println("dreamdb: so far " + sofar.get());
      err.flush();
    }
  }
}
