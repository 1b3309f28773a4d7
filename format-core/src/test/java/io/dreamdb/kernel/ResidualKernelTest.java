package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResidualKernelTest {

  @Property(tries = 100)
  void theSumsAreThoseOfThePackagesArithmetic(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 20) int words) {
    Random random = new Random(seed);
    int dimension = 64 * words;
    float[] residual = Kernels.values(random, dimension + 2);
    float[] center = Kernels.values(random, dimension + 1);
    long[] bits = new long[words + 3];
    float[] out = new float[3];
    ResidualKernel.encode(residual, 2, center, 1, dimension, bits, 3, out);
    float[] r = Arrays.copyOfRange(residual, 2, dimension + 2);
    float[] c = Arrays.copyOfRange(center, 1, dimension + 1);
    float[] signs = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      signs[i] = r[i] >= 0 ? 1 : -1;
      assertThat((bits[3 + i / 64] >>> i & 1) == 1).isEqualTo(r[i] >= 0);
    }
    if (dimension > 0) {
      assertThat(out[0]).isEqualTo(VectorArithmetic.dot(r, r));
      assertThat(out[1]).isEqualTo(VectorArithmetic.dot(r, signs));
      assertThat(out[2]).isEqualTo(VectorArithmetic.dot(c, signs));
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    float[] vector = new float[64];
    long[] bits = new long[1];
    float[] out = new float[3];
    assertThatThrownBy(() -> ResidualKernel.encode(vector, 0, vector, 0, 63, bits, 0, out))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> ResidualKernel.encode(vector, 1, vector, 0, 64, bits, 0, out))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> ResidualKernel.encode(vector, 0, vector, 0, 64, bits, 1, out))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> ResidualKernel.encode(vector, 0, vector, 0, 64, bits, 0, new float[2]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
