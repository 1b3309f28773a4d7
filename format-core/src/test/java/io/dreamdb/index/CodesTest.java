package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What codes say of the rows: estimates and their proven errors. */
class CodesTest {

  @ParameterizedTest
  @CsvSource({
    "l2, 100, 8",
    "cosine, 100, 8",
    "ip, 100, 8",
    "l2, 64, 4",
    "ip, 3, 4",
    "cosine, 320, 0"
  })
  void estimatesAreOffByNoMoreThanTheErrorAllows(String name, int dimension, int refine) {
    Metric metric = Metric.parse(name);
    TestVectors rows = TestVectors.clustered(400, dimension, 10, 1);
    TestIndex index = new TestIndex(rows.source(3), TestIndex.type(rows, metric), 12, refine, true);
    List<PackContents.Entry> entries = index.entries(index.build(rows.source(3), 2, 2));
    assertThat(entries).hasSize(800);
    TestVectors queries = TestVectors.clustered(5, dimension, 10, 2);
    for (int q = 0; q < queries.rows(); q++) {
      double[] query = TestIndex.indexVector(metric, queries.row(q));
      for (PackContents.Entry entry : entries) {
        check(index, metric, rows, query, entry);
      }
    }
  }

  private static void check(
      TestIndex index, Metric metric, TestVectors rows, double[] query, PackContents.Entry entry) {
    int row = (int) (entry.anchor() - TestVectors.FIRST_ANCHOR);
    double[] x = TestIndex.indexVector(metric, rows.row(row));
    double[] c = index.centroid(entry.cell());
    double[] p = rotatedQuery(index, metric, query);
    double base = metric == Metric.IP ? -dot(query, c) : squared(query, c);
    double exact = metric == Metric.IP ? -dot(query, x) : squared(query, x);
    double width = metric == Metric.IP ? Math.sqrt(dot(query, query)) : 2 * Math.sqrt(base);
    double rounding = 2e-5 * (1 + dot(query, query) + dot(x, x) + dot(c, c));
    double signs = 0;
    double values = 0;
    for (int i = 0; i < p.length; i++) {
      signs += p[i] * entry.sign(i);
      values += entry.refinement().length == 0 ? 0 : p[i] * entry.refinement()[i];
    }
    double estimate = base + entry.add() + entry.scale() * signs;
    assertThat(Math.abs(estimate - exact)).isLessThanOrEqualTo(width * entry.error() + rounding);
    assertThat((double) entry.norm()).isGreaterThanOrEqualTo(Math.sqrt(squared(x, c)) - rounding);
    assertThat((double) entry.norm())
        .isLessThanOrEqualTo(Math.sqrt(squared(x, c)) * 1.001 + rounding);
    if (entry.refinement().length > 0) {
      double refined = base + entry.refinementAdd() + entry.refinementScale() * values;
      assertThat(Math.abs(refined - exact))
          .isLessThanOrEqualTo(width * entry.refinementError() + rounding);
      assertThat(entry.refinementError()).isLessThan(0.2f * entry.norm() + 1e-6f);
    }
  }

