package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kernel gives the bits of the scalar twin, whatever the width, the memory, the rows. */
class SameBitsTest {

  private static final ArrayKernel TWIN = ScalarKernel.INSTANCE;

  @Property(tries = 150)
  void arraysAgree(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4096) int dimension,
      @ForAll @IntRange(min = 0, max = 20) int rows,
      @ForAll @IntRange(min = 0, max = 17) int offset) {
    Random random = new Random(seed);
    float[] block = Kernels.values(random, offset + rows * dimension + random.nextInt(20));
    QueryVector query = QueryVector.view(Kernels.values(random, dimension));
    float[][] expected = scores(TWIN, query, block, offset, rows);
    for (ArrayKernel kernel : Kernels.simdArrays()) {
      assertThat(scores(kernel, query, block, offset, rows)).isDeepEqualTo(expected);
    }
  }

  @Property(tries = 150)
  void memoryOutsideTheHeapAgrees(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4096) int dimension,
      @ForAll @IntRange(min = 0, max = 20) int rows,
      @ForAll @IntRange(min = 0, max = 66) int offsetBytes)
      throws ReflectiveOperationException {
    Random random = new Random(seed);
    float[] block = Kernels.values(random, rows * dimension);
    QueryVector query = QueryVector.view(Kernels.values(random, dimension));
    ByteBuffer bytes = littleEndian(block, offsetBytes);
    float[][] expected = scores(TWIN, query, block, 0, rows);
    for (NativeKernel kernel : Kernels.natives()) {
      assertThat(scores(kernel, query, bytes, rows)).isDeepEqualTo(expected);
    }
  }

  @Test
  void eachDimensionUpToThreeStridesAgrees() {
    Random random = new Random(7);
    for (int dimension = 1; dimension <= 48; dimension++) {
      float[] block = Kernels.values(random, 10 * dimension);
      QueryVector query = QueryVector.view(Kernels.values(random, dimension));
      float[][] expected = scores(TWIN, query, block, 0, 10);
      for (ArrayKernel kernel : Kernels.simdArrays()) {
        assertThat(scores(kernel, query, block, 0, 10)).isDeepEqualTo(expected);
      }
    }
  }

  @Test
  void aMappedFileAgrees(@TempDir Path folder) throws IOException, ReflectiveOperationException {
    int dimension = 100;
    int rows = 50;
    float[] block = Kernels.values(new Random(3), rows * dimension);
    QueryVector query = QueryVector.view(Kernels.values(new Random(4), dimension));
    byte[] bytes = new byte[block.length * Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(block);
    Path file = Files.write(folder.resolve("vectors"), bytes);
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer mapped = channel.map(MapMode.READ_ONLY, 0, bytes.length);
      for (NativeKernel kernel : Kernels.natives()) {
        assertThat(scores(kernel, query, mapped, rows))
            .isDeepEqualTo(scores(TWIN, query, block, 0, rows));
      }
    }
  }

  @Property(tries = 100)
  void aLaterStrideThanTheTailIsNotRead(@ForAll @IntRange(min = 1, max = 100) int dimension) {
    float[] block = new float[3 * dimension];
    Arrays.fill(block, 1);
    Arrays.fill(block, dimension, 2 * dimension, Float.NaN);
    QueryVector query = QueryVector.view(Arrays.copyOf(block, dimension));
    for (ArrayKernel kernel : Kernels.simdArrays()) {
      float[] out = new float[3];
      kernel.dot(query, block, 0, 3, out, 0);
      assertThat(out).containsExactly(dimension, Float.NaN, dimension);
    }
  }

  @Property(tries = 200)
  void noKernelSkipsAValueWithinTheBound(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 400) int length) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(5) == 0 ? Float.NaN : random.nextInt(100);
    }
    int from = random.nextInt(length + 1);
    float bound = random.nextInt(20) - 10;
    int exact = TWIN.skipAbove(values, from, length, bound);
    for (ArrayKernel kernel : Kernels.simdArrays()) {
      int at = kernel.skipAbove(values, from, length, bound);
      assertThat(at).isBetween(Math.max(from, exact - 63), exact);
    }
  }

  private static float[][] scores(
      ArrayKernel kernel, QueryVector query, float[] block, int offset, int rows) {
    float[][] out = new float[4][rows + 3];
    kernel.dot(query, block, offset, rows, out[0], 2);
    kernel.squaredL2(query, block, offset, rows, out[1], 2);
    if (query.squaredNorm() > 0) {
      kernel.cosine(query, block, offset, rows, out[2], 2);
    }
    kernel.squaredNorms(query.dimension(), block, offset, rows, out[3], 2);
    return out;
  }

  private static float[][] scores(
      NativeKernel kernel, QueryVector query, ByteBuffer block, int rows) {
    float[][] out = new float[4][rows + 3];
    kernel.dot(query, block, rows, out[0], 2);
    kernel.squaredL2(query, block, rows, out[1], 2);
    if (query.squaredNorm() > 0) {
      kernel.cosine(query, block, rows, out[2], 2);
    }
    kernel.squaredNorms(query.dimension(), block, rows, out[3], 2);
    return out;
  }

  private static ByteBuffer littleEndian(float[] block, int offsetBytes) {
    int lengthBytes = block.length * Float.BYTES;
    ByteBuffer bytes = ByteBuffer.allocateDirect(offsetBytes + lengthBytes);
    ByteBuffer rows = bytes.slice(offsetBytes, lengthBytes);
    rows.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(block);
    return rows;
  }
}
