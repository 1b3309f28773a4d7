package io.dreamdb.dataset;

import io.dreamdb.StoreUnavailable;
import io.dreamdb.object.RefName;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the committers of one process move a ref one after the other, in the order in which they
 * came: only one of those that race can win, and the others would do their work for nothing.
 *
 * <p>It is a courtesy, which nothing relies on: other processes do not know of it, and nobody waits
 * longer than {@link #PATIENCE} for a commit that takes its time. Safe for many threads.
 */
final class Turns {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LOCKS = 64;

  /** Refs that share one wait for each other, which does no harm. */
  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  Turns() {
    Arrays.setAll(locks, i -> new ReentrantLock(true));
  }

  /**
   * The right to try, until it is closed.
   *
   * @param held whether it is alone; not so who lost patience
   * @param waited whether others may have tried meanwhile
   */
  record Turn(ReentrantLock lock, boolean held, boolean waited) implements AutoCloseable {

    @Override
    public void close() {
      if (held) {
        lock.unlock();
      }
    }
  }

  /** Waits for the turn on a ref of the space at that location. */
  Turn take(String location, RefName ref) {
    ReentrantLock lock = locks[Math.floorMod(31 * location.hashCode() + ref.hashCode(), LOCKS)];
    if (!lock.hasQueuedThreads() && lock.tryLock()) {
      return new Turn(lock, true, false);
    }
    try {
      boolean held = lock.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      return new Turn(lock, held, true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("Interrupted while waiting for other commits", e);
    }
  }
}
