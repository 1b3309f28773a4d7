package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.object.ObjectId;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackBuildTest {

  @Test
  void theSameRowsGiveTheSameObjectsHoweverTheyAreCut() {
    TestVectors rows = TestVectors.clustered(6_000, 40, 30, 1).withNulls(2);
    List<Object> expected = null;
    for (int parts : new int[] {1, 2, 7}) {
      for (int threads : new int[] {1, 2}) {
        VectorSource source = rows.source(parts);
        TestIndex index =
            new TestIndex(source, TestIndex.type(rows, Metric.COSINE), 70, 4, true, threads);
        List<Object> ids = new ArrayList<>();
        ids.add(index.index.spatialRef());
        PackBuild build = new PackBuild(index.index, 200_000, 1_000_000 / parts);
        List<PackEntry> packs =
            build.build(
                source,
                1,
                index.space.writer,
                new PackBuild.Work(new BuildWork(threads), parts, Space::spool));
        ids.addAll(packs);
        assertThat(packs).hasSizeGreaterThan(2);
        expected = expected == null ? ids : expected;
        assertThat(ids).as("%d parts, %d threads", parts, threads).isEqualTo(expected);
      }
    }
  }

  @Test
  void eachRowStandsOnceInItsOwnCellAndOnceInAnother() {
    TestVectors rows = TestVectors.clustered(2_000, 24, 30, 1).withNulls(2);
    TestIndex index = new TestIndex(rows.source(3), TestIndex.type(rows, Metric.L2), 40, 0, true);
    List<PackEntry> packs = index.build(rows.source(3), 2, 3);
    int[] own = new int[rows.rows()];
    int[] spilled = new int[rows.rows()];
    int[] cells = new int[rows.rows()];
    for (PackContents.Entry entry : index.entries(packs)) {
      int row = (int) (entry.anchor() - TestVectors.FIRST_ANCHOR);
      (entry.spilled() ? spilled : own)[row]++;
      cells[row] += entry.spilled() ? -entry.cell() : entry.cell();
      if (!entry.spilled()) {
        assertThat(entry.cell()).isEqualTo(nearest(index, rows.row(row)));
      }
    }
    for (int row = 0; row < rows.rows(); row++) {
      assertThat(own[row]).isEqualTo(rows.present()[row] ? 1 : 0);
      assertThat(spilled[row]).isEqualTo(own[row]);
      assertThat(own[row] == 0 || cells[row] != 0).isTrue();
    }
    assertThat(packs).allSatisfy(pack -> assertThat(pack.level()).isEqualTo(1));
  }

  private static int nearest(TestIndex index, float[] row) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int cell = 0; cell < index.training.cells(); cell++) {
      double[] center = index.centroid(cell);
      double sum = 0;
      for (int i = 0; i < row.length; i++) {
        sum += (row[i] - center[i]) * (row[i] - center[i]);
      }
      if (sum < least * (1 - 1e-6)) {
        least = sum;
        best = cell;
      }
    }
    return best;
  }

  @Test
  void blocksAreSearchedAsIfThereWereOne() {
    TestVectors rows = TestVectors.clustered(1_000, 16, 20, 5);
    Training one =
        Training.train(
            rows.source(1), TestIndex.type(rows, Metric.L2), 90, 1, false, new BuildWork(1));
    float[] centers = one.centroids().get(0).values();
    List<float[]> blocks = new ArrayList<>();
    for (int from = 0; from < 90; from += 30) {
      blocks.add(Arrays.copyOfRange(centers, from * 16, (from + 30) * 16));
    }
    Cells several = new Cells(16, blocks);
    Cells single = new Cells(16, List.of(centers));
    int[] expected = new int[1_000];
    int[] expectedSecond = new int[1_000];
    int[] found = new int[1_000];
    int[] foundSecond = new int[1_000];
    single.assign(rows.values(), 1_000, expected, expectedSecond);
    several.assign(rows.values(), 1_000, found, foundSecond);
    assertThat(found).isEqualTo(expected);
    assertThat(foundSecond).isEqualTo(expectedSecond);
    several.assign(rows.values(), 1_000, found);
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aCellThatIsTooLargeForAPackIsDividedByItsRows() {
    TestVectors rows = TestVectors.clustered(5_000, 8, 2, 1);
    TestIndex index = new TestIndex(rows.source(2), TestIndex.type(rows, Metric.L2), 3, 0, true);
    List<PackEntry> packs =
        new PackBuild(index.index, 60_000, 20_000)
            .build(
                rows.source(2),
                1,
                index.space.writer,
                new PackBuild.Work(new BuildWork(2), 2, Space::spool));
    assertThat(packs).hasSizeGreaterThan(5);
    assertThat(packs.stream().map(PackEntry::key).distinct()).hasSameSizeAs(packs);
    assertThat(packs.stream().mapToInt(PackEntry::rows).sum()).isEqualTo(5_000);
    assertThat(index.entries(packs).stream().filter(entry -> entry.spilled())).hasSize(5_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aBatchGetsAPackThatDoesNotKnowItsAnchorsWhoeverMadeItsParts(int workers) {
    TestVectors rows = TestVectors.clustered(3_000, 20, 10, 1).withNulls(3);
    Arrays.fill(rows.present(), 500, 2_500, true);
    TestIndex index = new TestIndex(rows.source(1), TestIndex.type(rows, Metric.L2), 20, 4, true);
    List<PackContents.Entry> expected = index.entries(index.build(rows.source(1), 1, 1));
    PackBuild build = new PackBuild(index.index, 1 << 20, 100_000);
    Random random = new Random(workers);
    FloatBuffer vectors = FloatBuffer.wrap(rows.values());
    try (AppendPack append = build.append(workers, Space::spool)) {
      for (int row = 0; row < rows.rows(); ) {
        boolean present = rows.present()[row];
        int most = random.nextBoolean() ? 1 : 900;
        int end = row + 1;
        while (end < rows.rows() && end - row < most && rows.present()[end] == present) {
          end++;
        }
        if (present) {
          List<IntConsumer> parts = append.add(vectors, row * 20, end - row);
          parts.forEach(part -> part.accept(random.nextInt(workers)));
        } else {
          append.addNulls(end - row);
        }
        row = end;
      }
      PackEntry entry = append.finish(index.space.writer).orElseThrow();
      assertThat(entry.run()).isEqualTo(new AnchorRun(0, 3_000));
      PackEntry moved = entry.movedTo(TestVectors.FIRST_ANCHOR);
      assertThat(texts(PackContents.of(index.space, moved))).isEqualTo(texts(expected));
    }
  }

  private static List<String> texts(List<PackContents.Entry> entries) {
    return entries.stream()
        .map(entry ->
            entry.cell()
                + (entry.spilled() ? " spilled " : " ")
                + entry.anchor()
                + Arrays.toString(entry.bits())
                + Arrays.toString(entry.refinement())
                + List.of(entry.add(), entry.scale(), entry.norm(), entry.error())
                + entry.refinementAdd()
                + entry.refinementScale()
                + entry.refinementError())
        .toList();
  }

  @Test
  void aBatchWithoutVectorsGetsNoPack() {
    TestVectors rows = TestVectors.normal(10, 4, 1);
    TestIndex index = new TestIndex(rows.source(1), TestIndex.type(rows, Metric.L2), 2, 0, false);
    try (AppendPack append = new PackBuild(index.index).append(1, Space::spool)) {
      append.addNulls(100);
      assertThat(append.finish(index.space.writer)).isEmpty();
    }
  }

  static Stream<TestVectors> degenerate() {
    float[] equal = new float[3_000];
    Arrays.fill(equal, 0.7f);
    float[] subnormal = new float[300];
    for (int i = 0; i < subnormal.length; i++) {
      subnormal[i] = Float.MIN_VALUE * (i % 17 + 1);
    }
    float[] large = TestVectors.normal(100, 16, 1).values();
    for (int i = 0; i < large.length; i++) {
      large[i] *= 0x1p58f;
    }
    float[] twice = TestVectors.normal(100, 6, 1).values();
    System.arraycopy(twice, 0, twice, 300, 300);
    return Stream.of(
        TestVectors.of(10, equal),
        TestVectors.normal(1, 10, 1),
        TestVectors.normal(5, 10, 1),
        TestVectors.of(6, twice),
        TestVectors.normal(500, 1, 1),
        TestVectors.normal(60, 4_096, 1),
        TestVectors.of(3, subnormal),
        TestVectors.of(16, large),
        new TestVectors(4, new float[400], new boolean[100]));
  }

  @ParameterizedTest
  @MethodSource("degenerate")
  void degenerateRowsAreIndexed(TestVectors rows) {
    for (Metric metric : Metric.values()) {
      if (metric == Metric.COSINE && rows.dimension() == 3) {
        continue; // squared norms of subnormal vectors are zero, which such a field refuses
      }
      TestIndex index = new TestIndex(rows.source(2), TestIndex.type(rows, metric), 20, 8, true);
      List<PackEntry> packs = index.build(rows.source(2), 2, 2);
      int present = 0;
      for (boolean there : rows.present()) {
        present += there ? 1 : 0;
      }
      List<PackContents.Entry> entries = index.entries(packs);
      assertThat(entries.stream().filter(entry -> !entry.spilled())).hasSize(present);
      for (PackContents.Entry entry : entries) {
        assertThat(entry.add()).isFinite();
        assertThat(entry.scale()).isFinite().isLessThanOrEqualTo(0);
        assertThat(entry.norm()).isFinite();
        assertThat(entry.error()).isFinite().isNotNegative();
        assertThat(entry.refinementError()).isFinite().isNotNegative();
      }
    }
  }

  @Test
  void idsAreThoseOfTheBytesWhicheverMachineMadeThem() {
    TestVectors rows = TestVectors.clustered(500, 50, 8, 1);
    TestIndex index = new TestIndex(rows.source(2), TestIndex.type(rows, Metric.L2), 10, 4, true);
    List<ObjectId> ids =
        index.build(rows.source(2), 2, 2).stream().map(pack -> pack.pack().id()).toList();
    assertThat(ids.toString()).isEqualTo("[d3islqtjk4fdc2ijbbr6zb36wo5ubz25fq742ng6hmy5ypv26zr2y]");
  }
}
