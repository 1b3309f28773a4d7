package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamdb.InvalidInput;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RotationTest {

  @Test
  void theCodeDimensionIsTheSmallestThatCanBeRotated() {
    int[][] pairs = {
      {1, 64},
      {64, 64},
      {65, 128},
      {129, 192},
      {300, 320},
      {384, 384},
      {449, 512},
      {513, 640},
      {576, 640},
      {641, 768},
      {768, 768},
      {769, 896},
      {960, 1024},
      {1536, 1536},
      {65535, 65536}
    };
    for (int[] pair : pairs) {
      assertThat(Rotation.codeDimension(pair[0])).as("%d", pair[0]).isEqualTo(pair[1]);
    }
  }

  @Property(tries = 100)
  void lengthsAndAnglesStay(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2000) int dimension) {
    Random random = new Random(seed);
    Rotation rotation = rotation(random, dimension);
    float[] a = IndexLoops.gaussian(random, dimension + 3);
    float[] b = IndexLoops.gaussian(random, dimension);
    float[] rotatedA = new float[rotation.codeDimension() + 2];
    float[] rotatedB = new float[rotation.codeDimension()];
    rotation.rotate(a, 3, rotatedA, 2);
    rotation.rotate(b, 0, rotatedB, 0);
    double norms = Math.sqrt(dot(a, 3, a, 3, dimension) * dot(b, 0, b, 0, dimension));
    assertThat(dot(rotatedA, 2, rotatedB, 0, rotatedB.length))
        .isEqualTo(dot(a, 3, b, 0, dimension), within(1e-5 * norms));
    assertThat(dot(rotatedA, 2, rotatedA, 2, rotatedB.length))
        .isEqualTo(dot(a, 3, a, 3, dimension), within(1e-5 * dot(a, 3, a, 3, dimension)));
  }

  @Test
  void aRoundIsThatOfTheFormat() {
    float[] x = new float[192];
    x[65] = 8; // block 1, element 1
    float[] signs = new float[192];
    Arrays.fill(signs, 1);
    signs[65] = -1;
    KernelChoice.ROTATION.twin().round(x, 0, 192, 64, signs, 0);
    float third = 2 / 3f;
    for (int i = 0; i < 64; i++) {
      float value = (i & 1) == 0 ? -1 : 1;
      assertThat(x[i]).isEqualTo(0 - value * third);
      assertThat(x[64 + i]).isEqualTo(value - value * third);
      assertThat(x[128 + i]).isEqualTo(0 - value * third);
    }
  }

  @Test
  void aVectorMayBeRotatedInItsPlace() {
    Rotation rotation = rotation(new Random(1), 100);
    float[] vector = IndexLoops.gaussian(new Random(2), 128);
    float[] out = new float[128];
    rotation.rotate(vector, 0, out, 0);
    rotation.rotate(vector, 0, vector, 0);
    assertThat(vector).containsExactly(out);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new Rotation(64, new long[2])).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new Rotation(0, new long[3])).isInstanceOf(InvalidInput.class);
    Rotation rotation = rotation(new Random(1), 65);
    assertThatThrownBy(() -> rotation.rotate(new float[64], 0, new float[128], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> rotation.rotate(new float[65], 0, new float[128], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  static Rotation rotation(Random random, int dimension) {
    long[] signs = random.longs(3 * Rotation.codeDimension(dimension) / 64).toArray();
    return new Rotation(dimension, signs);
  }

  private static double dot(float[] a, int aAt, float[] b, int bAt, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (double) a[aAt + i] * b[bAt + i];
    }
    return sum;
  }
}
