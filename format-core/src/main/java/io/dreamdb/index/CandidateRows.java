package io.dreamdb.index;

/**
 * The rows of one version as one search needs them: what an index proposes is looked up here. For
 * one thread.
 */
public interface CandidateRows {

  /**
   * Keeps the rows that are live, match the search's filter and have a vector.
   *
   * @param anchors the rows; those that stay move to the front, in their order
   * @return how many stay
   */
  int keep(long[] anchors, int count);

  /**
   * The distances of the first {@code count} rows that the last {@link #keep} kept, in the format's
   * arithmetic.
   */
  void distances(int count, float[] out);
}
