package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The true nearest rows, by arithmetic of its own, so that nothing measured takes part in its own
 * verdict. Float sums over many queries at once choose candidates; those are compared in double. A
 * query for which the error of the float sums could have lost a row is done again in double alone.
 */
final class BruteForce {

  private static final int QUERIES_AT_ONCE = 256;
  private static final int SPARE_CANDIDATES = 64;
  private static final double FLOAT_ROUNDING = 0x1p-23;

  private final Metric metric;
  private final Vectors rows;
  private final Vectors queries;
  private final int depth;
  private final double[] lengths; // [rows]
  private final double longest;

  private BruteForce(Metric metric, Vectors rows, Vectors queries, int depth) {
    this.metric = metric;
    this.rows = rows;
    this.queries = queries;
    this.depth = depth;
    this.lengths =
        IntStream.range(0, rows.rows())
            .parallel()
            .mapToDouble(row -> Math.sqrt(rows.squaredLength(row)))
            .toArray();
    this.longest = Arrays.stream(lengths).max().orElse(0);
  }

  /** The {@code depth} nearest rows of each query, or all if there are fewer. */
  static List<NearestRows> of(Metric metric, Vectors rows, Vectors queries, int depth) {
    BruteForce search = new BruteForce(metric, rows, queries, depth);
    List<NearestRows> all = new ArrayList<>();
    for (int first = 0; first < queries.rows(); first += QUERIES_AT_ONCE) {
      all.addAll(search.block(first, Math.min(QUERIES_AT_ONCE, queries.rows() - first)));
    }
    return all;
  }

  /** The nearest rows of one query among those that pass, in double alone. */
  static NearestRows plain(
      Metric metric, Vectors rows, float[] query, int depth, IntPredicate passes) {
    Nearness nearness = new Nearness(metric, query);
    int[] some = IntStream.range(0, rows.rows()).filter(passes).toArray();
    double[] near =
        Arrays.stream(some).parallel().mapToDouble(row -> nearness.distance(rows, row)).toArray();
    if (some.length > depth) {
      double[] inOrder = near.clone();
      Arrays.parallelSort(inOrder);
      double last = inOrder[depth - 1];
      int ties = depth - (int) Arrays.stream(inOrder, 0, depth).filter(d -> d < last).count();
      int[] nearest =
          IntStream.concat(
                  IntStream.range(0, some.length).filter(i -> near[i] < last),
                  IntStream.range(0, some.length).filter(i -> near[i] == last).limit(ties))
              .toArray();
      return NearestRows.sorted(
          Arrays.stream(nearest).map(i -> some[i]).toArray(),
          Arrays.stream(nearest).mapToDouble(i -> near[i]).toArray(),
          depth);
    }
    return NearestRows.sorted(some, near, depth);
  }

  private List<NearestRows> block(int firstQuery, int count) {
    float[] elements = new float[rows.dimension() * count]; // element by element, so that the
    for (int i = 0; i < rows.dimension(); i++) { // compiler makes vector code of the loop
      for (int query = 0; query < count; query++) {
        elements[i * count + query] = queries.at(firstQuery + query, i);
      }
    }
    int parts = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), rows.rows()));
    List<Candidates[]> found =
        IntStream.range(0, parts)
            .parallel()
            .mapToObj(part -> candidates(elements, count, from(part, parts), from(part + 1, parts)))
            .toList();
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(
            query -> decide(firstQuery + query, found.stream().map(part -> part[query]).toList()))
        .toList();
  }

  private int from(int part, int parts) {
    return (int) ((long) rows.rows() * part / parts);
  }

  private Candidates[] candidates(float[] elements, int count, int from, int to) {
    Candidates[] all = new Candidates[count];
    Arrays.setAll(all, query -> new Candidates(2 * depth + SPARE_CANDIDATES));
    float[] dots = new float[count];
    for (int row = from; row < to; row++) {
      dots(elements, row, dots);
      for (int query = 0; query < count; query++) {
        all[query].offer(row, score(row, dots[query]));
      }
    }
    return all;
  }

  private void dots(float[] elements, int row, float[] dots) {
    int count = dots.length;
    Arrays.fill(dots, 0);
    int i = 0;
    for (; i + 4 <= rows.dimension(); i += 4) {
      addFour(elements, i * count, row, i, dots);
    }
    for (; i < rows.dimension(); i++) {
      float value = rows.at(row, i);
      int at = i * count;
      for (int query = 0; query < count; query++) {
        dots[query] += value * elements[at + query];
      }
    }
  }

  private void addFour(float[] elements, int at, int row, int i, float[] dots) {
    int count = dots.length;
    float value0 = rows.at(row, i);
    float value1 = rows.at(row, i + 1);
    float value2 = rows.at(row, i + 2);
    float value3 = rows.at(row, i + 3);
    for (int query = 0; query < count; query++) {
      dots[query] +=
          value0 * elements[at + query]
              + value1 * elements[at + count + query]
              + value2 * elements[at + 2 * count + query]
              + value3 * elements[at + 3 * count + query];
    }
  }

  /** A number that orders rows by distance. */
  private double score(int row, double dot) {
    return switch (metric) {
      case L2 -> lengths[row] * lengths[row] - 2 * dot;
      case IP -> -dot;
      case COSINE -> -dot / lengths[row];
    };
  }

  private NearestRows decide(int query, List<Candidates> parts) {
    float[] vector = queries.row(query);
    Nearness nearness = new Nearness(metric, vector);
    int[] some = parts.stream().flatMapToInt(Candidates::rows).toArray();
    double[] near = Arrays.stream(some).mapToDouble(row -> nearness.distance(rows, row)).toArray();
    NearestRows nearest = NearestRows.sorted(some, near, depth);
    double scale = metric == Metric.COSINE ? 1 : longest;
    // Each sum of n float products is off by at most n roundings of the sum of their sizes.
    double error = 2 * (rows.dimension() + 4) * FLOAT_ROUNDING * scale * nearness.queryLength();
    int last = nearest.rows()[nearest.count() - 1];
    double worst = score(last, rows.dot(last, vector));
    boolean certain = parts.stream().allMatch(part -> part.lost() - error > worst);
    return certain ? nearest : plain(metric, rows, vector, depth, row -> true);
  }

  /** The rows with the smallest scores: a heap with the largest at its root. */
  private static final class Candidates {

    private final int[] rows;
    private final double[] scores;
    private int size;

    Candidates(int capacity) {
      rows = new int[capacity];
      scores = new double[capacity];
    }

    /** The smallest score that a row may have that is not here. */
    double lost() {
      return size < rows.length ? Double.POSITIVE_INFINITY : scores[0];
    }

    IntStream rows() {
      return Arrays.stream(rows, 0, size);
    }

    void offer(int row, double score) {
      if (size < rows.length) {
        rise(size++, row, score);
      } else if (score < scores[0]) {
        sink(row, score);
      }
    }

    private void rise(int from, int row, double score) {
      int at = from;
      for (int parent; at > 0 && scores[parent = (at - 1) / 2] < score; at = parent) {
        put(at, rows[parent], scores[parent]);
      }
      put(at, row, score);
    }

    private void sink(int row, double score) {
      int at = 0;
      for (int child; (child = 2 * at + 1) < size; at = child) {
        if (child + 1 < size && scores[child + 1] > scores[child]) {
          child++;
        }
        if (scores[child] <= score) {
          break;
        }
        put(at, rows[child], scores[child]);
      }
      put(at, row, score);
    }

    private void put(int at, int row, double score) {
      rows[at] = row;
      scores[at] = score;
    }
  }
}
