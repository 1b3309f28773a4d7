package io.dreamdb.kernel;

/** The loop of {@link Smallest}. */
interface SelectionLoop {

  /** As {@link Smallest#select}, of arguments that were checked. */
  int select(float[] values, int count, int r, int[] out);
}
