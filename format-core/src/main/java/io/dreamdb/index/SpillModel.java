package io.dreamdb.index;

import io.dreamdb.kernel.VectorArithmetic;
import java.util.Arrays;

/**
 * Whether it pays that rows stand in a second cell: by the cost of searches among the rows of a
 * sample.
 *
 * @param own how many cells a search must probe if each row stands in its own cell
 * @param either how many, if each stands in a second one too
 */
record SpillModel(int own, int either) {

  private static final int QUERIES = 128;
  private static final int NEIGHBOURS = 10;

  /** Of the neighbours that a search shall find, in thousandths. */
  private static final int RECALL = 950;

  /** Spilled rows must make a search cheaper than so many hundredths. */
  private static final int WORTH = 90;

  /** What a search costs whatever it probes, in cells that are scanned. */
  private static final int FIXED = 30;

  /** Among fewer cells there is nothing to save. */
  private static final int LEAST_CELLS = 64;

  /** More probes than this count alike. */
  private static final int MAX_PROBES = 512;

  /** Whether a search takes less for recall 0.95, although cells have twice as many rows. */
  boolean favoursSpilling() {
    return (FIXED + 2L * either) * 100 <= (FIXED + (long) own) * WORTH;
  }

  /**
   * Measures.
   *
   * @param points index vectors less the mean, in random order; the last ones are the queries
   */
  static SpillModel of(float[] points, int count, Cells cells, Workers workers) {
    int queries = Math.min(QUERIES, count / 4);
    if (queries < NEIGHBOURS || cells.count() < LEAST_CELLS) {
      return new SpillModel(1, 1);
    }
    int dimension = cells.dimension();
    int[] neighbours = new int[queries * NEIGHBOURS];
    nearestPoints(points, count, dimension, queries, neighbours, workers);
    int[] own = new int[queries * NEIGHBOURS];
    int[] either = new int[queries * NEIGHBOURS];
    workers.each(
        queries,
        q -> {
          int[] rank = ranks(points, (count - queries + q) * dimension, cells);
          float[] found = new float[NEIGHBOURS * dimension];
          for (int n = 0; n < NEIGHBOURS; n++) {
            int from = neighbours[q * NEIGHBOURS + n] * dimension;
            System.arraycopy(points, from, found, n * dimension, dimension);
          }
          int[] first = new int[NEIGHBOURS];
          int[] second = new int[NEIGHBOURS];
          cells.assign(found, NEIGHBOURS, first, second);
          for (int n = 0; n < NEIGHBOURS; n++) {
            int at = q * NEIGHBOURS + n;
            own[at] = rank[first[n]];
            either[at] = second[n] < 0 ? own[at] : Math.min(own[at], rank[second[n]]);
          }
        });
    return new SpillModel(probes(own), probes(either));
  }

  /** The nearest other points of each query, which is one of the last points. */
  private static void nearestPoints(
      float[] points, int count, int dimension, int queries, int[] out, Workers workers) {
    int first = (count - queries) * dimension;
    Nearest all = new Nearest(Arrays.copyOfRange(points, first, count * dimension), dimension);
    float[] norms = new float[count];
    VectorArithmetic.squaredNorms(dimension, points, 0, count, norms);
    int piece = 512;
    int pieces = (count + piece - 1) / piece;
    Nearest.Few[][] found = new Nearest.Few[pieces][queries];
    workers.each(
        pieces,
        part -> {
          int from = part * piece;
          int rows = Math.min(piece, count - from);
          float[] scores = new float[rows * queries];
          all.scores(points, from * dimension, rows, scores);
          float[] column = new float[rows];
          for (int q = 0; q < queries; q++) {
            for (int p = 0; p < rows; p++) {
              // |x|² / 2 − x·q: the score has the query's half norm instead
              boolean self = from + p == count - queries + q;
              column[p] =
                  self
                      ? Float.POSITIVE_INFINITY
                      : scores[p * queries + q] + 0.5f * norms[from + p] - all.halfNorm(q);
            }
            found[part][q] = new Nearest.Few(NEIGHBOURS);
            found[part][q].addAll(column, 0, rows, from);
          }
        });
    for (int q = 0; q < queries; q++) {
      Nearest.Few best = new Nearest.Few(NEIGHBOURS);
      for (Nearest.Few[] part : found) {
        best.addAll(part[q]);
      }
      System.arraycopy(best.numbers, 0, out, q * NEIGHBOURS, best.size);
    }
  }

  /** The place of each cell in the order in which a search would probe them. */
  private static int[] ranks(float[] points, int offset, Cells cells) {
    float[] query = Arrays.copyOfRange(points, offset, offset + cells.dimension());
    int most = Math.min(cells.count(), MAX_PROBES);
    Nearest.Few nearest = cells.nearest(query, 1, most)[0];
    int[] rank = new int[cells.count()];
    Arrays.fill(rank, most);
    for (int i = 0; i < nearest.size; i++) {
      rank[nearest.numbers[i]] = i;
    }
    return rank;
  }

  /** So many cells contain the wanted part of the neighbours. */
  private static int probes(int[] ranks) {
    int[] sorted = ranks.clone();
    Arrays.sort(sorted);
    return sorted[(int) ((long) (sorted.length - 1) * RECALL / 1_000)] + 1;
  }
}
