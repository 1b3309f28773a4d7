package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CodeKernelTest {

  @Property(tries = 200)
  void anEstimateIsThatOfTheFormat(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int words,
      @ForAll @IntRange(min = 0, max = 9) int blocks,
      @ForAll boolean direct) {
    Random random = new Random(seed);
    int bits = IndexLoops.BITS[random.nextInt(3)];
    float[] p = IndexLoops.gaussian(random, 64 * words);
    QueryPlanes query = QueryPlanes.of(p, bits);
    ByteBuffer codes = IndexLoops.codes(random, words, blocks, 3, direct);
    float base = random.nextFloat();
    float[] out = new float[8 * blocks + 5];
    CodeKernel.estimate(query, codes, 3, blocks, base, out, 2);
    ByteBuffer bytes = codes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 8 * blocks; i++) {
      int block = 3 + i / 8 * CodeKernel.blockBytes(words);
      int t = 0;
      for (int e = 0; e < 64 * words; e++) {
        long word = bytes.getLong(block + 64 * (e / 64) + 8 * (i % 8));
        int u = value(p[e], query.delta(), bits);
        t += (word >>> e & 1) == 1 ? u : -u;
      }
      float add = bytes.getFloat(block + 64 * words + 4 * (i % 8));
      float scale = bytes.getFloat(block + 64 * words + 32 + 4 * (i % 8));
      assertThat(out[2 + i]).isEqualTo(Math.fma(scale, query.delta() * t, add) + base);
    }
  }

  @Property(tries = 200)
  void aRoundedQueryIsWithinItsError(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int words) {
    Random random = new Random(seed);
    float[] p = Kernels.values(random, 64 * words);
    for (int bits : IndexLoops.BITS) {
      QueryPlanes query = QueryPlanes.of(p, bits);
      double squares = 0;
      int sum = 0;
      int magnitude = 0;
      for (int i = 0; i < p.length; i++) {
        int u = value(p[i], query.delta(), bits);
        assertThat(valueOf(query, i)).isEqualTo(u);
        squares += Math.pow(p[i] - (double) query.delta() * u, 2);
        sum += u;
        magnitude += Math.abs(u);
      }
      assertThat(query.sum()).isEqualTo(sum);
      assertThat(query.magnitude()).isEqualTo(magnitude);
      double norm = Math.sqrt(squares);
      assertThat(query.error()).isBetween(norm, norm * 1.001 + 0x1p-60);
    }
  }

  @Test
  void eightBitsReachTheLargestMagnitude() {
    float[] p = new float[64];
    p[3] = -5;
    p[9] = 2.5f;
    QueryPlanes query = QueryPlanes.of(p, 8);
    assertThat(valueOf(query, 3)).isEqualTo(-127);
    assertThat(valueOf(query, 9)).isEqualTo(64); // 63.5 to even
    assertThat(query.words()).isEqualTo(1);
    assertThat(query.bits()).isEqualTo(8);
  }

  @Test
  void aZeroQueryIsZeros() {
    QueryPlanes query = QueryPlanes.of(new float[128], 3);
    assertThat(query.delta()).isZero();
    assertThat(query.magnitude()).isZero();
    assertThat(query.error()).isLessThan(0x1p-60);
  }

  @Test
  void anEntryBeyondTheLastIsInfinitelyFar() {
    ByteBuffer codes = ByteBuffer.allocateDirect(128).order(ByteOrder.LITTLE_ENDIAN);
    for (int lane = 0; lane < 8; lane++) {
      codes.putFloat(64 + 4 * lane, Float.POSITIVE_INFINITY);
    }
    float[] out = new float[8];
    CodeKernel.estimate(QueryPlanes.of(new float[64], 3), codes, 0, 1, -1, out, 0);
    assertThat(out).containsOnly(Float.POSITIVE_INFINITY);
  }

  @Test
  void refusesWhatDoesNotFit() {
    QueryPlanes query = QueryPlanes.of(new float[64], 3);
    ByteBuffer codes = ByteBuffer.allocateDirect(256);
    float[] out = new float[16];
    assertThatThrownBy(() -> QueryPlanes.of(new float[63], 3)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> QueryPlanes.of(new float[0], 3)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> QueryPlanes.of(new float[64], 5)).isInstanceOf(InvalidInput.class);
    float[] notANumber = new float[64];
    notANumber[5] = Float.NaN;
    for (int bits : IndexLoops.BITS) {
      assertThatThrownBy(() -> QueryPlanes.of(notANumber, bits)).isInstanceOf(InvalidInput.class);
    }
    assertThatThrownBy(() -> CodeKernel.estimate(query, codes, 1, 2, 0, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> CodeKernel.estimate(query, codes, 0, -1, 0, out, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> CodeKernel.estimate(query, codes, 0, 2, 0, out, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static int value(float p, float delta, int bits) {
    int max = (1 << (bits - 1)) - 1;
    return delta == 0 ? 0 : Math.max(-max, Math.min(max, (int) Math.rint(p / delta)));
  }

  private static int valueOf(QueryPlanes query, int i) {
    int at = i / 64 * query.bits();
    int magnitude = 0;
    for (int k = 1; k < query.bits(); k++) {
      magnitude |= (int) (query.planes()[at + k] >>> i & 1) << (k - 1);
    }
    return (query.planes()[at] >>> i & 1) == 0 ? magnitude : -magnitude;
  }
}
