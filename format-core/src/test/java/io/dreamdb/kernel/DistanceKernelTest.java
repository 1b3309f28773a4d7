package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.Metric;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistanceKernelTest {

  @Property(tries = 60)
  void aBlockScoresAsItsRowsDo(
      @ForAll long seed,
      @ForAll Metric metric,
      @ForAll @IntRange(min = 1, max = 70) int dimension,
      @ForAll @IntRange(min = 0, max = 3000) int rows) {
    Random random = new Random(seed);
    float[] block = new float[5 + rows * dimension];
    for (int i = 0; i < block.length; i++) {
      block[i] = random.nextFloat() + 0.1f;
    }
    DistanceKernel kernel = DistanceKernel.of(metric, Arrays.copyOf(block, dimension));
    float[] expected = new float[rows];
    for (int r = 0; r < rows; r++) {
      int at = 5 + r * dimension;
      expected[r] = kernel.distance(Arrays.copyOfRange(block, at, at + dimension));
    }
    float[] out = new float[rows];
    kernel.score(block, 5, rows, out);
    assertThat(out).containsExactly(expected);
    for (ByteBuffer bytes : everyKindOfBuffer(block)) {
      Arrays.fill(out, -1);
      kernel.score(bytes, 20, rows, out);
      assertThat(out).containsExactly(expected);
    }
  }

  @Property(tries = 60)
  void rowsAnywhereScoreAsInTheirBlock(
      @ForAll long seed,
      @ForAll Metric metric,
      @ForAll @IntRange(min = 1, max = 70) int dimension,
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 0, max = 30) int count) {
    Random random = new Random(seed);
    float[] block = new float[5 + rows * dimension];
    for (int i = 0; i < block.length; i++) {
      block[i] = random.nextFloat() + 0.1f;
    }
    DistanceKernel kernel = DistanceKernel.of(metric, Arrays.copyOf(block, dimension));
    float[] all = new float[rows];
    kernel.score(block, 5, rows, all);
    float[] expected = new float[count + 2];
    int[] offsets = new int[count];
    int[] offsetsBytes = new int[count];
    for (int i = 0; i < count; i++) {
      int row = random.nextInt(rows);
      offsets[i] = 5 + row * dimension;
      offsetsBytes[i] = 4 * offsets[i];
      expected[2 + i] = all[row];
    }
    float[] out = new float[count + 2];
    kernel.scoreAt(block, offsets, count, out, 2);
    assertThat(out).containsExactly(expected);
    for (ByteBuffer bytes : everyKindOfBuffer(block)) {
      Arrays.fill(out, 2, count + 2, -1);
      kernel.scoreAt(bytes, offsetsBytes, count, out, 2);
      assertThat(out).containsExactly(expected);
    }
  }

  @Test
  void theFormulasAreThoseOfTheMetrics() {
    float[] query = {3, 4};
    float[] rows = {3, 4, 0, 0, -3, -4, 4, -3};
    assertThat(scores(Metric.L2, query, rows)).containsExactly(0, 5, 10, (float) Math.sqrt(50));
    assertThat(scores(Metric.COSINE, query, rows)).containsExactly(0, 1, 2, 1);
    assertThat(scores(Metric.IP, query, rows)).containsExactly(-25, 0, 25, 0);
  }

  @Test
  void normsAreTheSameFromEveryKindOfBuffer() {
    float[] block = {9, 3, 4, 1, 1};
    float[] out = new float[2];
    VectorArithmetic.squaredNorms(2, block, 1, 2, out);
    assertThat(out).containsExactly(25, 2);
    for (ByteBuffer bytes : everyKindOfBuffer(block)) {
      Arrays.fill(out, -1);
      VectorArithmetic.squaredNorms(2, bytes, 4, 2, out);
      assertThat(out).containsExactly(25, 2);
    }
  }

  @Test
  void aQueryIsCopied() {
    float[] query = new float[16];
    query[0] = 1;
    DistanceKernel kernel = DistanceKernel.of(Metric.IP, query);
    query[0] = 2;
    float[] row = new float[16];
    row[0] = 1;
    assertThat(kernel.distance(row)).isEqualTo(-1);
    assertThat(kernel.dimension()).isEqualTo(16);
    assertThat(kernel.metric()).isEqualTo(Metric.IP);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void refusesAQueryThatHasNoDistances(Metric metric) {
    assertThatThrownBy(() -> DistanceKernel.of(metric, new float[0]))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> DistanceKernel.of(metric, new float[65_536]))
        .isInstanceOf(LimitExceeded.class);
    assertThatThrownBy(() -> DistanceKernel.of(metric, new float[] {1, Float.NaN}))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("element 1 is NaN");
    assertThatThrownBy(() -> DistanceKernel.of(metric, new float[] {0x1p63f}))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("2^124");
  }

  @Test
  void refusesAZeroQueryUnderCosineOnly() {
    assertThatThrownBy(() -> DistanceKernel.of(Metric.COSINE, new float[3]))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("norm is zero");
    assertThat(DistanceKernel.of(Metric.L2, new float[3]).distance(new float[3])).isZero();
  }

  @Test
  void refusesShapesThatDoNotFit() {
    DistanceKernel kernel = DistanceKernel.of(Metric.L2, new float[] {1, 2});
    float[] out = new float[2];
    ByteBuffer bytes = ByteBuffer.allocateDirect(16);
    assertThatThrownBy(() -> kernel.distance(new float[3]))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("3")
        .hasMessageContaining("2");
    assertThatThrownBy(() -> VectorArithmetic.dot(new float[3], new float[2]))
        .isInstanceOf(InvalidInput.class);
    List<Runnable> calls =
        List.of(
            () -> kernel.score(new float[4], 1, 2, out),
            () -> kernel.score(new float[8], 0, 3, out),
            () -> kernel.score(new float[4], -1, 1, out),
            () -> kernel.score(new float[4], 0, -1, out),
            () -> kernel.score(new float[4], 0, Integer.MAX_VALUE, out),
            () -> kernel.score(bytes, 4, 2, out),
            () -> kernel.score(bytes, 0, -1, out),
            () -> kernel.score(bytes, 0, 2, new float[1]),
            () -> kernel.scoreAt(new float[4], new int[] {0, 3}, 2, out, 0),
            () -> kernel.scoreAt(new float[4], new int[] {0}, 2, out, 0),
            () -> kernel.scoreAt(bytes, new int[] {-1}, 1, out, 0),
            () -> kernel.scoreAt(bytes, new int[] {9}, 1, out, 0),
            () -> kernel.scoreAt(bytes, new int[] {8}, 1, out, 2));
    for (Runnable call : calls) {
      assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  private static float[] scores(Metric metric, float[] query, float[] rows) {
    float[] out = new float[rows.length / query.length];
    DistanceKernel.of(metric, query).score(rows, 0, out.length, out);
    return out;
  }

  /** On and off the heap, at odd addresses, read-only, with any order, position and limit. */
  private static List<ByteBuffer> everyKindOfBuffer(float[] block) {
    int lengthBytes = block.length * Float.BYTES;
    ByteBuffer direct = ByteBuffer.allocateDirect(lengthBytes);
    ByteBuffer odd = ByteBuffer.allocateDirect(lengthBytes + 1).slice(1, lengthBytes);
    ByteBuffer heap = ByteBuffer.allocate(lengthBytes);
    for (ByteBuffer bytes : List.of(direct, odd, heap)) {
      bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(block);
    }
    return List.of(
        direct.order(ByteOrder.BIG_ENDIAN),
        odd.order(ByteOrder.LITTLE_ENDIAN),
        heap,
        direct.asReadOnlyBuffer().position(3).limit(7),
        heap.asReadOnlyBuffer().position(1));
  }
}
