package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.schema.EmbeddingType;
import org.junit.jupiter.api.Test;

class TrainingTest {

  @Test
  void noCellOfClusteredDataIsFiveTimesTheMean() {
    for (long seed = 1; seed <= 3; seed++) {
      TestVectors rows = TestVectors.clustered(20_000, 32, 60, seed);
      TestIndex index =
          new TestIndex(rows.source(1), TestIndex.type(rows, Metric.L2), 128, 0, false);
      int[] sizes = new int[128];
      for (PackEntry pack : index.build(rows.source(1), 2, 2)) {
        Pack opened = new IndexView(index.space.reader, 8).pack(track(index), pack);
        for (int c = 0; c < opened.cells(); c++) {
          sizes[opened.cellAt(c).cell()] += opened.cellAt(c).members();
        }
      }
      int largest = 0;
      for (int size : sizes) {
        largest = Math.max(largest, size);
      }
      assertThat(largest).as("seed %d", seed).isLessThan(5 * 20_000 / 128);
    }
  }

  private static IndexTrack track(TestIndex index) {
    return IndexTrack.empty(8, index.index.spatialRef(), index.index.compressorRef());
  }

  @Test
  void manyCellsStandInBlocks() {
    TestVectors rows = TestVectors.clustered(12_000, 8, 50, 1);
    EmbeddingType type = TestIndex.type(rows, Metric.L2);
    TestIndex index = new TestIndex(rows.source(2), type, 5_000, 0, false);
    assertThat(index.training.cells()).isEqualTo(5_000);
    int blocks = index.training.centroids().size();
    assertThat(blocks).isBetween(60, 71); // the root of 5,000, less those that no cell is in
    assertThat(index.training.centroids())
        .allSatisfy(block -> assertThat(block.cells()).isBetween(1, 8 * 71));
    SpatialIndex read = new IndexView(index.space.reader, 8).spatial(index.index.spatialRef());
    assertThat(read.router()).hasSize(8 * blocks);
    assertThat(read.cells()).isEqualTo(5_000);
    assertThat(new IndexView(index.space.reader, 8).centroids(read, 3).values())
        .isEqualTo(index.training.centroids().get(3).values());
    assertThat(index.build(rows.source(2), 2, 2).stream().mapToInt(PackEntry::rows).sum())
        .isEqualTo(12_000);
  }

  @Test
  void thereAreNoMoreCellsThanRows() {
    TestVectors rows = TestVectors.normal(7, 5, 1);
    EmbeddingType type = TestIndex.type(rows, Metric.L2);
    assertThat(Training.train(rows.source(2), type, 100, 1, null, new BuildWork(1)).cells())
        .isEqualTo(7);
    TestVectors none = new TestVectors(5, new float[50], new boolean[10]);
    assertThat(Training.train(none.source(1), type, 100, 1, null, new BuildWork(1)).cells())
        .isEqualTo(1);
  }

  @Test
  void theSampleDoesNotDependOnHowRowsAreCut() {
    TestVectors rows = TestVectors.normal(5_000, 3, 1).withNulls(1);
    try (Workers workers = new Workers(new BuildWork(2))) {
      Sample one = Sample.take(rows.source(1), 3, 9, 300, workers);
      Sample seven = Sample.take(rows.source(7), 3, 9, 300, workers);
      assertThat(seven.vectors()).isEqualTo(one.vectors());
      assertThat(one.count()).isBetween(200, 300);
    }
  }

  @Test
  void rowsSpillWhereThatSavesATenthOfASearch() {
    TestVectors tight = TestVectors.clustered(10_000, 16, 100, 1);
    EmbeddingType type = TestIndex.type(tight, Metric.L2);
    assertThat(Training.train(tight.source(1), type, 100, 1, null, new BuildWork(2)).spills())
        .isFalse();
    assertThat(Training.train(tight.source(1), type, 100, 1, true, new BuildWork(2)).spills())
        .isTrue();
    assertThat(new SpillModel(62, 18).favoursSpilling()).isTrue();
    assertThat(new SpillModel(48, 20).favoursSpilling()).isTrue();
    assertThat(new SpillModel(48, 21).favoursSpilling()).isFalse();
    assertThat(new SpillModel(5, 1).favoursSpilling()).isFalse();
  }
}
