package io.dreamdb.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamdb.InvalidInput;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The bounds against exact arithmetic, on vectors of every kind that keeps finite. */
class RoundingBoundTest {

  private static final long SEED = 11;
  private static final MathContext DIGITS = new MathContext(60);
  private static final int[] DIMENSIONS = {1, 2, 7, 8, 9, 17, 96, 384};

  @Test
  void theFloatIsNeverFurtherFromTheRealNumberThanTheBound() {
    Random random = new Random(SEED);
    int[] bounded = new int[3];
    for (int round = 0; round < 3000; round++) {
      Pair pair = pair(DIMENSIONS[round % DIMENSIONS.length], random);
      if (pair.isFinite()) {
        bounded[0] += holds(pair.innerProduct(), pair.exactDot(), pair.innerProductBound());
        bounded[1] += holds(pair.l2Distance(), pair.exactL2(), pair.l2Bound());
        bounded[1] += holds(pair.l2Distance(), pair.exactL2(), pair.l2BoundByDistance());
        bounded[2] += pair.checkCosine();
      }
    }
    assertThat(bounded[0]).isGreaterThan(1000);
    assertThat(bounded[1]).isGreaterThan(2000);
    assertThat(bounded[2]).isGreaterThan(1000);
  }

  @Test
  void theBoundIsReachedWithinASmallFactor() {
    // A large first square makes each later addition lose low bits, always to the same side.
    float[] a = new float[1024];
    Arrays.fill(a, Math.nextUp(1f));
    a[0] = 4096.0f;
    float[] b = a.clone();
    Pair pair = new Pair(a, b);
    double error =
        pair.exactDot().subtract(new BigDecimal(pair.innerProduct())).abs().doubleValue();
    assertThat(pair.innerProductBound()).isBetween(error, 500 * error);
  }

  @Test
  void theBoundsOfUnitVectorsAreAboutTheLengthOfTheLongestChain() {
    NormRange unit = new NormRange(1, 1);
    double u = 0x1p-24;
    assertThat(RoundingBound.innerProduct(768, unit, unit)).isCloseTo(103 * u, within(u));
    assertThat(RoundingBound.l2Distance(768, 1)).isCloseTo((105 / 2.0 + 1) * u, within(u));
    assertThat(RoundingBound.cosineSimilarity(768, unit, unit))
        .isCloseTo((103 + 103 + 2.5) * u, within(u));
    assertThat(RoundingBound.cosineDistance(768, unit, unit))
        .isCloseTo((103 + 103 + 4.5) * u, within(u));
  }

  @Test
  void boundsGrowWithTheNorms() {
    double before = 0;
    for (double most = 0x1p-80; most < 0x1p70; most *= 2) {
      NormRange range = new NormRange(0, most);
      double bound = RoundingBound.innerProduct(100, range, range);
      assertThat(bound).isGreaterThanOrEqualTo(before);
      assertThat(RoundingBound.l2Distance(100, most))
          .isLessThanOrEqualTo(RoundingBound.l2Distance(100, most * 2));
      before = bound;
    }
  }

  @Test
  void aCosinesBoundGrowsAsTheLeastNormFalls() {
    double before = 0;
    for (double least = 1; least > 0x1p-80; least /= 2) {
      NormRange range = new NormRange(least, 1);
      double bound = RoundingBound.cosineSimilarity(100, range, range);
      assertThat(bound).isGreaterThanOrEqualTo(before);
      before = bound;
    }
    assertThat(before).isInfinite();
  }

  @Test
  void nothingIsPromisedWhereSumsMayOverflowOrACosineBeNull() {
    NormRange unit = new NormRange(1, 1);
    NormRange huge = new NormRange(1, 0x1p65);
    NormRange unknown = new NormRange(0, Double.POSITIVE_INFINITY);
    assertThat(RoundingBound.innerProduct(9, huge, huge)).isInfinite();
    assertThat(RoundingBound.innerProduct(9, new NormRange(0, 0), unknown)).isInfinite();
    assertThat(RoundingBound.l2Distance(9, huge, unit)).isInfinite();
    assertThat(RoundingBound.l2Distance(9, Double.NaN)).isInfinite();
    assertThat(RoundingBound.cosineSimilarity(9, huge, unit)).isInfinite();
    assertThat(
            RoundingBound.cosineSimilarity(
                9, new NormRange(0x1p33, 0x1p33), new NormRange(1, 0x1p33)))
        .isInfinite();
    assertThat(RoundingBound.cosineSimilarity(9, new NormRange(0, 1), unit)).isInfinite();
    assertThat(RoundingBound.cosineSimilarity(9, new NormRange(1e-40, 1), unit)).isInfinite();
    assertThat(RoundingBound.cosineDistance(0, new NormRange(0, 0), unit)).isInfinite();
    assertThat(RoundingBound.innerProduct(Integer.MAX_VALUE, unit, unit)).isInfinite();
  }

