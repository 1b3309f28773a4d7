package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Every loop of the index gives the bits of its twin, whatever the width and the memory. */
class IndexSameBitsTest {

  @Property(tries = 200)
  void roundedQueriesAgree(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int words) {
    Random random = new Random(seed);
    float[] p = Kernels.values(random, 64 * words);
    RoundingLoop twin = new ScalarRounding();
    float largest = twin.largest(p);
    int max = new int[] {3, 7, 127}[random.nextInt(3)];
    float delta = random.nextInt(4) == 0 ? 0 : largest / max;
    int bits = IndexLoops.BITS[random.nextInt(3)];
    for (RoundingLoop loop : List.of(new Rounding256(), new Rounding512())) {
      int[] values = new int[p.length];
      int[] sums = new int[2];
      int[] expectedValues = new int[p.length];
      int[] expectedSums = new int[2];
      float expected = twin.round(p, delta, max, expectedValues, expectedSums);
      assertThat(loop.largest(p)).isEqualTo(largest);
      assertThat(loop.round(p, delta, max, values, sums)).isEqualTo(expected);
      assertThat(values).containsExactly(expectedValues);
      assertThat(sums).containsExactly(expectedSums);
      long[] planes = new long[bits * (words + 2)];
      long[] expectedPlanes = new long[planes.length];
      loop.planes(values, bits, planes);
      twin.planes(values, bits, expectedPlanes);
      assertThat(planes).containsExactly(expectedPlanes);
    }
  }

