package io.dreamdb.dataset;

/**
 * What searches find that probe so many cells of an index, as {@link Snapshot#evaluateIndex}
 * measured it on rows of the table. But for the time, the same version gives the same numbers.
 *
 * @param probes cells to begin with
 * @param recall the share of the true nearest rows that were found: rows as near as these count too
 * @param p50Micros half of the searches took no longer: wall-clock time in microseconds
 * @param rows vectors that a search compared, on average
 * @param bytes of codes and vectors that a search read, on average
 */
public record EvaluatedProbes(
    int probes, double recall, double p50Micros, double rows, double bytes) {}
