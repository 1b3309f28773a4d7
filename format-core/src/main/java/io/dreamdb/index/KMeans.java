package io.dreamdb.index;

import java.util.Arrays;

/**
 * Lloyd's k-means with cells of like size. The same points give the same centres, bit for bit,
 * whatever the threads: sums are integers, ties go to the smaller number.
 */
final class KMeans {

  /** A cell of more than so many times the mean is divided. */
  private static final int LARGE = 3;

  /** Rounds are added while a cell is of more than so many times the mean. */
  private static final int TOO_LARGE = 4;

  private static final int MAX_EXTRA_ROUNDS = 8;

  /**
   * How far the centres of a divided cell move apart, as a part of the way to one of its points.
   */
  private static final float STEP = 1f / 16;

  /** The first rounds see one point of so many: far from its end, more points do not help. */
  private static final int FEW = 4;

  /** As long as a cell has that many points. */
  private static final int FEWEST_PER_CELL = 8;

  private static final int PIECE_ROWS = 512;

  private final float[] points; // [count × dimension]
  private final int count;
  private final int dimension;
  private final Workers workers;
  private final double scale;
  private final int[] cells; // [count]
  private int active; // so many points take part, the first ones
  private float[] centers;
  private final int[] sizes; // of the cells
  private final int[] starts;
  private final int[] order; // the points by cell

  /**
   * Begins with the first points as centres, which are in random order.
   *
   * @param points count × dimension, not copied
   * @param k how many cells, at most {@code count}
   */
  KMeans(float[] points, int count, int dimension, int k, Workers workers) {
    Decoding.require(k >= 1 && k <= count, k + " cells of " + count + " points");
    this.points = points;
    this.count = count;
    this.dimension = dimension;
    this.workers = workers;
    this.scale = FixedPoint.scale(points, count * dimension, count);
    this.cells = new int[count];
    this.centers = Arrays.copyOf(points, k * dimension);
    this.sizes = new int[k];
    this.starts = new int[k + 1];
    this.order = new int[count];
  }

  /**
   * The centres after so many rounds, and more while cells are too large.
   *
   * @param afterRound called after each of the rounds that were asked for
   */
  float[] run(int rounds, Runnable afterRound) {
    boolean fewServe = count / FEW >= (long) FEWEST_PER_CELL * sizes.length;
    int last = rounds + MAX_EXTRA_ROUNDS - 1;
    for (int round = 0; round <= last; round++) {
      active = fewServe && round < rounds / 2 ? count / FEW : count;
      assign();
      if (round >= rounds && largest() <= TOO_LARGE * mean()) {
        break;
      }
      average();
      if (round < last && largest() > LARGE * mean()) {
        divideLarge();
      }
      if (round < rounds) {
        afterRound.run();
      }
    }
    return centers;
  }

  private long mean() {
    return Math.max(1L, active / sizes.length);
  }

  private void assign() {
    Nearest nearest = new Nearest(centers, dimension);
    int pieces = (active + PIECE_ROWS - 1) / PIECE_ROWS;
    workers.each(
        pieces,
        piece -> {
          int first = piece * PIECE_ROWS;
          int rows = Math.min(PIECE_ROWS, active - first);
          nearest.assign(points, first * dimension, rows, cells, first);
        });
    sort();
  }

  private void sort() {
    Arrays.fill(sizes, 0);
    for (int p = 0; p < active; p++) {
      sizes[cells[p]]++;
    }
    for (int cell = 0; cell < sizes.length; cell++) {
      starts[cell + 1] = starts[cell] + sizes[cell];
    }
    int[] next = Arrays.copyOf(starts, sizes.length);
    for (int p = 0; p < active; p++) {
      order[next[cells[p]]++] = p;
    }
  }

  private int largest() {
    int largest = 0;
    for (int size : sizes) {
      largest = Math.max(largest, size);
    }
    return largest;
  }

  /** Moves each centre to the mean of its cell; that of an empty one stays. */
  private void average() {
    float[] moved = centers.clone();
    int piece = 16;
    workers.each(
        (sizes.length + piece - 1) / piece,
        part -> {
          long[] sums = new long[dimension];
          for (int cell = part * piece; cell < Math.min(sizes.length, (part + 1) * piece); cell++) {
            if (sizes[cell] > 0) {
              Arrays.fill(sums, 0);
              for (int i = starts[cell]; i < starts[cell + 1]; i++) {
                FixedPoint.add(points, order[i] * dimension, dimension, scale, sums);
              }
              FixedPoint.mean(sums, scale, sizes[cell], moved, cell * dimension);
            }
          }
        });
    centers = moved;
  }

  /** Gives points of the largest cells to the smallest ones as centres. */
  private void divideLarge() {
    Integer[] bySize = new Integer[sizes.length];
    Arrays.setAll(bySize, i -> i);
    Arrays.sort(bySize, (a, b) -> Integer.compare(sizes[b], sizes[a]));
    long mean = mean();
    int smallest = sizes.length - 1;
    for (int i = 0; i < smallest && sizes[bySize[i]] > LARGE * mean; i++) {
      int large = bySize[i];
      // Each round halves at best: a cell of many times the mean gets several centres at once.
      int parts = (int) Math.min(8, sizes[large] / (2 * mean));
      for (int part = 1; part <= parts && i < smallest; part++) {
        int small = bySize[smallest];
        if (sizes[small] > mean || !reseed(large, part, small)) {
          break;
        }
        smallest--;
      }
    }
  }

  /**
   * Divides a large cell in halves: the centre of a small one and its own move apart a little,
   * towards a point of it and away. The point itself would be no centre: in many dimensions all
   * others are nearer to the mean. False if the point is the centre.
   */
  private boolean reseed(int large, int part, int small) {
    int place = starts[large] + (int) ((long) sizes[large] * part / 9);
    int from = order[place] * dimension;
    int center = large * dimension;
    boolean apart = false;
    for (int i = 0; i < dimension; i++) {
      float step = (points[from + i] - centers[center + i]) * STEP;
      apart |= step != 0;
      centers[small * dimension + i] = centers[center + i] + step;
      centers[center + i] -= part == 1 ? step : 0;
    }
    return apart;
  }
}
