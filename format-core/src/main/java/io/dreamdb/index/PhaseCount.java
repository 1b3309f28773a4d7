package io.dreamdb.index;

import java.util.function.Consumer;

/** Counts what is done of one phase, and tells a listener each time. Safe for many threads. */
final class PhaseCount {

  private final Consumer<BuildProgress> listener;
  private final BuildProgress.Phase phase;
  private final long total;
  private long done;

  /** Begins a phase. */
  PhaseCount(Consumer<BuildProgress> listener, BuildProgress.Phase phase, long total) {
    this.listener = listener;
    this.phase = phase;
    this.total = total;
    add(0);
  }

  synchronized void add(long more) {
    done += more;
    listener.accept(new BuildProgress(phase, done, total));
  }
}
