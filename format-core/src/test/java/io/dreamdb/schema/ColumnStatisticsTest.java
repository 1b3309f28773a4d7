package io.dreamdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.Metric;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnStatisticsTest {

  private static ColumnStatistics of(Type type, @Nullable Object... values) {
    ColumnBuilder builder = ColumnBuilder.of(type);
    Arrays.asList(values).forEach(builder::append);
    return ColumnStatistics.of(builder.build());
  }

  private static @Nullable Object java(@Nullable Value bound) {
    return bound == null ? null : bound.value();
  }

  private static void requireBounds(
      ColumnStatistics statistics, @Nullable Object lower, @Nullable Object upper) {
    assertThat(java(statistics.lower())).isEqualTo(lower);
    assertThat(java(statistics.upper())).isEqualTo(upper);
  }

  @Test
  void nullAndNanAreCountedAndOutsideTheBounds() {
    ColumnStatistics some = of(PrimitiveType.DOUBLE, null, Double.NaN, 2.0, -0.0, null, 0.0);
    assertThat(some.valueCount()).isEqualTo(6);
    assertThat(some.nullCount()).isEqualTo(2);
    assertThat(some.nanCount()).isEqualTo(1);
    requireBounds(some, 0.0, 2.0);
    requireBounds(of(PrimitiveType.FLOAT, Float.NaN, null), null, null);
    requireBounds(of(PrimitiveType.FLOAT, Float.NEGATIVE_INFINITY), -1f / 0, -1f / 0);
    requireBounds(of(PrimitiveType.INT), null, null);
  }

  @Test
  void wideDecimalsCompareOverBothHalves() {
    BigDecimal big = new BigDecimal("18446744073709551616");
    BigDecimal less = new BigDecimal("18446744073709551615");
    BigDecimal half = new BigDecimal("9223372036854775808");
    requireBounds(of(new DecimalType(20, 0), less, big, half), half, big);
    requireBounds(
        of(new DecimalType(20, 0), less.negate(), big.negate()), big.negate(), less.negate());
  }

  @Test
  void nestedColumnsAndEmbeddingsHaveCountsOnly() {
    ColumnStatistics statistics =
        of(ArrayType.of(1, PrimitiveType.INT, true), List.of(1), null, List.of());
    assertThat(statistics).isEqualTo(new ColumnStatistics(3, 1, 0, null, null));
    assertThat(of(new EmbeddingType(1, Metric.L2), new float[1], null).nullCount()).isEqualTo(1);
  }

  @Test
  void longStringsAreCutToBoundsOfSixteenCharacters() {
    String exact = "0123456789abcdef";
    requireBounds(of(PrimitiveType.STRING, exact), exact, exact);
    requireBounds(of(PrimitiveType.STRING, exact + "x"), exact, "0123456789abcdeg");
    requireBounds(
        of(PrimitiveType.STRING, "😀".repeat(20)),
        "😀".repeat(16),
        "😀".repeat(15) + Character.toString("😀".codePointAt(0) + 1));
    requireBounds(
        of(PrimitiveType.STRING, "x".repeat(15) + "\uD7FFy"),
        "x".repeat(15) + "\uD7FF",
        "x".repeat(15) + "\uE000");
  }

  @Test
  void theLastCharacterThatCanGrowGrows() {
    String last = Character.toString(Character.MAX_CODE_POINT);
    requireBounds(of(PrimitiveType.STRING, "ab" + last.repeat(15)), "ab" + last.repeat(14), "ac");
    requireBounds(of(PrimitiveType.STRING, last.repeat(17)), last.repeat(16), null);
    byte[] bytes = new byte[17];
    Arrays.fill(bytes, (byte) -1);
    assertThat(of(PrimitiveType.BINARY, bytes).upper()).isNull();
    bytes[3] = 7;
    assertThat(of(PrimitiveType.BINARY, bytes).upper().toBytes()).containsExactly(-1, -1, -1, 8);
    assertThat(of(PrimitiveType.BINARY, bytes).lower().toBytes()).hasSize(16);
  }

  @Test
  void mergingTakesTheOuterBoundsAndAddsCounts() {
    ColumnStatistics left = of(PrimitiveType.INT, 3, null, 5);
    ColumnStatistics right = of(PrimitiveType.INT, 1, 4);
    assertThat(left.merge(right)).isEqualTo(of(PrimitiveType.INT, 3, null, 5, 1, 4));
    assertThat(left.merge(ColumnStatistics.ofNulls(2)))
        .isEqualTo(of(PrimitiveType.INT, 3, null, 5, null, null));
    assertThat(of(PrimitiveType.INT).merge(right)).isEqualTo(right);
    ColumnStatistics unbounded = new ColumnStatistics(1, 0, 0, null, null);
    assertThat(right.merge(unbounded)).isEqualTo(new ColumnStatistics(3, 0, 0, null, null));
    ColumnStatistics nan = of(PrimitiveType.DOUBLE, Double.NaN);
    requireBounds(nan.merge(of(PrimitiveType.DOUBLE, 1.0)), 1.0, 1.0);
  }

  @Test
  void aBlockHasStatisticsOfFieldsInsideStructs() {
    Schema schema = Schema.parse("s:struct<a:int,m:map<int,int>>", new SequentialIds());
    ColumnBuilder builder = ColumnBuilder.of(schema.fields().get(0).type());
    builder.append(Map.of("a", 4));
    builder.append(null);
    RowBlock block = new RowBlock(schema, 2, List.of(builder.build()));
    assertThat(block.statistics()).containsOnlyKeys(1, 2, 3);
    assertThat(block.statistics().get(2)).isEqualTo(of(PrimitiveType.INT, 4, null));
    assertThat(block.statistics().get(3)).isEqualTo(ColumnStatistics.ofNulls(2));
  }

  @Test
  void contradictionsAreRefused() {
    Value one = Value.of(PrimitiveType.INT, 1);
    Value two = Value.of(PrimitiveType.INT, 2);
    Value nan = Value.of(PrimitiveType.DOUBLE, Double.NaN);
    assertThatThrownBy(() -> new ColumnStatistics(1, 1, 1, null, null))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new ColumnStatistics(1, -1, 0, null, null))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new ColumnStatistics(1, 0, 0, two, one))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new ColumnStatistics(1, 0, 0, nan, null))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void statisticsOfOtherRowsOrTypesDecideNothing() {
    Schema schema = Schema.of(Field.nullable(1, "l", PrimitiveType.BIGINT));
    BoundPredicate bound = Predicate.parse("l = 5").bind(schema);
    assertThat(bound.mightMatch(Map.of(1, of(PrimitiveType.BIGINT, 1L)), 1)).isFalse();
    assertThat(bound.mightMatch(Map.of(1, of(PrimitiveType.BIGINT, 1L)), 2)).isTrue();
    assertThat(bound.mightMatch(Map.of(1, of(PrimitiveType.INT, 1)), 1)).isTrue();
    assertThat(bound.mightMatch(Map.of(), 1)).isTrue();
    assertThat(bound.mightMatch(Map.of(), 0)).isFalse();
    assertThat(bound.alwaysMatches(Map.of(), 0)).isTrue();
    assertThat(bound.alwaysMatches(Map.of(1, of(PrimitiveType.BIGINT, 5L)), 1)).isTrue();
    assertThat(bound.alwaysMatches(Map.of(1, of(PrimitiveType.BIGINT, 5L, null)), 2)).isFalse();
  }
}
