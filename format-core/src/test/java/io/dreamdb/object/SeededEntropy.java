package io.dreamdb.object;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** The same nonces and times in each run: the clock moves on by one second at each look. */
public final class SeededEntropy implements Entropy {

  /** 2026-01-01T00:00:00Z. */
  public static final long START_NANOS = 1_767_225_600_000_000_000L;

  private final Random random;
  private final AtomicLong now = new AtomicLong(START_NANOS);

  /** Begins at {@link #START_NANOS}. */
  public SeededEntropy(long seed) {
    this.random = new Random(seed);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public long nowNanos() {
    return now.getAndAdd(1_000_000_000L);
  }
}