  private static double[] rotatedQuery(TestIndex index, Metric metric, double[] query) {
    if (metric == Metric.IP) {
      return index.rotated(query);
    }
    float[] mean = index.index.spatial().mean();
    double[] moved = query.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] -= mean[i];
    }
    return index.rotated(moved);
  }

  /** Over rotations, the estimate of a product of unit vectors is the product. */
  @Test
  void theEstimateIsUnbiasedOnUnitVectors() {
    int dimension = 128;
    SplittableRandom random = new SplittableRandom(7);
    float[] q = unit(dimension, random);
    float[] other = unit(dimension, random);
    float[] x = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      x[i] = 0.5f * q[i] + 0.9f * other[i];
    }
    double exact = 0;
    for (int i = 0; i < dimension; i++) {
      exact += (double) q[i] * x[i];
    }
    int seeds = 2_000;
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < seeds; seed++) {
      VectorCompressor compressor = VectorCompressor.of(dimension, seed, 0);
      Cells cells = new Cells(dimension, List.of(new float[dimension]));
      double estimate = estimate(new Encoder.Centers(cells, compressor), compressor, x, q);
      sum += estimate - exact;
      squares += (estimate - exact) * (estimate - exact);
    }
    double deviation = Math.sqrt(squares / seeds);
    assertThat(deviation).isBetween(0.02, 0.15);
    assertThat(Math.abs(sum / seeds)).isLessThan(4 * deviation / Math.sqrt(seeds));
  }

  private static double estimate(
      Encoder.Centers centers, VectorCompressor compressor, float[] x, float[] q) {
    CodeLayout layout = CodeLayout.of(PackLayout.of(compressor));
    ByteBuffer code = ByteBuffer.allocate(layout.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    Encoder encoder = new Encoder(Metric.IP, compressor, centers);
    encoder.row(x, 0);
    encoder.encode(0, code, 0);
    float[] p = new float[compressor.codeDimension()];
    compressor.rotation().rotate(q, 0, p, 0);
    double signs = 0;
    for (int i = 0; i < p.length; i++) {
      long word = code.getLong(CodeLayout.CODE + i / 64 * 8);
      signs += (word >>> i % 64 & 1) != 0 ? p[i] : -p[i];
    }
    return -code.getFloat(CodeLayout.SCALE) * signs;
  }

  private static float[] unit(int dimension, SplittableRandom random) {
    float[] vector = new float[dimension];
    double norm = 0;
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
      norm += vector[i] * vector[i];
    }
    for (int i = 0; i < dimension; i++) {
      vector[i] /= (float) Math.sqrt(norm);
    }
    return vector;
  }

  /** All cells probed, no vector compared: what the literature finds on natural data is 0.8. */
  @Test
  void codesAloneFindMostNeighbours() {
    int dimension = 768;
    TestVectors all = spectrum(3_050, dimension, 3);
    TestVectors rows = TestVectors.of(dimension, Arrays.copyOf(all.values(), 3_000 * dimension));
    TestIndex index = new TestIndex(rows.source(1), TestIndex.type(rows, Metric.L2), 16, 0, false);
    List<PackContents.Entry> entries = index.entries(index.build(rows.source(1), 2, 2));
    double found = 0;
    for (int q = 3_000; q < 3_050; q++) {
      double[] query = TestIndex.indexVector(Metric.L2, all.row(q));
      double[] p = rotatedQuery(index, Metric.L2, query);
      double[] base = new double[index.training.cells()];
      for (int cell = 0; cell < base.length; cell++) {
        base[cell] = squared(query, index.centroid(cell));
      }
      double[] estimates = new double[3_000];
      double[] exact = new double[3_000];
      for (PackContents.Entry entry : entries) {
        int row = (int) (entry.anchor() - TestVectors.FIRST_ANCHOR);
        double signs = 0;
        for (int i = 0; i < p.length; i++) {
          signs += p[i] * entry.sign(i);
        }
        estimates[row] = base[entry.cell()] + entry.add() + entry.scale() * signs;
        exact[row] = squared(query, TestIndex.indexVector(Metric.L2, rows.row(row)));
      }
      Set<Integer> both = new HashSet<>(nearest(estimates));
      both.retainAll(nearest(exact));
      found += both.size();
    }
    assertThat(found / 500).isBetween(0.7, 0.95);
  }

  /** Clusters whose directions have falling variances, as natural vectors have. */
  private static TestVectors spectrum(int rows, int dimension, long seed) {
    TestVectors vectors = TestVectors.normal(rows, dimension, seed);
    SplittableRandom random = new SplittableRandom(seed);
    double[] centers = new double[40 * dimension];
    for (int i = 0; i < centers.length; i++) {
      centers[i] = 0.5 * random.nextGaussian();
    }
    for (int row = 0; row < rows; row++) {
      int cluster = random.nextInt(40);
      for (int i = 0; i < dimension; i++) {
        int at = row * dimension + i;
        vectors.values()[at] =
            (float)
                ((vectors.values()[at] + centers[cluster * dimension + i]) * Math.pow(i + 1, -0.5));
      }
    }
    return vectors;
  }

  private static List<Integer> nearest(double[] distances) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < distances.length; i++) {
      order.add(i);
    }
    order.sort((a, b) -> Double.compare(distances[a], distances[b]));
    return order.subList(0, 10);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double squared(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
