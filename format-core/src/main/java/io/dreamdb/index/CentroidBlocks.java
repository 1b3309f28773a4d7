package io.dreamdb.index;

import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.Rotation;
import io.dreamdb.kernel.VectorArithmetic;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The centroids of a spatial index in memory, block by block as they are needed. Safe for many
 * threads.
 */
final class CentroidBlocks {

  /**
   * Blocks are read until they have so many times the cells that are to be compared: the cells
   * nearest to a query lie in blocks that are not all among the nearest.
   */
  private static final int OVERSHOOT = 48;

  private final IndexView view;
  private final SpatialIndex spatial;
  private final Rotation rotation;
  private final float @Nullable [] router;
  private final AtomicReferenceArray<@Nullable CentroidBlock> blocks;

  CentroidBlocks(IndexView view, SpatialIndex spatial, Rotation rotation) {
    this.view = view;
    this.spatial = spatial;
    this.rotation = rotation;
    this.router = spatial.router();
    this.blocks = new AtomicReferenceArray<>(spatial.blocks().size());
  }

  int cells() {
    return spatial.cells();
  }

  /** The blocks in which a query's nearest centroids are looked for, in the order of cells. */
  CentroidBlock[] nearest(DistanceKernel query, int compared) {
    if (router == null) {
      return new CentroidBlock[] {block(0)};
    }
    int count = blocks.length();
    float[] distances = new float[count];
    query.score(router, 0, count, distances);
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      order[i] = SortKeys.of(distances[i], i);
    }
    Arrays.sort(order);
    int used = 0;
    for (long cells = 0; used < count && cells < (long) OVERSHOOT * compared; used++) {
      cells += spatial.blocks().get(SortKeys.number(order[used])).cells();
    }
    int[] numbers = new int[used];
    for (int i = 0; i < used; i++) {
      numbers[i] = SortKeys.number(order[i]);
    }
    Arrays.sort(numbers);
    return blocks(numbers);
  }

  private CentroidBlock block(int number) {
    return blocks(new int[] {number})[0];
  }

  private CentroidBlock[] blocks(int[] numbers) {
    CentroidBlock[] found = new CentroidBlock[numbers.length];
    int missing = 0;
    for (int i = 0; i < numbers.length; i++) {
      found[i] = blocks.get(numbers[i]);
      missing += found[i] == null ? 1 : 0;
    }
    if (missing > 0) {
      load(numbers, found, missing);
    }
    return found;
  }

  /** Fills up what is missing, all at once. */
  private void load(int[] numbers, @Nullable CentroidBlock[] found, int missing) {
    int[] wanted = new int[missing];
    int at = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (found[i] == null) {
        wanted[at++] = numbers[i];
      }
    }
    List<Centroids> loaded = view.centroids(spatial, wanted);
    at = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (found[i] == null) {
        found[i] = CentroidBlock.of(spatial, rotation, numbers[i], loaded.get(at++));
        blocks.set(numbers[i], found[i]);
      }
    }
  }

  /** No centroid has a larger norm. Reads all of them. */
  float largestNorm() {
    float largest = 0;
    for (CentroidBlock block : blocks(IntStream.range(0, blocks.length()).toArray())) {
      float[] squares = new float[block.cells()];
      VectorArithmetic.squaredNorms(
          spatial.dimension(), block.vectors(), 0, block.cells(), squares);
      for (float square : squares) {
        largest = Math.max(largest, square);
      }
    }
    return (float) (Math.sqrt(largest) * (1 + 1e-3));
  }
}