  @Property(tries = 200)
  void rotationsAgree(
      @ForAll long seed,
      @ForAll @IntRange(min = 6, max = 11) int power,
      @ForAll @IntRange(min = 0, max = 3) int kind) {
    Random random = new Random(seed);
    int length = (2 * kind + 1) << power;
    float[] x = Kernels.values(random, length + 3);
    float[] signs = new float[length + 1];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = random.nextBoolean() ? 1 : -1;
    }
    float[] expected = x.clone();
    new ScalarRotation().round(expected, 2, length, 1 << power, signs, 1);
    for (RotationLoop loop : List.of(new Rotation256(), new Rotation512())) {
      float[] rotated = x.clone();
      loop.round(rotated, 2, length, 1 << power, signs, 1);
      assertThat(rotated).containsExactly(expected);
    }
  }

  @Property(tries = 200)
  void residualsAgree(@ForAll long seed, @ForAll @IntRange(min = 0, max = 40) int words) {
    Random random = new Random(seed);
    float[] residual = Kernels.values(random, 64 * words + 1);
    float[] center = Kernels.values(random, 64 * words + 2);
    long[] expectedBits = new long[words + 1];
    float[] expected = new float[3];
    new ScalarResiduals().encode(residual, 1, center, 2, 64 * words, expectedBits, 1, expected);
    for (ResidualLoop loop : List.of(new Residuals256(), new Residuals512())) {
      long[] bits = new long[words + 1];
      float[] out = new float[3];
      loop.encode(residual, 1, center, 2, 64 * words, bits, 1, out);
      assertThat(bits).containsExactly(expectedBits);
      assertThat(out).containsExactly(expected);
    }
  }

  @Property(tries = 100)
  void productsOfPanelsAgree(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 300) int dimension,
      @ForAll @IntRange(min = 1, max = 8) int count) {
    Random random = new Random(seed);
    float[] points = Kernels.values(random, count * dimension + 1);
    float[] panels = Kernels.values(random, 2 * Panels.WIDTH * dimension);
    int panelAt = Panels.WIDTH * dimension;
    float[] expected = new float[PanelLoop.POINTS * Panels.WIDTH];
    new ScalarPanels().dots(points, 1, count, panels, panelAt, dimension, expected);
    for (PanelLoop loop : List.of(new Panels256(), new Panels512())) {
      float[] tile = new float[expected.length];
      loop.dots(points, 1, count, panels, panelAt, dimension, tile);
      assertThat(tile).containsExactly(expected);
    }
  }

  @Property(tries = 100)
  void scatteredRowsAgree(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 20) int strides,
      @ForAll @IntRange(min = 0, max = 14) int count) {
    Random random = new Random(seed);
    int dimension = 16 * strides - (random.nextInt(4) == 0 ? random.nextInt(16) : 0);
    float[] block = Kernels.values(random, 9 * dimension + 1);
    int lengthBytes = block.length * Float.BYTES + random.nextInt(2);
    ByteBuffer bytes = ByteBuffer.allocateDirect(lengthBytes);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(block);
    QueryVector query = QueryVector.view(Kernels.values(random, dimension));
    int[] offsets = random.ints(count, 0, 9).map(row -> 1 + row * dimension).toArray();
    int[] offsetsBytes = Arrays.stream(offsets).map(at -> at * Float.BYTES).toArray();
    TiledRows twin = new TiledRows(ScalarKernel.INSTANCE);
    float[][] expected = scores(twin, query, block, offsets);
    for (ScatteredLoop loop : List.of(new Scattered256(twin), new Scattered512(twin))) {
      assertThat(scores(loop, query, block, offsets)).isDeepEqualTo(expected);
    }
    assertThat(scores(twin, query, bytes, offsetsBytes)).isDeepEqualTo(expected);
    if (Runtime.version().feature() >= 25) {
      for (int bits = 256; bits <= 512; bits += 256) {
        NativeScatteredLoop loop = KernelChoice.loadScattered(bits, twin);
        assertThat(scores(loop, query, bytes, offsetsBytes)).isDeepEqualTo(expected);
      }
    }
  }

  private static float[][] scores(
      ScatteredLoop loop, QueryVector query, float[] block, int[] offsets) {
    float[][] out = new float[3][offsets.length + 2];
    int[] fours = DistanceKernel.fours(offsets, offsets.length);
    loop.dot(query, block, fours, offsets.length, out[0], 2);
    loop.squaredL2(query, block, fours, offsets.length, out[1], 2);
    if (query.squaredNorm() > 0) {
      loop.cosine(query, block, fours, offsets.length, out[2], 2);
    }
    return out;
  }

  private static float[][] scores(
      NativeScatteredLoop loop, QueryVector query, ByteBuffer block, int[] offsets) {
    float[][] out = new float[3][offsets.length + 2];
    int[] fours = DistanceKernel.fours(offsets, offsets.length);
    loop.dot(query, block, fours, offsets.length, out[0], 2);
    loop.squaredL2(query, block, fours, offsets.length, out[1], 2);
    if (query.squaredNorm() > 0) {
      loop.cosine(query, block, fours, offsets.length, out[2], 2);
    }
    return out;
  }

  @Property(tries = 500)
  void selectionsAgree(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 3000) int count,
      @ForAll @IntRange(min = 1, max = 70) int r) {
    float[] values = SmallestTest.values(new Random(seed), count);
    int[] expected = SmallestTest.expected(values, count, r);
    List<SelectionLoop> loops =
        List.of(new ScalarSelection(), new Selection256(), new Selection512());
    for (SelectionLoop loop : loops) {
      int[] out = new int[count];
      int found = loop.select(values, count, r, out);
      assertThat(Arrays.copyOf(out, found)).containsExactly(expected);
    }
  }

  @Property(tries = 200)
  void estimatesAgree(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 70) int words,
      @ForAll @IntRange(min = 0, max = 70) int blocks) {
    if (Runtime.version().feature() < 25) {
      return;
    }
    Random random = new Random(seed);
    ByteBuffer codes = IndexLoops.codes(random, words, blocks, 5, true);
    for (int bits : IndexLoops.BITS) {
      float[] p = Kernels.values(random, 64 * words);
      if (random.nextBoolean()) { // the largest sums there are
        Arrays.fill(p, 1);
        codes.put(0, filled(codes.capacity()));
      }
      QueryPlanes query = QueryPlanes.of(p, bits);
      float[] expected = new float[8 * blocks + 3];
      new ScalarCodes().estimate(query, codes, 5, blocks, 0.5f, expected, 2);
      for (int width : new int[] {256, 512}) {
        float[] out = new float[8 * blocks + 3];
        KernelChoice.loadCodes(width).estimate(query, codes, 5, blocks, 0.5f, out, 2);
        assertThat(out).containsExactly(expected);
      }
    }
  }

  @Property(tries = 200)
  void refinedProductsAgree(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int words,
      @ForAll @IntRange(min = 0, max = 20) int count,
      @ForAll boolean hostile) {
    if (Runtime.version().feature() < 25) {
      return;
    }
    Random random = new Random(seed);
    float[] p = Kernels.values(random, 64 * words);
    int[] offsets = new int[count];
    for (int bits = 4; bits <= 8; bits += 4) {
      int codeBytes = RefinementKernel.codeBytes(64 * words, bits);
      byte[] bytes = new byte[3 + random.nextInt(4) + count * codeBytes];
      random.nextBytes(bytes);
      if (hostile) {
        Arrays.fill(p, -1);
        Arrays.fill(bytes, (byte) (random.nextBoolean() ? 0xFF : 0));
      }
      for (int i = 0; i < count; i++) {
        offsets[i] = 3 + random.nextInt(count) * codeBytes;
      }
      RefinementQuery query = RefinementQuery.of(p);
      ByteBuffer codes = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
      RefinementLoop loop = KernelChoice.loadRefinement(new ScalarRefinement());
      int[] out = new int[count];
      int[] expected = new int[count];
      loop.dots(query, bits, codes, 3, count, out, 0);
      new ScalarRefinement().dots(query, bits, codes, 3, count, expected, 0);
      assertThat(out).containsExactly(expected);
      loop.dotsAt(query, bits, codes, offsets, count, out, 0);
      new ScalarRefinement().dotsAt(query, bits, codes, offsets, count, expected, 0);
      assertThat(out).containsExactly(expected);
    }
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) -1);
    return bytes;
  }
}
