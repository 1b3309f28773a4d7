package io.dreamdb.index;

import io.dreamdb.Metric;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.VectorArithmetic;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a spatial index, for assigning rows to them. All points are index vectors less the
 * mean. Immutable, safe for many threads.
 */
final class Cells {

  /** Among so many nearest cells the second one of a row is chosen. */
  static final int SPILL_CANDIDATES = 16;

  /** For fewer points at once bounds are not made. */
  private static final int MANY_POINTS = 256;

  /** More than what rounding can add to a distance, relative to the vectors' squared norms. */
  private static final double SLACK = 1e-4;

  private final int dimension;
  private final List<Nearest> blocks;
  private final int[] firstCells;
  private final float[] routers; // [blocks × dimension]
  private final float[] radii; // of each block around its router
  private volatile @Nullable ScoreBounds bounds; // made when many points are assigned

  /** Takes centroids less the mean, block by block; they are not copied. */
  Cells(int dimension, List<float[]> blocks) {
    this.dimension = dimension;
    this.blocks = blocks.stream().map(block -> new Nearest(block, dimension)).toList();
    this.firstCells = new int[blocks.size() + 1];
    this.routers = new float[blocks.size() * dimension];
    this.radii = new float[blocks.size()];
    for (int b = 0; b < blocks.size(); b++) {
      firstCells[b + 1] = firstCells[b] + this.blocks.get(b).count();
      route(b);
    }
  }

  /** The cells of an index that was trained or read. */
  static Cells of(SpatialIndex spatial, List<Centroids> centroids) {
    IndexVectors vectors = new IndexVectors(spatial.metric(), spatial.mean());
    return new Cells(
        spatial.dimension(),
        centroids.stream()
            .map(block -> {
              float[] centered = block.values().clone();
              vectors.subtractMean(centered, block.cells());
              return centered;
            })
            .toList());
  }

