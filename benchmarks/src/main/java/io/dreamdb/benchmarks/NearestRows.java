package io.dreamdb.benchmarks;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The rows nearest to one query, nearest first, equally near ones by number.
 *
 * @param rows their numbers
 * @param distances of them
 */
record NearestRows(int[] rows, double[] distances) {

  static final NearestRows NONE = new NearestRows(new int[0], new double[0]);

  /** Sorts; the arrays belong together. */
  static NearestRows sorted(int[] rows, double[] distances, int atMost) {
    Integer[] order = new Integer[rows.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        (a, b) ->
            distances[a] != distances[b]
                ? Double.compare(distances[a], distances[b])
                : Integer.compare(rows[a], rows[b]));
    int count = Math.min(atMost, rows.length);
    int[] nearest = new int[count];
    double[] near = new double[count];
    for (int i = 0; i < count; i++) {
      nearest[i] = rows[order[i]];
      near[i] = distances[order[i]];
    }
    return new NearestRows(nearest, near);
  }

  int count() {
    return rows.length;
  }

  /** The nearest of them. */
  NearestRows first(int atMost) {
    int some = Math.min(atMost, count());
    return new NearestRows(Arrays.copyOf(rows, some), Arrays.copyOf(distances, some));
  }

  /** The nearest of both. */
  NearestRows and(NearestRows other, int atMost) {
    int[] all = Arrays.copyOf(rows, count() + other.count());
    System.arraycopy(other.rows, 0, all, count(), other.count());
    double[] near = Arrays.copyOf(distances, all.length);
    System.arraycopy(other.distances, 0, near, count(), other.count());
    return sorted(all, near, atMost);
  }

  /** Those whose numbers pass. */
  NearestRows where(IntPredicate passes) {
    int[] some = Arrays.stream(rows).filter(passes).toArray();
    double[] near = new double[some.length];
    for (int i = 0, next = 0; i < count(); i++) {
      if (passes.test(rows[i])) {
        near[next++] = distances[i];
      }
    }
    return new NearestRows(some, near);
  }

  /** The same with other numbers. */
  NearestRows shifted(int by) {
    return new NearestRows(Arrays.stream(rows).map(row -> row + by).toArray(), distances);
  }
}
