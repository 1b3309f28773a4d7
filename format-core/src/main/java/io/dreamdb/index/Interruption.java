package io.dreamdb.index;

import io.dreamdb.StoreUnavailable;

/** How long work on an index or a search ends when its thread is interrupted. */
public final class Interruption {

  private Interruption() {}

  /**
   * Throws if the thread was interrupted; its flag stays set.
   *
   * @throws StoreUnavailable saying so
   */
  public static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new StoreUnavailable("The search was interrupted", new InterruptedException());
    }
  }
}