  @Test
  void noElementsMakeNoError() {
    NormRange none = new NormRange(0, 0);
    assertThat(RoundingBound.innerProduct(0, none, none)).isZero();
    assertThat(RoundingBound.l2Distance(0, none, none)).isZero();
  }

  @Test
  void whatIsNoRangeIsRefused() {
    assertThatThrownBy(() -> new NormRange(2, 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("norms from 2.0 to 1.0 are no range, expected 0 <= least <= most");
    assertThatThrownBy(() -> new NormRange(-1, 1)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new NormRange(Double.NaN, 1)).isInstanceOf(InvalidInput.class);
  }

  /** 1 if there is a bound, which then must hold. */
  private static int holds(float actual, BigDecimal exact, double bound) {
    if (Double.isInfinite(bound)) {
      return 0;
    }
    assertThat(Float.isFinite(actual)).isTrue();
    assertThat(new BigDecimal(actual).subtract(exact).abs())
        .as("%s, exactly %s, bound %s", actual, exact, bound)
        .isLessThanOrEqualTo(new BigDecimal(bound));
    return 1;
  }

  private static Pair pair(int dimension, Random random) {
    Function<Random, Float> kind = Vectors.KINDS.get(random.nextInt(Vectors.KINDS.size()));
    float[] a = Vectors.of(kind, dimension, random);
    float[] b = Vectors.of(kind, dimension, random);
    float nearness = (float) Math.pow(10, -random.nextInt(8));
    if (random.nextBoolean()) { // near each other, where differences cancel
      for (int i = 0; i < dimension; i++) {
        b[i] = a[i] + a[i] * nearness * (random.nextFloat() - 0.5f);
      }
    } else if (random.nextInt(3) == 0) { // nearly orthogonal, where products cancel
      for (int i = 1; i < dimension; i += 2) {
        a[i] = a[i - 1];
        b[i] = -b[i - 1] * (1 + nearness);
      }
    }
    return new Pair(a, b);
  }

  private static final class Pair {

    private final float[] a;
    private final float[] b;

    Pair(float[] a, float[] b) {
      this.a = a;
      this.b = b;
    }

    boolean isFinite() {
      for (int i = 0; i < a.length; i++) {
        if (!Float.isFinite(a[i]) || !Float.isFinite(b[i])) {
          return false;
        }
      }
      return true;
    }

    float innerProduct() {
      return SparkArithmetic.dot(a, 0, b, 0, a.length);
    }

    float l2Distance() {
      return SparkArithmetic.l2Distance(a, 0, b, 0, a.length);
    }

    double innerProductBound() {
      return RoundingBound.innerProduct(a.length, range(a), range(b));
    }

    double l2Bound() {
      return RoundingBound.l2Distance(a.length, range(a), range(b));
    }

    double l2BoundByDistance() {
      return RoundingBound.l2Distance(a.length, Math.nextUp(exactL2().doubleValue()));
    }

    /** The number of bounds that were finite, and held. */
    int checkCosine() {
      double bound = RoundingBound.cosineSimilarity(a.length, range(a), range(b));
      if (Double.isInfinite(bound)) {
        return 0;
      }
      VectorView x = VectorView.of(a);
      VectorView y = VectorView.of(b);
      long similarity = VectorFunctions.cosineSimilarity(x, y);
      assertThat(SqlNumber.isNull(similarity)).isFalse();
      BigDecimal norms = exactNorm(a).multiply(exactNorm(b));
      BigDecimal exact = exactDot().divide(norms, DIGITS);
      double distanceBound = RoundingBound.cosineDistance(a.length, range(a), range(b));
      long distance = VectorFunctions.cosineDistance(x, y);
      return holds(SqlNumber.toFloat(similarity), exact, bound)
          + holds(SqlNumber.toFloat(distance), BigDecimal.ONE.subtract(exact), distanceBound);
    }

    BigDecimal exactDot() {
      return dot(a, b);
    }

    BigDecimal exactL2() {
      BigDecimal sum = BigDecimal.ZERO;
      for (int i = 0; i < a.length; i++) {
        BigDecimal difference = new BigDecimal(a[i]).subtract(new BigDecimal(b[i]));
        sum = sum.add(difference.multiply(difference));
      }
      return sum.sqrt(DIGITS);
    }

    private static NormRange range(float[] vector) {
      double norm = exactNorm(vector).doubleValue();
      return new NormRange(Math.max(0, Math.nextDown(norm)), Math.nextUp(norm));
    }

    private static BigDecimal exactNorm(float[] vector) {
      return dot(vector, vector).sqrt(DIGITS);
    }

    private static BigDecimal dot(float[] a, float[] b) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int i = 0; i < a.length; i++) {
        sum = sum.add(new BigDecimal(a[i]).multiply(new BigDecimal(b[i])));
      }
      return sum;
    }
  }
}
