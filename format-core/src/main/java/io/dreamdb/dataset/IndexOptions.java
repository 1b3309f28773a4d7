package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import java.util.Optional;

/**
 * How an index is built. Built from {@link #DEFAULT} by the {@code with} methods.
 *
 * @param cells how many cells; 0: as many as suit the number of rows
 * @param seed of sample, training and rotation: 0 or more
 * @param refine bits of an element of the second, finer code, which exact searches use: 0 (none), 4
 *     or 8
 * @param spill whether rows also stand in a second cell, which hard data need; empty: as a sample
 *     of the rows says
 * @param threads the most that work on it; 0: one for each processor. The result is the same
 */
public record IndexOptions(int cells, long seed, int refine, Optional<Boolean> spill, int threads) {

  /** What serves most tables. */
  public static final IndexOptions DEFAULT = new IndexOptions(0, 1, 4, Optional.empty(), 0);

  /** The most cells. */
  public static final int MAX_CELLS = 1 << 24;

  /** Checks the numbers. */
  public IndexOptions {
    if (cells < 0 || cells > MAX_CELLS) {
      throw new InvalidInput("cells is " + cells + "; expected 1 to " + MAX_CELLS);
    }
    if (seed < 0) {
      throw new InvalidInput("seed is " + seed + "; expected 0 or more");
    }
    if (refine != 0 && refine != 4 && refine != 8) {
      throw new InvalidInput("refine is " + refine + "; expected 0, 4 or 8 bits");
    }
    if (threads < 0) {
      throw new InvalidInput("threads is " + threads + "; expected 1 or more");
    }
  }

  /** The same with so many cells. */
  public IndexOptions withCells(int number) {
    return new IndexOptions(number, seed, refine, spill, threads);
  }

  /** The same from another seed. */
  public IndexOptions withSeed(long number) {
    return new IndexOptions(cells, number, refine, spill, threads);
  }

  /** The same with other bits of the second code. */
  public IndexOptions withRefine(int bits) {
    return new IndexOptions(cells, seed, bits, spill, threads);
  }

  /** The same with or without second cells, whatever the data. */
  public IndexOptions withSpill(boolean spills) {
    return new IndexOptions(cells, seed, refine, Optional.of(spills), threads);
  }

  /** The same on so many threads. */
  public IndexOptions withThreads(int number) {
    return new IndexOptions(cells, seed, refine, spill, number);
  }

  /**
   * How many cells so many rows get: one per hundred rows up to a million rows, then fewer per row,
   * 2.4 million at 10<sup>10</sup>.
   */
  static int cellsFor(long rows) {
    double cells = rows <= 1_000_000 ? rows / 100.0 : 1e4 * Math.pow(rows / 1e6, 0.597);
    return (int) Math.max(1, Math.min(MAX_CELLS, Math.round(cells)));
  }
}
