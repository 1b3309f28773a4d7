package io.dreamdb.index;

import java.util.function.Consumer;

/**
 * How an index is built; none of it changes what comes out.
 *
 * @param threads how many work at once, 1 or more
 * @param listener is told how far it is, on the threads that work, by one at a time; what it throws
 *     ends the build
 */
public record BuildWork(int threads, Consumer<BuildProgress> listener) {

  public BuildWork {
    Decoding.require(threads >= 1, threads + " threads");
  }

  /** Tells nobody. */
  public BuildWork(int threads) {
    this(threads, progress -> {});
  }
}
