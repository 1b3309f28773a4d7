package io.dreamdb.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dreamdb.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.VectorFunctionImplUtils;
import org.junit.jupiter.api.Test;

/** Our results and those of Spark's own classes, bit by bit; one NaN is as good as another. */
class SparkEqualityTest {

  private static final long SEED = 20260401;
  private static final int ROUNDS = 40;

  @Test
  void theOracleIsSparks() {
    assertThat(VectorFunctionImplUtils.class.getProtectionDomain().getCodeSource().getLocation())
        .asString()
        .endsWith("spark-catalyst_2.13-4.2.0.jar");
  }

  @Test
  void l2DistanceHasSparksBits() {
    pairs((a, b) ->
        same(
            VectorFunctions.l2Distance(Vectors.shifted(a, 5), Vectors.shifted(b, 2)),
            SparkOracle.l2Distance(SparkOracle.boxed(a), SparkOracle.boxed(b))));
  }

  @Test
  void innerProductHasSparksBits() {
    pairs((a, b) ->
        same(
            VectorFunctions.innerProduct(Vectors.shifted(a, 5), Vectors.shifted(b, 2)),
            SparkOracle.innerProduct(SparkOracle.boxed(a), SparkOracle.boxed(b))));
  }

  @Test
  void cosineSimilarityHasSparksBitsAndNulls() {
    List<Boolean> nulls = new ArrayList<>();
    pairs((a, b) -> {
      Float expected = SparkOracle.cosineSimilarity(SparkOracle.boxed(a), SparkOracle.boxed(b));
      nulls.add(expected == null);
      same(
          VectorFunctions.cosineSimilarity(Vectors.shifted(a, 5), Vectors.shifted(b, 2)), expected);
    });
    assertThat(nulls).contains(true, false);
  }

  @Test
  void normHasSparksBits() {
    pairs((a, b) -> {
      for (float degree : new float[] {1, 2, Float.POSITIVE_INFINITY}) {
        same(
            VectorFunctions.norm(Vectors.shifted(a, 3), degree),
            SparkOracle.norm(SparkOracle.boxed(a), degree));
      }
      same(VectorFunctions.norm(Vectors.shifted(a, 3)), SparkOracle.norm(SparkOracle.boxed(a), 2));
    });
  }

  @Test
  void normalizeHasSparksBitsAndNulls() {
    List<Boolean> nulls = new ArrayList<>();
    pairs((a, b) -> {
      for (float degree : new float[] {1, 2, Float.POSITIVE_INFINITY}) {
        float[] expected = SparkOracle.normalize(SparkOracle.boxed(a), degree);
        nulls.add(expected == null);
        same(VectorFunctions.normalize(Vectors.shifted(a, 3), degree), expected);
      }
    });
    assertThat(nulls).contains(true, false);
  }

  @Test
  void aNullElementGivesNullWhereverItIs() {
    for (int length : new int[] {1, 7, 8, 9, 17}) {
      for (int at = 0; at < length; at++) {
        Float[] holed = new Float[length];
        Arrays.fill(holed, 1f);
        Float[] whole = holed.clone();
        holed[at] = null;
        VectorView a = view(holed);
        VectorView b = view(whole);
        same(VectorFunctions.l2Distance(a, b), SparkOracle.l2Distance(holed, whole));
        same(VectorFunctions.innerProduct(b, a), SparkOracle.innerProduct(whole, holed));
        same(VectorFunctions.cosineSimilarity(b, a), SparkOracle.cosineSimilarity(whole, holed));
        same(VectorFunctions.norm(a, 1), SparkOracle.norm(holed, 1));
        same(VectorFunctions.norm(a, 2), SparkOracle.norm(holed, 2));
        float infinity = Float.POSITIVE_INFINITY;
        same(VectorFunctions.norm(a, infinity), SparkOracle.norm(holed, infinity));
        same(VectorFunctions.normalize(a), SparkOracle.normalize(holed, 2));
      }
    }
  }

