package io.dreamdb.index;

import io.dreamdb.Metric;
import io.dreamdb.kernel.CodeKernel;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.QueryPlanes;
import io.dreamdb.kernel.Smallest;
import java.util.Arrays;

/**
 * The cells of one query, nearest first, found through 1-bit codes of the centroids and ordered by
 * exact distances. A function of index, query and {@link Probes} alone. Reused from query to query,
 * by one thread at a time.
 */
final class CellRanking {

  /** Estimates of few dimensions are coarse: so many elements of centroids more are compared. */
  private static final int MORE_ELEMENTS = 2_048;

  private float[] estimates = new float[0];
  private int[] chosen = new int[0];
  private int[] offsets = new int[0];
  private float[] distances = new float[0];
  private long[] order = new long[0];
  private int size;

  /** How many cells are ranked. */
  int size() {
    return size;
  }

  /** The i-th nearest cell. */
  int cell(int i) {
    return SortKeys.number(order[i]);
  }

  /** What estimates in the i-th cell are added to: |q̂ − ĉ|², or −q·ĉ. */
  float base(int i) {
    return SortKeys.value(order[i]);
  }

  /**
   * Ranks the cells to be probed.
   *
   * @param query in index vectors
   * @param planes the rotated query
   * @param shift what estimates of centroids are added to: |q̂ − μ|², or −q·μ
   */
  void rank(
      CentroidBlocks centroids,
      DistanceKernel query,
      QueryPlanes planes,
      float shift,
      Probes probes) {
    int wanted = Math.min(probes.most(), centroids.cells());
    int compared = wanted + wanted / 3 + 6 + MORE_ELEMENTS / query.dimension();
    CentroidBlock[] blocks = centroids.nearest(query, compared);
    int places = 0;
    int cells = 0;
    for (CentroidBlock block : blocks) {
      places += block.places();
      cells += block.cells();
    }
    reserve(places);
    int found = choose(blocks, planes, shift, places, Math.min(cells, compared));
    score(blocks, query, found);
    for (int i = 0; i < found; i++) {
      float base = query.metric() == Metric.IP ? distances[i] : distances[i] * distances[i];
      order[i] = SortKeys.of(base, chosen[i]);
    }
    Arrays.sort(order, 0, found);
    size = near(probes, Math.min(found, wanted));
  }

  /** How many of so many cells are near enough. */
  private int near(Probes probes, int count) {
    int near = count;
    while (near > 1 && !probes.reach(base(0), base(near - 1))) {
      near--;
    }
    return near;
  }

  /** Finds the places, counted through the blocks, of centroids to be compared exactly. */
  private int choose(
      CentroidBlock[] blocks, QueryPlanes planes, float shift, int places, int count) {
    int at = 0;
    for (CentroidBlock block : blocks) {
      int groups = block.places() / 8;
      CodeKernel.estimate(planes, block.codes(), 0, groups, shift, estimates, at);
      at += block.places();
    }
    return Smallest.select(estimates, places, count, chosen);
  }

  /** Compares the chosen centroids; their places become cells, and what is beyond a block goes. */
  private void score(CentroidBlock[] blocks, DistanceKernel query, int found) {
    int from = 0;
    int first = 0;
    for (CentroidBlock block : blocks) {
      int to = from;
      while (to < found && chosen[to] < first + block.places()) {
        offsets[to - from] = (chosen[to] - first) * query.dimension();
        chosen[to] += block.firstCell() - first;
        to++;
      }
      query.scoreAt(block.vectors(), offsets, to - from, distances, from);
      from = to;
      first += block.places();
    }
  }

  private void reserve(int places) {
    if (chosen.length < places) {
      estimates = new float[places];
      chosen = new int[places];
      offsets = new int[places];
      distances = new float[places];
      order = new long[places];
    }
  }
}
