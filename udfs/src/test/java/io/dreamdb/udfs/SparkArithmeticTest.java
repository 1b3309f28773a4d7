package io.dreamdb.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The unrolled loops against their plain twin, and their behaviour at the borders. */
class SparkArithmeticTest {

  private static final long SEED = 7;

  @Test
  void theUnrolledLoopsEqualThePlainOnes() {
    Random random = new Random(SEED);
    for (int length = 0; length <= 70; length++) {
      for (Function<Random, Float> kind : Vectors.KINDS) {
        float[] a = Vectors.of(kind, length, random);
        float[] b = Vectors.of(kind, length, random);
        VectorView x = Vectors.shifted(a, 3);
        VectorView y = Vectors.shifted(b, 1);
        same(SparkArithmetic.dot(x.values(), 3, y.values(), 1, length), PlainArithmetic.dot(a, b));
        same(SparkArithmetic.squaredNorm(x.values(), 3, length), PlainArithmetic.dot(a, a));
        same(
            SparkArithmetic.squaredL2(x.values(), 3, y.values(), 1, length),
            PlainArithmetic.squaredL2(a, b));
        same(SparkArithmetic.l1Norm(x.values(), 3, length), PlainArithmetic.l1Norm(a));
        same(
            SparkArithmetic.l1Distance(x.values(), 3, y.values(), 1, length),
            PlainArithmetic.l1Distance(a, b));
      }
    }
  }

  @Test
  void theOrderOfTheAdditionsMatters() {
    // Eight small terms are lost one by one beside 2^24, and counted when added up first.
    float[] ones = {0x1p12f, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1};
    assertThat(SparkArithmetic.dot(ones, 0, ones, 0, 16)).isEqualTo(0x1p24f + 8);
    assertThat(SparkArithmetic.dot(ones, 0, ones, 0, 15)).isEqualTo(0x1p24f);
  }

  @Test
  void aRangeOutsideOfTheArrayIsRefused() {
    float[] eight = new float[8];
    assertThatThrownBy(() -> SparkArithmetic.dot(eight, 1, eight, 0, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> SparkArithmetic.l2Distance(eight, 0, eight, -1, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aCosineIsNullExactlyWhereTheProductOfTheSquaresVanishes() {
    assertThat(SparkArithmetic.cosineIsNull(0, 1)).isTrue();
    assertThat(SparkArithmetic.cosineIsNull(1e-30f, 1e-30f)).isTrue();
    assertThat(SparkArithmetic.cosineIsNull(Float.MIN_VALUE, 1)).isFalse();
    assertThat(SparkArithmetic.cosineIsNull(Float.NaN, 0)).isFalse();
    assertThat(SparkArithmetic.cosineIsNull(Float.POSITIVE_INFINITY, 1)).isFalse();
  }

  private static void same(float actual, float expected) {
    assertThat(Float.floatToIntBits(actual)).isEqualTo(Float.floatToIntBits(expected));
  }
}