  private void route(int b) {
    float[] centers = blocks.get(b).centers();
    int count = blocks.get(b).count();
    double[] sum = new double[dimension];
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < dimension; i++) {
        sum[i] += centers[j * dimension + i];
      }
    }
    float[] router = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      router[i] = (float) (sum[i] / count);
    }
    System.arraycopy(router, 0, routers, b * dimension, dimension);
    float[] distances = new float[count];
    DistanceKernel.of(Metric.L2, router).score(centers, 0, count, distances);
    for (float distance : distances) {
      radii[b] = Math.max(radii[b], distance);
    }
  }

  int count() {
    return firstCells[blocks.size()];
  }

  int dimension() {
    return dimension;
  }

  /** The array that has a cell's centroid, from {@link #offset} on. */
  float[] centers(int cell) {
    return blocks.get(blockOf(cell)).centers();
  }

  int offset(int cell) {
    return (cell - firstCells[blockOf(cell)]) * dimension;
  }

  private int blockOf(int cell) {
    int found = Arrays.binarySearch(firstCells, cell);
    return found >= 0 ? found : -found - 2; // blocks are not empty
  }

  /** Assigns each point to the cell of its nearest centroid. */
  void assign(float[] points, int count, int[] cells) {
    if (blocks.size() == 1 && !isBounded(count)) {
      blocks.get(0).assign(points, 0, count, cells, 0);
      return;
    }
    Nearest.Few[] nearest = nearest(points, count, 1);
    for (int p = 0; p < count; p++) {
      cells[p] = nearest[p].numbers[0];
    }
  }

  /**
   * Assigns each point to the cell of its nearest centroid, and to a second one: of the nearest
   * cells the one whose residual r' has the smallest |r'|² + (r·r' / |r|)², r being the first one's
   * (SOAR: Sun et al., NeurIPS 2023). Without other cells the second one is −1.
   */
  void assign(float[] points, int count, int[] cells, int[] second) {
    Nearest.Few[] nearest = nearest(points, count, SPILL_CANDIDATES);
    Second choice = new Second();
    for (int p = 0; p < count; p++) {
      cells[p] = nearest[p].numbers[0];
      second[p] = choice.of(points, p * dimension, nearest[p]);
    }
  }

  /** The nearest cells of each point, nearest first. */
  Nearest.Few[] nearest(float[] points, int count, int most) {
    Nearest.Few[] nearest = new Nearest.Few[count];
    for (int p = 0; p < count; p++) {
      nearest[p] = new Nearest.Few(most);
    }
    int done = isBounded(count) && most <= SPILL_CANDIDATES ? bounded(points, count, nearest) : 0;
    if (done == count) {
      return nearest;
    }
    float[] rest = done == 0 ? points : Arrays.copyOfRange(points, done * dimension, points.length);
    Nearest.Few[] few = Arrays.copyOfRange(nearest, done, count);
    if (blocks.size() == 1) {
      search(0, rest, count - done, few);
    } else {
      searchBlocks(rest, count - done, few);
    }
    return nearest;
  }

  private boolean isBounded(int points) {
    return points >= MANY_POINTS && ScoreBounds.suit(count(), dimension);
  }

  private int bounded(float[] points, int count, Nearest.Few[] nearest) {
    ScoreBounds known = bounds;
    if (known == null) {
      known = ScoreBounds.of(blocks, dimension); // the same, whoever makes it
      bounds = known;
    }
    return known.search(points, count, nearest);
  }

  /** The nearest block first; then those that a bound does not exclude. */
  private void searchBlocks(float[] points, int count, Nearest.Few[] nearest) {
    float[] norms = new float[count];
    VectorArithmetic.squaredNorms(dimension, points, 0, count, norms);
    float[] scores = new float[count * blocks.size()];
    new Nearest(routers, dimension).scores(points, 0, count, scores);
    int[] rows = new int[count];
    int[] home = new int[count];
    for (int p = 0; p < count; p++) {
      home[p] = Nearest.smallest(scores, p * blocks.size(), blocks.size());
    }
    for (int round = 0; round < 2; round++) {
      for (int b = 0; b < blocks.size(); b++) {
        int chosen = 0;
        for (int p = 0; p < count; p++) {
          boolean isHome = home[p] == b;
          float score = scores[p * blocks.size() + b];
          if (round == 0 ? isHome : !isHome && mayHave(b, score, norms[p], nearest[p].bound())) {
            rows[chosen++] = p;
          }
        }
        gather(b, points, rows, chosen, nearest);
      }
    }
  }

  /** Whether a block may have a centroid of a score not above the bound: triangle inequality. */
  private boolean mayHave(int block, float routerScore, float norm, float bound) {
    if (bound == Float.POSITIVE_INFINITY) {
      return true;
    }
    double slack = SLACK * (norm + Math.abs(routerScore) + Math.abs(bound) + Float.MIN_NORMAL);
    double toRouter = Math.sqrt(Math.max(0, norm + 2.0 * routerScore - slack));
    double toNearest = Math.sqrt(Math.max(0, norm + 2.0 * bound + slack));
    return toRouter - radii[block] * (1 + SLACK) <= toNearest;
  }

  private void gather(int b, float[] points, int[] rows, int chosen, Nearest.Few[] nearest) {
    float[] piece = new float[(chosen + 7 & -8) * dimension];
    Nearest.Few[] few = new Nearest.Few[chosen];
    for (int i = 0; i < chosen; i++) {
      System.arraycopy(points, rows[i] * dimension, piece, i * dimension, dimension);
      few[i] = nearest[rows[i]];
    }
    search(b, piece, chosen, few);
  }

  private void search(int b, float[] points, int count, Nearest.Few[] nearest) {
    Nearest block = blocks.get(b);
    int cells = block.count();
    int piece = Math.min(block.pieceRows(), count + 7 & -8);
    float[] scores = new float[piece * cells];
    for (int done = 0; done < count; done += piece) {
      int rows = Math.min(piece, count - done);
      block.scores(points, done * dimension, rows, scores);
      for (int p = 0; p < rows; p++) {
        nearest[done + p].addAll(scores, p * cells, cells, firstCells[b]);
      }
    }
  }

  /** Chooses second cells. Not for use by several threads. */
  private final class Second {

    private final float[] residual = new float[dimension];
    private final float[] other = new float[dimension];

    int of(float[] points, int at, Nearest.Few nearest) {
      if (nearest.size < 2) {
        return -1;
      }
      subtract(points, at, nearest.numbers[0], residual);
      float squared = VectorArithmetic.dot(residual, residual);
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int n = 1; n < nearest.size; n++) {
        subtract(points, at, nearest.numbers[n], other);
        double along = VectorArithmetic.dot(residual, other);
        double cost = VectorArithmetic.dot(other, other);
        if (squared > 0) {
          cost += along * along / squared;
        }
        if (cost < least) {
          least = cost;
          best = nearest.numbers[n];
        }
      }
      return best;
    }

    private void subtract(float[] points, int at, int cell, float[] out) {
      float[] center = centers(cell);
      int from = offset(cell);
      for (int i = 0; i < dimension; i++) {
        out[i] = points[at + i] - center[from + i];
      }
    }
  }
}
