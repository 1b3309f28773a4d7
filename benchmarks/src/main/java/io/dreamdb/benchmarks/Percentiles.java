package io.dreamdb.benchmarks;

import java.util.Collection;

/** Numbers in ascending order. */
public final class Percentiles {

  private final long[] sorted;

  private Percentiles(long[] sorted) {
    this.sorted = sorted;
  }

  /** Of at least one number. */
  public static Percentiles of(Collection<Long> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("there are no numbers");
    }
    return new Percentiles(numbers.stream().mapToLong(Long::longValue).sorted().toArray());
  }

  /** The smallest number that {@code percent} percent of the numbers do not exceed. */
  public long at(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  /** The middle. */
  public long median() {
    return at(50);
  }

  long max() {
    return sorted[sorted.length - 1];
  }

  double mean() {
    double sum = 0;
    for (long number : sorted) {
      sum += number;
    }
    return sum / sorted.length;
  }
}
