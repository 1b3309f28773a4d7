package io.dreamdb.udfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.udfs.VectorTotal.Fold;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorTotalTest {

  @ParameterizedTest
  @EnumSource
  void aGroupWithoutVectorsIsNull(Fold fold) {
    VectorTotal total = new VectorTotal(fold);
    total.add(null);
    total.add(VectorView.of(new float[] {1, 2}, 0, 2, true));
    assertThat(total.count()).isZero();
    assertThat(total.result()).isNull();
    total.merge(new VectorTotal(fold));
    assertThat(total.result()).isNull();
  }

  @Test
  void nullVectorsAndThoseWithANullElementArePassedOver() {
    VectorTotal total = total(Fold.SUM, 1, 2);
    total.add(VectorView.of(new float[] {9, 9, 9}, 0, 3, true));
    total.add(null);
    total.add(VectorView.of(new float[] {3, 4}));
    assertThat(total.result()).containsExactly(4, 6);
    assertThat(total.count()).isEqualTo(2);
  }

  @Test
  void aMeanIsWeightedByTheCountsWhenMerged() {
    VectorTotal total = total(Fold.AVERAGE, 1, 10);
    VectorTotal other = total(Fold.AVERAGE, 2, 20);
    other.add(VectorView.of(new float[] {4, 40}));
    other.add(VectorView.of(new float[] {9, 90}));
    total.merge(other);
    assertThat(total.result()).containsExactly(4, 40);
    assertThat(total.count()).isEqualTo(4);
  }

  @Test
  void aMeanDoesNotOverflowWhereItsSumWould() {
    VectorTotal total = total(Fold.AVERAGE, Float.MAX_VALUE);
    total.add(VectorView.of(new float[] {Float.MAX_VALUE}));
    assertThat(total.result()).containsExactly(Float.MAX_VALUE);
  }

  @ParameterizedTest
  @EnumSource
  void emptyVectorsAreCounted(Fold fold) {
    VectorTotal total = total(fold);
    total.add(VectorView.of(new float[0]));
    total.merge(total(fold));
    assertThat(total.count()).isEqualTo(3);
    assertThat(total.result()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void differentLengthsInAGroupAreRefusedAndChangeNothing(Fold fold) {
    VectorTotal total = total(fold, 1, 2);
    String message =
        fold.function().sqlName()
            + ": the vectors of a group have 2 and 3 elements, expected the same number";
    assertThatThrownBy(() -> total.add(VectorView.of(new float[3])))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(message);
    assertThatThrownBy(() -> total.merge(total(fold, 1, 2, 3)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage(message);
    assertThat(total.count()).isEqualTo(1);
    assertThat(total.result()).containsExactly(1, 2);
  }

  @Test
  void aSumIsNotMergedIntoAMean() {
    assertThatThrownBy(() -> total(Fold.AVERAGE, 1).merge(total(Fold.SUM, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a SUM cannot be merged into a AVERAGE");
  }

  @ParameterizedTest
  @EnumSource
  void mergingLeavesTheOtherTotalAsItWas(Fold fold) {
    VectorTotal empty = new VectorTotal(fold);
    VectorTotal other = total(fold, 1, 2);
    empty.merge(other);
    empty.add(VectorView.of(new float[] {7, 7}));
    assertThat(other.result()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @EnumSource
  void aTotalSurvivesItsBytes(Fold fold) {
    VectorTotal total = total(fold, 1, -0f, Float.NaN);
    total.add(VectorView.of(new float[] {3, -0f, 2}));
    VectorTotal copy = VectorTotal.ofBytes(fold, total.toBytes());
    assertThat(copy.count()).isEqualTo(2);
    assertThat(copy.length()).isEqualTo(3);
    assertThat(copy.result()).containsExactly(total.result());
    assertThat(VectorTotal.ofBytes(fold, new VectorTotal(fold).toBytes()).result()).isNull();
  }

  @Test
  void bytesAreTheCountAndTheElementsInLittleEndianOrder() {
    assertThat(total(Fold.SUM, 1).toBytes())
        .containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3f);
  }

  @Test
  void bytesOfNoTotalAreRefused() {
    assertThatThrownBy(() -> VectorTotal.ofBytes(Fold.SUM, new byte[7]))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("A vector total has 8 bytes and 4 for each element, not 7");
    assertThatThrownBy(() -> VectorTotal.ofBytes(Fold.SUM, new byte[12]))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("A vector total of 0 vectors cannot hold 4 bytes");
  }

  private static VectorTotal total(Fold fold, float... vector) {
    VectorTotal total = new VectorTotal(fold);
    total.add(VectorView.of(vector));
    return total;
  }
}
