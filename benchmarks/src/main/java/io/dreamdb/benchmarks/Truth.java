package io.dreamdb.benchmarks;

import io.dreamdb.InvalidInput;
import io.dreamdb.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The rows that should be found. Rows are numbered in the order in which they came: those of the
 * base, then those that were added.
 */
final class Truth {

  private static final double TIE = 1e-6;
  private static final double ZERO_TIE = 1e-12;
  private static final double TRUST = 1e-3;
  private static final double UNTRUSTED_AT_MOST = 0.01;
  private static final int SPARE_ROWS = 40;

  private final Metric metric;
  private final Vectors queries;
  private final int k;
  private final List<Vectors> parts = new ArrayList<>();
  private final BitSet deleted = new BitSet();
  private List<NearestRows> nearest;

  /** The truth about a base. */
  Truth(Metric metric, Vectors base, Vectors queries, int k) {
    this.metric = metric;
    this.queries = queries;
    this.k = k;
    this.nearest = BruteForce.of(metric, base, queries, k + SPARE_ROWS);
    parts.add(base);
  }

  /** The truth about a base that others found, k rows of each query. */
  Truth(Metric metric, Vectors base, Vectors queries, int k, int[][] lists) {
    this.metric = metric;
    this.queries = queries;
    this.k = k;
    this.nearest = new ArrayList<>();
    parts.add(base);
    for (int query = 0; query < queries.rows(); query++) {
      Nearness nearness = new Nearness(metric, queries.row(query));
      int[] list = lists[query];
      double[] distances =
          Arrays.stream(list).mapToDouble(row -> nearness.distance(base, row)).toArray();
      nearest.add(NearestRows.sorted(list, distances, k));
    }
  }

  /** Rows that are there. */
  int rows() {
    return allRows() - deleted.cardinality();
  }

  /** Rows that were ever there. */
  int allRows() {
    return parts.stream().mapToInt(Vectors::rows).sum();
  }

  /** The k nearest rows of each query. */
  int[][] lists() {
    return nearest.stream().map(rows -> rows.first(k).rows()).toArray(int[][]::new);
  }

  /** Adds rows, before any are deleted. */
  void add(Vectors rows) {
    if (!deleted.isEmpty()) {
      throw new IllegalStateException("the nearest rows are not known far enough any more");
    }
    int first = allRows();
    List<NearestRows> added = BruteForce.of(metric, rows, queries, k + SPARE_ROWS);
    List<NearestRows> both = new ArrayList<>();
    for (int query = 0; query < queries.rows(); query++) {
      both.add(nearest.get(query).and(added.get(query).shifted(first), k + SPARE_ROWS));
    }
    nearest = both;
    parts.add(rows);
  }

  /** Deletes rows. */
  void delete(BitSet rows) {
    deleted.or(rows);
    List<NearestRows> left = new ArrayList<>();
    for (int query = 0; query < queries.rows(); query++) {
      NearestRows some = nearest.get(query).where(row -> !deleted.get(row));
      left.add(some.count() >= Math.min(k, rows()) ? some : again(query));
    }
    nearest = left;
  }

  private NearestRows again(int query) {
    NearestRows all = NearestRows.NONE;
    int first = 0;
    for (Vectors part : parts) {
      int from = first;
      NearestRows some =
          BruteForce.plain(
              metric, part, queries.row(query), k + SPARE_ROWS, row -> !deleted.get(from + row));
      all = all.and(some.shifted(from), k + SPARE_ROWS);
      first += part.rows();
    }
    return all;
  }

  /**
   * The share of the nearest rows that were found, over all queries. A row as near as the k-th
   * counts for it; a row that is found twice counts once.
   *
   * @throws IllegalStateException if a row was found that is not there
   */
  double recall(int[][] found) {
    long hits = 0;
    for (int query = 0; query < found.length; query++) {
      hits += hits(query, found[query]);
    }
    return (double) hits / ((long) found.length * Math.min(k, rows()));
  }

  private int hits(int query, int[] found) {
    Nearness nearness = new Nearness(metric, queries.row(query));
    double limit = limit(query);
    BitSet hits = new BitSet();
    for (int row : found) {
      if (row < 0 || row >= allRows() || deleted.get(row)) {
        throw new IllegalStateException("query " + query + " found row " + row + ", not there");
      }
      if (distance(nearness, row) <= limit) {
        hits.set(row);
      }
    }
    return Math.min(hits.cardinality(), Math.min(k, rows()));
  }

  private double limit(int query) {
    double last = nearest.get(query).distances()[Math.min(k, rows()) - 1];
    return last + TIE * Math.abs(last) + ZERO_TIE;
  }

  private double distance(Nearness nearness, int row) {
    int local = row;
    for (Vectors part : parts) {
      if (local < part.rows()) {
        return nearness.distance(part, local);
      }
      local -= part.rows();
    }
    throw new IllegalArgumentException("row " + row);
  }

  /**
   * Checks another's answers: one query in a hundred may differ by more than float arithmetic does.
   *
   * @throws InvalidInput if they are not the nearest rows
   */
  void requireAgreement(int[][] others, String source) {
    int count = Math.min(k, rows());
    requireShape(others, source, count);
    List<String> wrong = new ArrayList<>();
    for (int query = 0; query < queries.rows(); query++) {
      Nearness nearness = new Nearness(metric, queries.row(query));
      double theirs = distance(nearness, others[query][count - 1]);
      double ours = nearest.get(query).distances()[count - 1];
      if (Math.abs(theirs - ours) > TRUST * Math.abs(ours) + TRUST * TRUST) {
        wrong.add(
            String.format(
                Locale.ROOT,
                "query %d has row %d, at %s %.6g, as its %d. nearest, but the %d. nearest is at %.6g",
                query,
                others[query][count - 1],
                metric,
                theirs,
                count,
                count,
                ours));
      }
    }
    if (wrong.size() > UNTRUSTED_AT_MOST * queries.rows()) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%s is not the truth of this base under %s: %d of %d queries differ; %s",
              source,
              metric,
              wrong.size(),
              queries.rows(),
              wrong.get(0)));
    }
  }

  private void requireShape(int[][] others, String source, int count) {
    if (others.length < queries.rows() || others[0].length < count) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%s has %d lists of %d rows; %d lists of %d are needed",
              source,
              others.length,
              others[0].length,
              queries.rows(),
              count));
    }
    for (int query = 0; query < queries.rows(); query++) {
      for (int row : others[query]) {
        if (row < 0 || row >= rows()) {
          throw new InvalidInput(
              source + " has row " + row + " for query " + query + "; the base has " + rows());
        }
      }
    }
  }
}
