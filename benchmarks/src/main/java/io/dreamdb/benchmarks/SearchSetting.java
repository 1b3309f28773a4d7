package io.dreamdb.benchmarks;

/** How much a search of an index does. */
sealed interface SearchSetting {

  /**
   * Chosen by hand.
   *
   * @param nprobe cells that are looked at
   * @param refine candidates whose exact distance is computed
   */
  record Probes(int nprobe, int refine) implements SearchSetting {}

  /**
   * Chosen by the index's calibration.
   *
   * @param recall that is asked for
   */
  record Calibrated(double recall) implements SearchSetting {}

  /** The true nearest rows. */
  record Exact() implements SearchSetting {}
}
