package io.dreamdb.integration;

import java.util.Random;

/** The seed of a random test: {@code -Ddreamdb.test.seed=N} repeats a run. */
record Seed(long value) {

  private static final String PROPERTY = "dreamdb.test.seed";

  static Seed choose() {
    return new Seed(Long.getLong(PROPERTY, System.nanoTime() & 0xffff_ffffL));
  }

  Random random() {
    return new Random(value);
  }

  @Override
  public String toString() {
    return "rerun with -D" + PROPERTY + "=" + value;
  }
}