  @Test
  void whatSparkRefusesWeRefuseEvenWithNullElements() {
    Float[] three = {1f, null, 3f};
    Float[] four = {1f, 2f, null, 4f};
    refusedBySpark("vectorDimensionMismatchError", () -> SparkOracle.l2Distance(three, four));
    refusedBySpark("vectorDimensionMismatchError", () -> SparkOracle.innerProduct(three, four));
    refusedBySpark("vectorDimensionMismatchError", () -> SparkOracle.cosineSimilarity(three, four));
    refusedBySpark("invalidVectorNormDegreeError", () -> SparkOracle.norm(three, 3));
    refusedBySpark("invalidVectorNormDegreeError", () -> SparkOracle.normalize(three, Float.NaN));
    refusedByUs(() -> VectorFunctions.l2Distance(view(three), view(four)));
    refusedByUs(() -> VectorFunctions.innerProduct(view(three), view(four)));
    refusedByUs(() -> VectorFunctions.cosineSimilarity(view(three), view(four)));
    refusedByUs(() -> VectorFunctions.norm(view(three), 3));
    refusedByUs(() -> VectorFunctions.normalize(view(three), Float.NaN));
  }

  @Test
  void theSumOfAGroupHasSparksBits() throws ReflectiveOperationException {
    aggregatesAgree(new SparkOracle.Aggregate("VectorSum"), VectorTotal.Fold.SUM);
  }

  @Test
  void theMeanOfAGroupHasSparksBits() throws ReflectiveOperationException {
    aggregatesAgree(new SparkOracle.Aggregate("VectorAvg"), VectorTotal.Fold.AVERAGE);
  }

  private static void aggregatesAgree(SparkOracle.Aggregate spark, VectorTotal.Fold fold)
      throws ReflectiveOperationException {
    Random random = new Random(SEED);
    for (Function<Random, Float> kind : Vectors.KINDS) {
      VectorTotal[] ours = {new VectorTotal(fold), new VectorTotal(fold)};
      float[][] expected = new float[2][];
      int[] rows = {1 + random.nextInt(50), 1 + random.nextInt(50)};
      for (int part = 0; part < 2; part++) {
        expected[part] = Vectors.of(kind, 19, random);
        ours[part].add(Vectors.shifted(expected[part], 4));
        for (int count = 2; count <= rows[part]; count++) {
          float[] vector = Vectors.of(kind, 19, random);
          expected[part] = spark.add(expected[part], vector, count);
          ours[part].add(Vectors.shifted(vector, 4));
        }
        same(ours[part].result(), expected[part]);
      }
      ours[0].merge(ours[1]);
      same(ours[0].result(), spark.merge(expected[0], rows[0], expected[1], rows[1]));
      assertThat(ours[0].count()).isEqualTo(rows[0] + rows[1]);
    }
  }

  private static void pairs(BiConsumer<float[], float[]> check) {
    Random random = new Random(SEED);
    for (int length : Vectors.LENGTHS) {
      for (Function<Random, Float> kind : Vectors.KINDS) {
        for (int round = 0; round < ROUNDS; round++) {
          float[] a = Vectors.of(kind, length, random);
          float[] b = round % 5 == 0 ? a.clone() : Vectors.of(kind, length, random);
          check.accept(a, b);
        }
      }
    }
  }

  private static VectorView view(Float[] vector) {
    float[] values = new float[vector.length];
    boolean[] isNull = new boolean[vector.length];
    for (int i = 0; i < values.length; i++) {
      isNull[i] = vector[i] == null;
      values[i] = isNull[i] ? 42f : vector[i];
    }
    return VectorView.of(values, 0, values.length, isNull, 0);
  }

  private static void same(long actual, Float expected) {
    if (expected == null) {
      assertThat(actual).isEqualTo(SqlNumber.NULL);
    } else {
      assertThat(SqlNumber.isNull(actual)).isFalse();
      assertThat(Float.floatToIntBits(SqlNumber.toFloat(actual)))
          .as("%s, expected %s", SqlNumber.toFloat(actual), expected)
          .isEqualTo(Float.floatToIntBits(expected));
    }
  }

  private static void same(float[] actual, float[] expected) {
    // Arrays.equals compares as Float.equals does: by floatToIntBits.
    assertThat(Arrays.equals(actual, expected))
        .as(() -> Arrays.toString(actual) + ", expected " + Arrays.toString(expected))
        .isTrue();
  }

  /** Its exception wants more of Spark than is here, but the way to it shows in the trace. */
  private static void refusedBySpark(String way, Runnable call) {
    assertThat(catchThrowable(call::run).getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals(way));
  }

  private static void refusedByUs(Runnable call) {
    assertThat(catchThrowable(call::run)).isInstanceOf(InvalidInput.class);
  }
}
