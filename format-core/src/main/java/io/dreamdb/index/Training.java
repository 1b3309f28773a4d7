package io.dreamdb.index;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.store.ObjectBody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Divides space into cells by a sample of the rows. The same rows, seed and number of cells give
 * the same cells, bit for bit, however the rows are cut into parts and whatever the threads.
 * Immutable.
 */
public final class Training {

  /** More cells than this stand in several blocks. */
  public static final int MAX_CELLS_OF_ONE_BLOCK = 4_096;

  /** How many of so many cells are trained together, on average. */
  private static final int PART_CELLS = 1_024;

  private static final int SAMPLE_PER_CELL = 40;
  private static final int SAMPLE_PER_CELL_OF_MANY = 20;
  private static final int MANY_CELLS = 1_024;
  private static final int LEAST_SAMPLE = 1_024;

  /** The sample has at most 256 MiB. */
  private static final int MAX_SAMPLE_FLOATS = 1 << 26;

  private static final int ROUNDS = 8;
  private static final int ROUNDS_OF_MANY = 5;

  private final EmbeddingType type;
  private final long seed;
  private final float[] mean;
  private final List<Centroids> blocks;
  private final boolean spills;

  private Training(
      EmbeddingType type, long seed, float[] mean, List<Centroids> blocks, boolean spills) {
    this.type = type;
    this.seed = seed;
    this.mean = mean;
    this.blocks = blocks;
    this.spills = spills;
  }

  /**
   * Trains.
   *
   * @param cells how many cells are wanted, 1 to 2²⁴; there are fewer where there are fewer rows,
   *     and one where there are none
   * @param seed 0 or more
   * @param spill whether rows shall stand in a second cell too; null: as the sample says
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public static Training train(
      VectorSource source,
      EmbeddingType type,
      int cells,
      long seed,
      @Nullable Boolean spill,
      BuildWork work) {
    Decoding.require(cells >= 1 && cells <= SpatialIndex.MAX_CELLS, cells + " cells");
    Decoding.require(seed >= 0, "seed " + seed);
    try (Workers workers = new Workers(work)) {
      int dimension = type.dimension();
      int size = sampleSize(cells, dimension);
      Sample sample = Sample.take(source, dimension, seed, size, workers);
      if (sample.count() == 0) {
        Centroids one = new Centroids(dimension, new float[dimension]);
        return new Training(type, seed, new float[dimension], List.of(one), false);
      }
      return train(sample, type, Math.min(cells, sample.count()), seed, spill, workers);
    }
  }

  private static int sampleSize(int cells, int dimension) {
    long size = (long) cells * (cells > MANY_CELLS ? SAMPLE_PER_CELL_OF_MANY : SAMPLE_PER_CELL);
    int most = Math.max(1, MAX_SAMPLE_FLOATS / dimension);
    return (int) Math.min(Math.max(size, LEAST_SAMPLE), most);
  }

  private static Training train(
      Sample sample,
      EmbeddingType type,
      int cells,
      long seed,
      @Nullable Boolean spill,
      Workers workers) {
    int dimension = type.dimension();
    float[] points = sample.vectors();
    IndexVectors.normalize(type.metric(), dimension, points, sample.count());
    float[] mean = mean(points, sample.count(), dimension);
    new IndexVectors(type.metric(), mean).subtractMean(points, sample.count());
    List<float[]> centered =
        cells <= MAX_CELLS_OF_ONE_BLOCK
            ? List.of(together(points, sample.count(), dimension, cells, workers))
            : blocks(
                inParts(points, sample.count(), dimension, cells, workers), dimension, workers);
    boolean spills =
        spill != null
            ? spill
            : SpillModel.of(points, sample.count(), new Cells(dimension, centered), workers)
                .favoursSpilling();
    List<Centroids> blocks = new ArrayList<>();
    for (float[] block : centered) {
      for (int i = 0; i < block.length; i++) {
        block[i] += mean[i % dimension];
      }
      blocks.add(new Centroids(dimension, block));
    }
    return new Training(type, seed, mean, List.copyOf(blocks), spills);
  }

  private static float[] mean(float[] points, int count, int dimension) {
    double scale = FixedPoint.scale(points, count * dimension, count);
    long[] sums = new long[dimension];
    for (int p = 0; p < count; p++) {
      FixedPoint.add(points, p * dimension, dimension, scale, sums);
    }
    float[] mean = new float[dimension];
    FixedPoint.mean(sums, scale, count, mean, 0);
    return mean;
  }

  private static float[] together(
      float[] points, int count, int dimension, int cells, Workers workers) {
    PhaseCount rounds = workers.phase(BuildProgress.Phase.TRAIN, rounds(cells));
    return new KMeans(points, count, dimension, cells, workers)
        .run(rounds(cells), () -> rounds.add(1));
  }

  private static int rounds(int cells) {
    return cells > MANY_CELLS ? ROUNDS_OF_MANY : ROUNDS;
  }

  /** Divides the points into parts, then each part into cells in proportion to its points. */
  private static float[] inParts(
      float[] points, int count, int dimension, int cells, Workers workers) {
    int parts = (cells + PART_CELLS - 1) / PART_CELLS;
    int some = Math.min(count, Math.max(parts * 64, LEAST_SAMPLE));
    PhaseCount trained = workers.phase(BuildProgress.Phase.TRAIN, parts);
    float[] middles = new KMeans(points, some, dimension, parts, workers).run(ROUNDS, () -> {});
    int[] partOf = nearest(middles, points, count, dimension, workers);
    int[] sizes = sizes(partOf, parts);
    float[] centers = new float[cells * dimension];
    int trainedCells = 0;
    long before = 0;
    for (int p = 0; p < parts; p++) {
      // Cells by the points so far, so that their sum is exact.
      long first = before * cells / count;
      before += sizes[p];
      int share = (int) Math.min(before * cells / count - first, sizes[p]);
      if (share > 0) {
        float[] members = members(points, dimension, partOf, p, sizes[p]);
        float[] found =
            new KMeans(members, sizes[p], dimension, share, workers).run(rounds(share), () -> {});
        System.arraycopy(found, 0, centers, trainedCells * dimension, found.length);
        trainedCells += share;
      }
      trained.add(1);
    }
    return Arrays.copyOf(centers, trainedCells * dimension);
  }

