package io.dreamdb.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.hash.Blake3;
import io.dreamdb.object.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The rules of SQL, and what the functions that Spark does not have compute. */
class VectorFunctionsTest {

  private static final VectorView THREE = VectorView.of(new float[] {1, 2, 3});
  private static final VectorView FOUR = VectorView.of(new float[] {1, 2, 3, 4});
  private static final VectorView HOLED = VectorView.of(new float[] {1, 2, 3}, 0, 3, true);

  private static final Map<VectorFunction, BiFunction<VectorView, VectorView, Object>> PAIRS =
      Map.of(
          VectorFunction.L2_DISTANCE, (a, b) -> number(VectorFunctions.l2Distance(a, b)),
          VectorFunction.COSINE_SIMILARITY,
              (a, b) -> number(VectorFunctions.cosineSimilarity(a, b)),
          VectorFunction.INNER_PRODUCT, (a, b) -> number(VectorFunctions.innerProduct(a, b)),
          VectorFunction.COSINE_DISTANCE, (a, b) -> number(VectorFunctions.cosineDistance(a, b)),
          VectorFunction.L1_DISTANCE, (a, b) -> number(VectorFunctions.l1Distance(a, b)),
          VectorFunction.HAMMING_DISTANCE, (a, b) -> number(VectorFunctions.hammingDistance(a, b)),
          VectorFunction.ADD, VectorFunctions::add,
          VectorFunction.SUBTRACT, VectorFunctions::subtract);

  private static final List<Function<VectorView, Object>> SINGLES =
      List.of(
          v -> number(VectorFunctions.norm(v)),
          v -> number(VectorFunctions.norm(v, 1)),
          VectorFunctions::normalize,
          v -> VectorFunctions.normalize(v, Float.POSITIVE_INFINITY),
          v -> VectorFunctions.scale(v, 2),
          VectorFunctions::quantize,
          v -> VectorFunctions.quantize(v, 0.5f));

  @Test
  void everyFunctionOfTwoVectorsIsHere() {
    for (VectorFunction function : VectorFunction.values()) {
      boolean two = function.signatures().get(0).spark().contains("b ARRAY<FLOAT>");
      assertThat(PAIRS.containsKey(function)).as(function.sqlName()).isEqualTo(two);
    }
  }

  @Test
  void aNullVectorGivesNull() {
    PAIRS.forEach((name, function) -> {
      assertThat(function.apply(null, THREE)).as(name.sqlName()).isNull();
      assertThat(function.apply(THREE, null)).as(name.sqlName()).isNull();
      assertThat(function.apply(THREE, THREE)).as(name.sqlName()).isNotNull();
    });
    SINGLES.forEach(function -> assertThat(function.apply(null)).isNull());
    SINGLES.forEach(function -> assertThat(function.apply(THREE)).isNotNull());
    assertThat(VectorFunctions.objectId(null)).isNull();
  }

  @Test
  void aNullElementGivesNull() {
    PAIRS.forEach((name, function) -> {
      assertThat(function.apply(HOLED, THREE)).as(name.sqlName()).isNull();
      assertThat(function.apply(THREE, HOLED)).as(name.sqlName()).isNull();
    });
    SINGLES.forEach(function -> assertThat(function.apply(HOLED)).isNull());
  }

  @Test
  void differentLengthsAreRefusedWithBothOfThemAndTheFunction() {
    PAIRS.forEach((name, function) ->
        assertThatThrownBy(() -> function.apply(THREE, FOUR))
            .isInstanceOf(InvalidInput.class)
            .hasMessage(
                name.sqlName() + ": the vectors have 3 and 4 elements, expected the same number"));
  }

  @Test
  void anUnknownDegreeIsRefused() {
    assertThatThrownBy(() -> VectorFunctions.norm(THREE, 3))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("vector_norm: the degree is 3.0, expected 1.0, 2.0 or infinity");
    assertThatThrownBy(() -> VectorFunctions.normalize(THREE, Float.NEGATIVE_INFINITY))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("vector_normalize: the degree is -Infinity, expected 1.0, 2.0 or infinity");
    assertThat(VectorFunctions.norm(null, 3)).isEqualTo(SqlNumber.NULL);
  }

