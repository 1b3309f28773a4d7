package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.store.ObjectBody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which cells are probed where centroids stand in several blocks: index.md, section 7, point 2. */
final class CentroidRouterTest {

  private static final int DIMENSION = 64;
  private static final int BLOCKS = 400;
  private static final int FIELD = 8;

  private final Space space = new Space();

  @ParameterizedTest
  @EnumSource
  void onlyCellsOfTheNearestBlocksAreProbed(Metric metric) {
    SpatialIndex spatial = spatial(metric);
    TestVectors queries = TestVectors.clustered(20, DIMENSION, 20, 9);
    int wanted = 0;
    int found = 0;
    for (int n : new int[] {1, 5, 12, 30}) {
      for (int q = 0; q < queries.rows(); q++) {
        float[] query = Arrays.copyOfRange(queries.values(), q * DIMENSION, (q + 1) * DIMENSION);
        List<Integer> ranked = ranked(spatial, query, n);
        List<Integer> expected = expected(spatial, query, n);
        assertThat(ranked).hasSize(n).doesNotHaveDuplicates();
        assertThat(considered(spatial, query, n)).containsAll(ranked);
        assertThat(ranked).isSortedAccordingTo(order(spatial, query));
        wanted += n;
        found += (int) expected.stream().filter(ranked::contains).count();
      }
    }
    // Estimates choose those that are compared; of so few dimensions they are coarse.
    assertThat(found).isGreaterThan(wanted / 4);
    assertThat(ranked(spatial, Arrays.copyOf(queries.values(), DIMENSION), spatial.cells()))
        .hasSize(spatial.cells());
  }

  @ParameterizedTest
  @EnumSource
  void cellsBeyondTheSlackAreLeftOut(Metric metric) {
    SpatialIndex spatial = spatial(metric);
    float[] query = TestVectors.clustered(1, DIMENSION, 20, 5).row(0);
    CellRanking all = ranking(spatial, query, Probes.of(30));
    assertThat(all.size()).isEqualTo(30);

    for (int i : new int[] {0, 1, 12, 29}) {
      float slack = all.base(i) - all.base(0);
      while (all.base(0) + slack < all.base(i)) {
        slack = Math.nextUp(slack);
      }
      CellRanking near = ranking(spatial, query, new Probes(30, slack));
      assertThat(near.size()).as("slack of cell %d", i).isEqualTo(i + 1);
      assertThat(near.cell(i)).isEqualTo(all.cell(i));
    }
  }

  /**
   * So many cells in blocks of 3 to 12, each around a centre of its own, that few are considered.
   */
  private SpatialIndex spatial(Metric metric) {
    List<SpatialIndex.Block> blocks = new ArrayList<>();
    float[] router = new float[BLOCKS * DIMENSION];
    TestVectors middles = TestVectors.clustered(BLOCKS, DIMENSION, 20, 1);
    for (int b = 0; b < BLOCKS; b++) {
      int cells = 3 + b % 10;
      TestVectors around = TestVectors.normal(cells, DIMENSION, b);
      float[] values = around.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += middles.values()[b * DIMENSION + i % DIMENSION];
        router[b * DIMENSION + i % DIMENSION] += values[i] / cells;
      }
      IndexVectors.normalize(metric, DIMENSION, values, cells);
      byte[] block = new Centroids(DIMENSION, values).encode();
      blocks.add(
          new SpatialIndex.Block(
              space.writer.write(ObjectFamily.centroids(FIELD), ObjectBody.of(block)), cells));
    }
    float[] mean = new float[DIMENSION];
    Arrays.fill(mean, metric == Metric.COSINE ? 0.2f : 5);
    return new SpatialIndex(
        new EmbeddingType(DIMENSION, metric), 1, mean, blocks, router, List.of());
  }

  private List<Integer> ranked(SpatialIndex spatial, float[] query, int n) {
    CellRanking ranking = ranking(spatial, query, Probes.of(n));
    return IntStream.range(0, ranking.size()).mapToObj(ranking::cell).toList();
  }

  private CellRanking ranking(SpatialIndex spatial, float[] query, Probes probes) {
    VectorCompressor compressor = VectorCompressor.of(DIMENSION, 42, 0);
    IndexQuery prepared = IndexQuery.of(spatial, compressor.rotation(), query);
    CellRanking ranking = new CellRanking();
    ranking.rank(
        new CentroidBlocks(new IndexView(space.reader, FIELD), spatial, compressor.rotation()),
        prepared.centroids(),
        prepared.planes(3),
        prepared.shift(),
        probes);
    return ranking;
  }

  private List<Integer> considered(SpatialIndex spatial, float[] query, int n) {
    float[] router = spatial.router();
    List<Integer> byDistance =
        IntStream.range(0, BLOCKS)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer b) -> distance(spatial, query, router, b))
                    .thenComparing(b -> b))
            .toList();
    int compared = n + n / 3 + 6 + 2_048 / DIMENSION;
    List<Integer> cells = new ArrayList<>();
    for (int b = 0; b < BLOCKS && cells.size() < 48 * compared; b++) {
      int block = byDistance.get(b);
      int first = spatial.firstCell(block);
      IntStream.range(first, first + spatial.blocks().get(block).cells()).forEach(cells::add);
    }
    return cells;
  }

  private List<Integer> expected(SpatialIndex spatial, float[] query, int n) {
    return considered(spatial, query, n).stream().sorted(order(spatial, query)).limit(n).toList();
  }

  private Comparator<Integer> order(SpatialIndex spatial, float[] query) {
    IndexView view = new IndexView(space.reader, FIELD);
    float[][] blocks =
        IntStream.range(0, BLOCKS)
            .mapToObj(b -> view.centroids(spatial, b).values())
            .toArray(float[][]::new);
    return Comparator.comparingDouble(
            (Integer cell) -> {
              int block = spatial.blockOf(cell);
              return distance(spatial, query, blocks[block], cell - spatial.firstCell(block));
            })
        .thenComparing(cell -> cell);
  }

  /** From the query as index vector; under ip −q·c. */
  private static float distance(SpatialIndex spatial, float[] query, float[] vectors, int number) {
    Metric metric = spatial.metric();
    float[] vector = query.clone();
    IndexVectors.normalize(metric, DIMENSION, vector, 1);
    float[] other = Arrays.copyOfRange(vectors, number * DIMENSION, (number + 1) * DIMENSION);
    return DistanceKernel.of(metric == Metric.IP ? Metric.IP : Metric.L2, vector).distance(other);
  }
}