  /**
   * Divides cells into as many blocks as a block has cells: then a search compares few blocks and
   * few cells of each. Blocks are of neighbours, whatever the parts in which they were trained.
   */
  private static List<float[]> blocks(float[] centers, int dimension, Workers workers) {
    int cells = centers.length / dimension;
    int blocks = (int) Math.ceil(Math.sqrt(cells));
    float[] spread = new float[centers.length]; // k-means begins with the first ones
    int at = 0;
    int step = Math.max(1, cells / blocks);
    for (int start = 0; start < step; start++) {
      for (int cell = start; cell < cells; cell += step) {
        int to = at++ * dimension;
        System.arraycopy(centers, cell * dimension, spread, to, dimension);
      }
    }
    float[] middles = new KMeans(spread, cells, dimension, blocks, workers).run(ROUNDS, () -> {});
    int[] blockOf = nearest(middles, centers, cells, dimension, workers);
    int[] sizes = sizes(blockOf, blocks);
    List<float[]> divided = new ArrayList<>();
    for (int b = 0; b < blocks; b++) {
      if (sizes[b] > 0) {
        divided.add(members(centers, dimension, blockOf, b, sizes[b]));
      }
    }
    return divided;
  }

  private static int[] nearest(
      float[] middles, float[] points, int count, int dimension, Workers workers) {
    int[] found = new int[count];
    Nearest nearest = new Nearest(middles, dimension);
    int piece = 512;
    workers.each(
        (count + piece - 1) / piece,
        part -> {
          int first = part * piece;
          int rows = Math.min(piece, count - first);
          nearest.assign(points, first * dimension, rows, found, first);
        });
    return found;
  }

  private static int[] sizes(int[] numbers, int count) {
    int[] sizes = new int[count];
    for (int number : numbers) {
      sizes[number]++;
    }
    return sizes;
  }

  private static float[] members(
      float[] points, int dimension, int[] numbers, int wanted, int size) {
    float[] members = new float[size * dimension];
    int at = 0;
    for (int p = 0; p < numbers.length; p++) {
      if (numbers[p] == wanted) {
        System.arraycopy(points, p * dimension, members, at, dimension);
        at += dimension;
      }
    }
    return members;
  }

  /** How many cells there are. */
  public int cells() {
    return blocks.stream().mapToInt(Centroids::cells).sum();
  }

  /** The centroids, block by block. */
  public List<Centroids> centroids() {
    return blocks;
  }

  /** Whether rows shall stand in a second cell too. */
  public boolean spills() {
    return spills;
  }

  /**
   * What was stored of a training.
   *
   * @param spatial the spatial index
   * @param ref where it is stored
   */
  public record Stored(SpatialIndex spatial, ObjectRef ref) {}

  /**
   * Stores the centroids and the spatial index.
   *
   * @param parents the spatial indexes from which it was refined; none if it was trained anew
   */
  public Stored store(ObjectWriter writer, int fieldId, List<ObjectRef> parents) {
    List<SpatialIndex.Block> stored = new ArrayList<>();
    for (Centroids block : blocks) {
      ObjectBody body = ObjectBody.of(block.encode());
      stored.add(
          new SpatialIndex.Block(
              writer.write(ObjectFamily.centroids(fieldId), body), block.cells()));
    }
    float[] router = blocks.size() == 1 ? null : router();
    SpatialIndex spatial = new SpatialIndex(type, seed, mean, stored, router, parents);
    return new Stored(
        spatial, writer.write(ObjectFamily.spatialIndexes(fieldId), spatial.encode()));
  }

  private float[] router() {
    int dimension = type.dimension();
    float[] router = new float[blocks.size() * dimension];
    for (int b = 0; b < blocks.size(); b++) {
      float[] centers = blocks.get(b).values();
      float[] center = mean(centers, blocks.get(b).cells(), dimension);
      System.arraycopy(center, 0, router, b * dimension, dimension);
    }
    return router;
  }
}
