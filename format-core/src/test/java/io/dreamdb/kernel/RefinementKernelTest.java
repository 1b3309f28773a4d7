package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RefinementKernelTest {

  @Property(tries = 150)
  void aProductIsThatOfTheElements(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int words,
      @ForAll @IntRange(min = 0, max = 9) int count,
      @ForAll boolean direct,
      @ForAll boolean hostile) {
    Random random = new Random(seed);
    int dimension = 64 * words;
    float[] p = IndexLoops.gaussian(random, dimension);
    for (int bits = 4; bits <= 8; bits += 4) {
      int codeBytes = RefinementKernel.codeBytes(dimension, bits);
      byte[] bytes = new byte[5 + count * codeBytes];
      random.nextBytes(bytes);
      if (hostile) { // the largest products there are, all of one sign
        for (int i = 0; i < dimension; i++) {
          p[i] = 1;
        }
        Arrays.fill(bytes, (byte) (seed & 0xFF));
      }
      RefinementQuery query = RefinementQuery.of(p);
      ByteBuffer codes =
          direct ? ByteBuffer.allocateDirect(bytes.length) : ByteBuffer.allocate(bytes.length);
      codes.put(0, bytes);
      int[] out = new int[count + 1];
      int[] outAt = new int[count + 1];
      int[] offsets = new int[count];
      for (int i = 0; i < count; i++) {
        offsets[i] = 5 + (count - 1 - i) * codeBytes;
      }
      RefinementKernel.dots(query, bits, codes, 5, count, out, 1);
      RefinementKernel.dotsAt(query, bits, codes, offsets, count, outAt, 1);
      for (int i = 0; i < count; i++) {
        int expected = 0;
        for (int e = 0; e < dimension; e++) {
          expected += value(bytes, 5 + i * codeBytes, bits, e) * query.values()[e];
        }
        assertThat(out[1 + i]).isEqualTo(expected);
        assertThat(outAt[count - i]).isEqualTo(expected);
      }
    }
  }

  @Property(tries = 200)
  void aRoundedQueryIsWithinItsError(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int words) {
    float[] p = Kernels.values(new Random(seed), 64 * words);
    RefinementQuery query = RefinementQuery.of(p);
    double squares = 0;
    int sum = 0;
    for (int i = 0; i < p.length; i++) {
      int w = query.values()[i];
      squares += Math.pow(p[i] - (double) query.delta() * w, 2);
      sum += w;
      assertThat(w).isBetween(-127, 127);
    }
    double norm = Math.sqrt(squares);
    assertThat(query.error()).isBetween(norm, norm * 1.001 + 0x1p-60);
    assertThat(query.sum()).isEqualTo(sum);
    assertThat(query.dimension()).isEqualTo(p.length);
  }

  @Test
  void refusesWhatDoesNotFit() {
    RefinementQuery query = RefinementQuery.of(new float[64]);
    ByteBuffer codes = ByteBuffer.allocateDirect(64);
    int[] out = new int[2];
    assertThatThrownBy(() -> RefinementQuery.of(new float[65])).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> RefinementKernel.codeBytes(64, 6)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> RefinementKernel.dots(query, 4, codes, 0, 3, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> RefinementKernel.dots(query, 8, codes, 1, 1, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> RefinementKernel.dotsAt(query, 4, codes, new int[] {0, 33}, 2, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static int value(byte[] bytes, int at, int bits, int e) {
    if (bits == 8) {
      return bytes[at + e] & 0xFF;
    }
    int both = bytes[at + 32 * (e / 64) + e % 32];
    return (e % 64 < 32 ? both : both >> 4) & 15;
  }
}
