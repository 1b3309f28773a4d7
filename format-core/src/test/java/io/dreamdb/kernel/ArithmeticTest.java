package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamdb.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * The distances against sums in double, within a bound that follows from the number of roundings.
 */
class ArithmeticTest {

  private static final double UNIT = 0x1p-24;
  private static final double TINY = 0x1p-149;

  @Property(tries = 300)
  void theInnerProductIsWithinItsRoundings(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4096) int dimension) {
    Random random = new Random(seed);
    float[] q = Kernels.values(random, dimension);
    float[] x = Kernels.values(random, dimension);
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < dimension; i++) {
      sum += (double) q[i] * x[i];
      magnitude += Math.abs((double) q[i] * x[i]);
    }
    double bound = relative(dimension) * magnitude + dimension * TINY;
    assertThat((double) DistanceKernel.of(Metric.IP, q).distance(x)).isEqualTo(-sum, within(bound));
    assertThat((double) VectorArithmetic.dot(q, x)).isEqualTo(sum, within(bound));
  }

  @Property(tries = 300)
  void theSquaredDistanceIsWithinItsRoundings(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4096) int dimension) {
    Random random = new Random(seed);
    float[] q = Kernels.values(random, dimension);
    float[] x = Kernels.values(random, dimension);
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double difference = (double) q[i] - x[i];
      sum += difference * difference;
    }
    // a difference is rounded once, its square counts that twice
    double bound = (relative(dimension) + 3 * UNIT) * sum + dimension * TINY;
    float squared = VectorArithmetic.squaredL2(q, x);
    assertThat((double) squared).isEqualTo(sum, within(bound));
    assertThat(DistanceKernel.of(Metric.L2, q).distance(x)).isEqualTo((float) Math.sqrt(squared));
  }

  @Property(tries = 300)
  void theCosineIsWithinItsRoundings(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4096) int dimension) {
    Random random = new Random(seed);
    float[] q = plain(random, dimension);
    float[] x = plain(random, dimension);
    double dot = 0;
    double queryNorm = 0;
    double rowNorm = 0;
    for (int i = 0; i < dimension; i++) {
      dot += (double) q[i] * x[i];
      queryNorm += (double) q[i] * q[i];
      rowNorm += (double) x[i] * x[i];
    }
    // By Cauchy-Schwarz the error of the dot product is at most its roundings after division, and
    // those of the two norms count half each; the quotient and the difference round once more.
    double bound = 2.1 * relative(dimension) + 3 * UNIT;
    assertThat((double) DistanceKernel.of(Metric.COSINE, q).distance(x))
        .isEqualTo(1 - dot / Math.sqrt(queryNorm * rowNorm), within(bound));
  }

  @Property(tries = 50)
  void theLanesAreAddedInTheStatedTree(@ForAll long seed) {
    float[] l = plain(new Random(seed), 16);
    float[] ones = new float[16];
    Arrays.fill(ones, 1);
    float even = ((l[0] + l[8]) + (l[4] + l[12])) + ((l[2] + l[10]) + (l[6] + l[14]));
    float odd = ((l[1] + l[9]) + (l[5] + l[13])) + ((l[3] + l[11]) + (l[7] + l[15]));
    assertThat(VectorArithmetic.dot(l, ones)).isEqualTo(even + odd);
  }

  @Test
  void aStrideTakesItsElementsByFusedMultiplyAdd() {
    float[] a = new float[17];
    float[] b = new float[17];
    a[0] = 1;
    b[0] = -1;
    a[16] = 0x1.000002p0f;
    b[16] = 0x1.fffffcp-1f;
    float product = a[16] * b[16];
    assertThat(product).isEqualTo(1);
    assertThat(VectorArithmetic.dot(a, b)).isEqualTo(Math.fma(a[16], b[16], -1f)).isNotZero();
  }

  @Test
  void thePaddingTakesPartInTheSum() {
    // Every term rounds to -0. So does the sum of 16 such lanes, unless padding adds +0 to one.
    assertThat(Float.floatToRawIntBits(dotOfVanishing(16))).isEqualTo(0x80000000);
    assertThat(Float.floatToRawIntBits(dotOfVanishing(32))).isEqualTo(0x80000000);
    assertThat(Float.floatToRawIntBits(dotOfVanishing(17))).isZero();
    assertThat(Float.floatToRawIntBits(dotOfVanishing(1))).isZero();
  }

  @Test
  void noDistanceIsMinusZero() {
    for (float sign : new float[] {-1, 1}) {
      float[] a = {0x1p-40f, 0};
      float[] b = {0, sign};
      assertThat(Float.floatToRawIntBits(DistanceKernel.of(Metric.IP, a).distance(b))).isZero();
    }
    float[] same = {3, 4};
    for (Metric metric : List.of(Metric.L2, Metric.COSINE)) {
      assertThat(Float.floatToRawIntBits(DistanceKernel.of(metric, same).distance(same))).isZero();
    }
  }

  private static float dotOfVanishing(int dimension) {
    float[] a = new float[dimension];
    float[] b = new float[dimension];
    Arrays.fill(a, -0x1p-100f);
    Arrays.fill(b, 0x1p-100f);
    return VectorArithmetic.dot(a, b);
  }

  private static float[] plain(Random random, int dimension) {
    float[] values = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      values[i] = (float) random.nextGaussian() + 0.01f;
    }
    return values;
  }

  /** The relative error of n/16 fused steps, a padded one and four additions, and of the oracle. */
  private static double relative(int dimension) {
    double roundings = dimension / 16 + 1 + 4;
    return roundings * UNIT / (1 - roundings * UNIT) + dimension * 0x1p-52;
  }
}
