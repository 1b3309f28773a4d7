package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import java.util.Optional;

/**
 * What is searched, and for what.
 *
 * @param lists the nearest rows of each query as a file gives them, if one does
 * @param source of the lists
 */
record AnnData(
    Metric metric, Vectors base, Vectors queries, int k, Optional<int[][]> lists, String source) {

  /**
   * Computes what should be found.
   *
   * @throws io.dreamdb.InvalidInput if the lists of a file say otherwise
   */
  Truth truth() {
    long start = System.nanoTime();
    Truth truth = new Truth(metric, base, queries, k);
    lists.ifPresent(others -> truth.requireAgreement(others, source));
    Progress.say("the nearest rows of %d queries: %.1f s", queries.rows(), Progress.since(start));
    return truth;
  }

  /** Takes the lists of the file, which must be there and right, for what should be found. */
  Truth givenTruth() {
    return new Truth(metric, base, queries, k, lists.orElseThrow());
  }
}