  @Test
  void aScaleThatIsNotPositiveAndFiniteIsRefused() {
    for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> VectorFunctions.quantize(THREE, scale))
          .isInstanceOf(InvalidInput.class)
          .hasMessage(
              "vector_quantize: the scale is " + scale + ", expected a positive finite number");
    }
  }

  @Test
  void aZeroVectorHasNoCosine() {
    VectorView zero = VectorView.of(new float[3]);
    assertThat(VectorFunctions.cosineSimilarity(zero, THREE)).isEqualTo(SqlNumber.NULL);
    assertThat(VectorFunctions.cosineDistance(THREE, zero)).isEqualTo(SqlNumber.NULL);
    assertThat(VectorFunctions.normalize(zero)).isNull();
  }

  @Test
  void cosineDistanceIsOneLessTheSimilarity() {
    Random random = new Random(3);
    for (int round = 0; round < 1000; round++) {
      VectorView a = VectorView.of(Vectors.of(Vectors.KINDS.get(0), 17, random));
      VectorView b = VectorView.of(Vectors.of(Vectors.KINDS.get(0), 17, random));
      float similarity = SqlNumber.toFloat(VectorFunctions.cosineSimilarity(a, b));
      assertThat(VectorFunctions.cosineDistance(a, b)).isEqualTo(SqlNumber.of(1 - similarity));
    }
  }

  @Test
  void l1DistanceIsTheNormOfTheDifference() {
    Random random = new Random(4);
    for (Function<Random, Float> kind : Vectors.KINDS) {
      VectorView a = VectorView.of(Vectors.of(kind, 29, random));
      VectorView b = VectorView.of(Vectors.of(kind, 29, random));
      VectorView difference = VectorView.of(VectorFunctions.subtract(a, b));
      assertThat(number(VectorFunctions.l1Distance(a, b)))
          .isEqualTo(number(VectorFunctions.norm(difference, 1)));
    }
  }

  @Test
  void hammingDistanceCountsValuesAndNotBits() {
    VectorView a = VectorView.of(new float[] {0f, Float.NaN, 1f, 2f});
    VectorView b =
        VectorView.of(new float[] {-0f, Float.intBitsToFloat(0x7fc12345), 1f, Float.NaN});
    assertThat(VectorFunctions.hammingDistance(a, b)).isEqualTo(1);
    assertThat(VectorFunctions.hammingDistance(a, a)).isZero();
  }

  @Test
  void quantizingRoundsToTheNearestStepAndCutsOff() {
    VectorView v = VectorView.of(new float[] {0.5f, 1.5f, -2.4f, 1e30f, -1e30f, -0.1f, 0f});
    assertThat(VectorFunctions.quantize(v, 1)).containsExactly(0, 2, -2, 127, -127, 0, 0);
    for (float code : VectorFunctions.quantize(v, 1)) {
      assertThat(Float.floatToRawIntBits(code)).isNotEqualTo(Float.floatToRawIntBits(-0f));
    }
  }

  @Test
  void aQuantizedVectorScaledBackIsWithinHalfAStep() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      float[] values = Vectors.of(Vectors.KINDS.get(round % 5), 31, random);
      double step =
          SqlNumber.toFloat(VectorFunctions.norm(VectorView.of(values), Float.POSITIVE_INFINITY))
              / 127d;
      float[] codes = VectorFunctions.quantize(VectorView.of(values));
      for (int i = 0; i < codes.length; i++) {
        assertThat(codes[i]).isBetween(-127f, 127f).isEqualTo(Math.round(codes[i]));
        assertThat(Math.abs(codes[i] * step - values[i])).isLessThanOrEqualTo(step * 0.5000001);
      }
    }
  }

  @Test
  void quantizingKeepsNanAndTakesInfinitiesAsTheLargestCode() {
    float infinity = Float.POSITIVE_INFINITY;
    VectorView v = VectorView.of(new float[] {Float.NaN, infinity, -infinity, 3f, 0f});
    float[] expected = {Float.NaN, 127, -127, 0, 0};
    assertThat(VectorFunctions.quantize(v)).containsExactly(expected);
    assertThat(VectorFunctions.quantize(VectorView.of(new float[2]))).containsExactly(0, 0);
    assertThat(VectorFunctions.quantize(VectorView.of(new float[] {Float.MIN_VALUE})))
        .containsExactly(127);
  }

  @Test
  void objectIdIsTheIdOfTheObjectGraph() {
    Random random = new Random(6);
    for (int length : new int[] {0, 1, 1024, 1025, 70_000}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      String id = ObjectId.ofDigest(Blake3.hash(bytes)).toString();
      assertThat(VectorFunctions.objectId(bytes)).isEqualTo(id);
      byte[] wide = new byte[length + 9];
      System.arraycopy(bytes, 0, wide, 4, length);
      assertThat(VectorFunctions.objectId(wide, 4, length)).isEqualTo(id);
    }
    assertThat(VectorFunctions.objectId("abc".getBytes(StandardCharsets.UTF_8))).hasSize(53);
  }

  @Test
  void aViewOutsideOfItsArrayIsRefused() {
    assertThatThrownBy(() -> VectorView.of(new float[3], 1, 3, false))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> VectorView.of(new float[3], 0, 3, new boolean[3], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aFlagOutsideOfTheRangeDoesNotCount() {
    boolean[] isNull = {true, false, false, true};
    assertThat(VectorView.of(new float[9], 3, 2, isNull, 1).hasNull()).isFalse();
    assertThat(VectorView.of(new float[9], 3, 3, isNull, 1).hasNull()).isTrue();
  }

  @Test
  void noNumberIsTakenForNull() {
    for (float value : new float[] {-0f, Float.NaN, -Float.NaN, Float.NEGATIVE_INFINITY, -1f}) {
      assertThat(SqlNumber.isNull(SqlNumber.of(value))).isFalse();
      assertThat(SqlNumber.toFloat(SqlNumber.of(value))).isEqualTo(Float.valueOf(value));
    }
  }

  private static Object number(long result) {
    return SqlNumber.isNull(result) ? null : result;
  }
}
