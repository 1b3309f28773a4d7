package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PanelsTest {

  @Property(tries = 100)
  void aProductIsAChainOverAscendingElements(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 100) int dimension,
      @ForAll @IntRange(min = 0, max = 80) int count,
      @ForAll @IntRange(min = 0, max = 20) int points) {
    Random random = new Random(seed);
    float[] vectors = Kernels.values(random, count * dimension);
    float[] block = Kernels.values(random, 3 + points * dimension);
    float[] out = new float[points * count];
    Panels panels = Panels.of(vectors, count, dimension);
    panels.dots(block, 3, points, out);
    for (int p = 0; p < points; p++) {
      for (int j = 0; j < count; j++) {
        float sum = 0;
        for (int i = 0; i < dimension; i++) {
          sum = Math.fma(block[3 + p * dimension + i], vectors[j * dimension + i], sum);
        }
        assertThat(out[p * count + j]).isEqualTo(sum);
      }
    }
    assertThat(panels.count()).isEqualTo(count);
    assertThat(panels.dimension()).isEqualTo(dimension);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Panels.of(new float[5], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Panels.of(new float[5], 2, 0)).isInstanceOf(InvalidInput.class);
    Panels panels = Panels.of(new float[6], 2, 3);
    assertThatThrownBy(() -> panels.dots(new float[6], 1, 2, new float[4]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> panels.dots(new float[6], 0, 2, new float[3]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
