package io.dreamdb.index;

import io.dreamdb.kernel.Panels;
import io.dreamdb.kernel.VectorArithmetic;
import java.util.Arrays;

/**
 * Finds the nearest of a set of centres for many points at once: the one of the smallest {@code
 * |c|² / 2 − x·c}, of equal ones the one of the smallest number. Immutable.
 */
final class Nearest {

  private static final int POINTS = 8;

  private final float[] centers; // [count × dimension]
  private final int dimension;
  private final Panels panels;
  private final float[] halfNorms;

  /** The centres are not copied. */
  Nearest(float[] centers, int dimension) {
    this.centers = centers;
    this.dimension = dimension;
    int count = centers.length / dimension;
    this.panels = Panels.of(centers, count, dimension);
    this.halfNorms = new float[count];
    VectorArithmetic.squaredNorms(dimension, centers, 0, count, halfNorms);
    for (int j = 0; j < count; j++) {
      halfNorms[j] *= 0.5f;
    }
  }

  int count() {
    return halfNorms.length;
  }

  int dimension() {
    return dimension;
  }

  float[] centers() {
    return centers;
  }

  float halfNorm(int center) {
    return halfNorms[center];
  }

  /** How many points at once keep their scores in the cache. */
  int pieceRows() {
    return Math.max(8, Math.min(128, (1 << 17) / count()) & -8);
  }

  /** Scores of points: {@code out[p × count + j]} of point p and centre j. */
  void scores(float[] points, int offset, int pointCount, float[] out) {
    int count = count();
    // Whole groups of points are several times faster; what stands behind them is read and ignored.
    int whole = pointCount + POINTS - 1 & -POINTS;
    boolean roomy =
        offset + (long) whole * dimension <= points.length && (long) whole * count <= out.length;
    panels.dots(points, offset, roomy ? whole : pointCount, out);
    for (int p = 0; p < pointCount; p++) {
      int at = p * count;
      for (int j = 0; j < count; j++) {
        out[at + j] = halfNorms[j] - out[at + j];
      }
    }
  }

  /** The index of the smallest score, of equal ones the first. */
  static int smallest(float[] scores, int from, int count) {
    // Two steps: the least value in eight lanes, which compilers turn into vector code, then where.
    float least = least(scores, from, count);
    for (int j = 0; j < count; j++) {
      if (scores[from + j] == least) {
        return j;
      }
    }
    throw new IllegalStateException("no score of " + count + " is a number");
  }

  private static float least(float[] scores, int from, int count) {
    float a = Float.POSITIVE_INFINITY;
    float b = a;
    float c = a;
    float d = a;
    int j = from;
    int end = from + count;
    for (; j + 4 <= end; j += 4) {
      a = Math.min(a, scores[j]);
      b = Math.min(b, scores[j + 1]);
      c = Math.min(c, scores[j + 2]);
      d = Math.min(d, scores[j + 3]);
    }
    for (; j < end; j++) {
      a = Math.min(a, scores[j]);
    }
    return Math.min(Math.min(a, b), Math.min(c, d));
  }

  /** The nearest centre of each point. */
  void assign(float[] points, int offset, int pointCount, int[] out, int outOffset) {
    int piece = Math.min(pieceRows(), pointCount + 7 & -8);
    float[] scores = new float[piece * count()];
    for (int done = 0; done < pointCount; done += piece) {
      int rows = Math.min(piece, pointCount - done);
      scores(points, offset + done * dimension, rows, scores);
      for (int p = 0; p < rows; p++) {
        out[outOffset + done + p] = smallest(scores, p * count(), count());
      }
    }
  }

  /** The smallest few of a stream of scores, by (score, number). Not for use by several threads. */
  static final class Few {

    final float[] scores;
    final int[] numbers;
    int size;

    Few(int most) {
      this.scores = new float[most];
      this.numbers = new int[most];
    }

    void clear() {
      size = 0;
    }

    int capacity() {
      return scores.length;
    }

    /** A score that is larger than this changes nothing. */
    float bound() {
      return size < scores.length ? Float.POSITIVE_INFINITY : scores[size - 1];
    }

    /** Adds the scores of the numbers from {@code firstNumber} on. */
    void addAll(float[] from, int offset, int count, int firstNumber) {
      float bound = bound();
      for (int j = 0; j < count; j++) {
        float score = from[offset + j];
        if (score <= bound) {
          add(score, firstNumber + j);
          bound = bound();
        }
      }
    }

    /** Adds what another one has. */
    void addAll(Few other) {
      for (int i = 0; i < other.size; i++) {
        add(other.scores[i], other.numbers[i]);
      }
    }

    private void add(float score, int number) {
      int at = size;
      while (at > 0 && isBefore(score, number, at - 1)) {
        at--;
      }
      if (at == scores.length) {
        return;
      }
      int moved = Math.min(size, scores.length - 1) - at;
      System.arraycopy(scores, at, scores, at + 1, moved);
      System.arraycopy(numbers, at, numbers, at + 1, moved);
      scores[at] = score;
      numbers[at] = number;
      size = Math.min(size + 1, scores.length);
    }

    private boolean isBefore(float score, int number, int at) {
      return score < scores[at] || score == scores[at] && number < numbers[at];
    }

    int[] toArray() {
      return Arrays.copyOf(numbers, size);
    }
  }
}
