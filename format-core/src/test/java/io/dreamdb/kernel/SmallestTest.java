package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SmallestTest {

  @Property(tries = 500)
  void picksWhatASortPicks(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 5000) int count,
      @ForAll @IntRange(min = 1, max = 400) int r) {
    float[] values = values(new Random(seed), count);
    int[] out = new int[count];
    int found = Smallest.select(values, count, r, out);
    assertThat(Arrays.copyOf(out, found)).containsExactly(expected(values, count, r));
  }

  @Test
  void whatEqualsTheLastIsPickedToo() {
    float[] values = {3, 1, 2, 2, 0, 2, Float.NaN, 1};
    int[] out = new int[8];
    assertThat(Smallest.select(values, 8, 4, out)).isEqualTo(6);
    assertThat(out).startsWith(1, 2, 3, 4, 5, 7);
    assertThat(Smallest.select(new float[] {-0f, 0f, 1}, 3, 1, out)).isEqualTo(2);
  }

  @Test
  void infinityAndNotANumberAreNoValues() {
    float[] values = {Float.POSITIVE_INFINITY, Float.NaN, Float.NEGATIVE_INFINITY, Float.MAX_VALUE};
    int[] out = new int[4];
    assertThat(Smallest.select(values, 4, 3, out)).isEqualTo(2);
    assertThat(out).startsWith(2, 3);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Smallest.select(new float[1], 1, 0, new int[1]))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> Smallest.select(new float[1], 2, 1, new int[2]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Smallest.select(new float[2], 2, 1, new int[1]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  static int[] expected(float[] values, int count, int r) {
    float[] sorted = new float[count];
    int numbers = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] < Float.POSITIVE_INFINITY) {
        sorted[numbers++] = values[i];
      }
    }
    Arrays.sort(sorted, 0, numbers);
    float bound = numbers == 0 ? Float.NaN : sorted[Math.min(r, numbers) - 1];
    return IntStream.range(0, count).filter(i -> values[i] <= bound).toArray();
  }

  /** Of one kind: normal, few distinct, rising, falling, or with infinities and NaNs. */
  static float[] values(Random random, int count) {
    float[] values = new float[count];
    int kind = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (kind) {
            case 0 -> (float) random.nextGaussian();
            case 1 -> random.nextInt(10) - 5;
            case 2 -> i;
            case 3 -> -i;
            default ->
                switch (random.nextInt(4)) {
                  case 0 -> Float.POSITIVE_INFINITY;
                  case 1 -> Float.NaN;
                  case 2 -> Float.NEGATIVE_INFINITY;
                  default -> random.nextFloat();
                };
          };
    }
    return values;
  }
}
