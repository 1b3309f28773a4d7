package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.Metric;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VectorCheckTest {

  @Property(tries = 200)
  void findsTheFirstRowThatIsNotFinite(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 300) int dimension,
      @ForAll @IntRange(min = 1, max = 700) int rows,
      @ForAll @IntRange(min = 0, max = 3) int offset) {
    Random random = new Random(seed);
    float[] block = new float[offset + rows * dimension];
    Arrays.fill(block, 0.5f);
    Arrays.fill(block, 0, offset, Float.NaN);
    assertThat(VectorCheck.firstFault(Metric.COSINE, dimension, block, offset, rows)).isEmpty();
    float[] bad = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    int first = rows * dimension;
    for (float value : bad) {
      int at = random.nextInt(rows * dimension);
      block[offset + at] = value;
      first = Math.min(first, at);
    }
    int element = first % dimension;
    float value = block[offset + first];
    assertThat(VectorCheck.firstFault(Metric.L2, dimension, block, offset, rows))
        .contains(
            new VectorFault(
                first / dimension,
                "element " + element + " is " + value + ", expected a finite number"));
  }

  @Test
  void theLargestSquaredNormIsTwoToThe124() {
    assertThat(VectorCheck.firstFault(Metric.L2, 2, new float[] {0x1p62f, 0}, 0, 1)).isEmpty();
    float[] above = {1, 1, Math.nextUp(0x1p62f), 0, 1, 1};
    assertFault(VectorCheck.firstFault(Metric.IP, 2, above, 0, 3), 1, "above the limit 2^124");
    float[] overflow = {1, 1, Float.MAX_VALUE, -Float.MAX_VALUE};
    assertFault(VectorCheck.firstFault(Metric.L2, 2, overflow, 0, 2), 1, "above the limit 2^124");
  }

  @Test
  void onlyCosineRefusesARowWhoseNormVanishes() {
    float[] zero = {1, 1, -0.0f, 0};
    float[] tiny = {1, 1, 0x1p-80f, 0x1p-80f};
    assertFault(VectorCheck.firstFault(Metric.COSINE, 2, zero, 0, 2), 1, "norm is zero");
    assertFault(VectorCheck.firstFault(Metric.COSINE, 2, tiny, 0, 2), 1, "norm is zero");
    assertThat(VectorCheck.firstFault(Metric.L2, 2, zero, 0, 2)).isEmpty();
    assertThat(VectorCheck.firstFault(Metric.IP, 2, tiny, 0, 2)).isEmpty();
  }

  @Test
  void theFailureCountsRowsFromTheCallersFirst() {
    assertThat(new VectorFault(2, "it is odd").toInvalidInput(40))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the vector of row 42 cannot be used: it is odd");
  }

  @Test
  void refusesADimensionBeyondItsLimits() {
    assertThat(VectorCheck.dimension(65_535)).isEqualTo(65_535);
    assertThatThrownBy(() -> VectorCheck.dimension(0)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> VectorCheck.dimension(65_536))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("65536")
        .hasMessageContaining("65535");
  }

  private static void assertFault(Optional<VectorFault> fault, int row, String reason) {
    assertThat(fault).isPresent();
    assertThat(fault.orElseThrow().row()).isEqualTo(row);
    assertThat(fault.orElseThrow().reason()).contains(reason);
  }
}
