package io.dreamdb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.Metric;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TruthTest {

  private static final ClusteredVectors SOURCE = new ClusteredVectors(7, 21, 6);

  @ParameterizedTest
  @EnumSource(Metric.class)
  void theFastSearchFindsWhatThePlainOneFinds(Metric metric) {
    Vectors rows = SOURCE.rows(0, 700);
    Vectors queries = SOURCE.rows(700, 300);

    List<NearestRows> found = BruteForce.of(metric, rows, queries, 12);

    for (int query = 0; query < queries.rows(); query++) {
      NearestRows plain = BruteForce.plain(metric, rows, queries.row(query), 12, row -> true);
      assertThat(found.get(query).rows()).containsExactly(plain.rows());
      assertThat(found.get(query).distances()).containsExactly(plain.distances());
    }
  }

  @Test
  void rowsThatAreAllEquallyNearAreFoundByNumber() {
    float[] same = new float[400 * 3];
    Arrays.fill(same, 0.1f);
    Vectors rows = new Vectors(same, 3);

    assertThat(BruteForce.of(Metric.L2, rows, rows.first(1), 3).get(0).rows())
        .containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void addedAndDeletedRowsChangeTheTruth(Metric metric) {
    Vectors base = SOURCE.rows(0, 60);
    Vectors added = SOURCE.rows(60, 30);
    Vectors queries = SOURCE.rows(100, 20);
    Truth truth = new Truth(metric, base, queries, 5);
    truth.add(added);
    BitSet deleted = ChangedRows.deleted(90, 80, 3);
    truth.delete(deleted);

    Vectors all = SOURCE.rows(0, 90);
    assertThat(truth.rows()).isEqualTo(10);
    for (int query = 0; query < queries.rows(); query++) {
      NearestRows plain =
          BruteForce.plain(metric, all, queries.row(query), 5, row -> !deleted.get(row));
      assertThat(truth.lists()[query]).containsExactly(plain.rows());
    }
    assertThat(truth.recall(truth.lists())).isEqualTo(1);
  }

  @Test
  void aTieCountsAndARowCountsOnce() {
    Vectors base = new Vectors(new float[] {1, 2, 2, 3}, 1);
    Truth truth = new Truth(Metric.L2, base, new Vectors(new float[] {0}, 1), 2);

    assertThat(truth.recall(new int[][] {{0, 2}})).isEqualTo(1);
    assertThat(truth.recall(new int[][] {{0, 0}})).isEqualTo(0.5);
    assertThat(truth.recall(new int[][] {{0, 3}})).isEqualTo(0.5);
    assertThat(truth.recall(new int[][] {{}})).isZero();
  }

  @Test
  void aRowThatIsNotThereIsAnError() {
    Vectors base = new Vectors(new float[] {1, 2, 2, 3}, 1);
    Truth truth = new Truth(Metric.L2, base, new Vectors(new float[] {0}, 1), 2);
    BitSet deleted = new BitSet();
    deleted.set(2);
    truth.delete(deleted);

    assertThatThrownBy(() -> truth.recall(new int[][] {{0, 2}})).hasMessageContaining("row 2");
    assertThatThrownBy(() -> truth.recall(new int[][] {{0, 4}})).hasMessageContaining("row 4");
  }

  @Test
  void theTruthOfAnotherMetricIsRefused() {
    Vectors base = SOURCE.rows(0, 200);
    Vectors queries = SOURCE.rows(300, 20);
    int[][] lists = new Truth(Metric.L2, base, queries, 5).lists();

    new Truth(Metric.L2, base, queries, 5).requireAgreement(lists, "l2.ivecs");
    assertThatThrownBy(
            () -> new Truth(Metric.IP, base, queries, 5).requireAgreement(lists, "l2.ivecs"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("l2.ivecs is not the truth of this base under ip");
  }

  @Test
  void listsOfTheWrongShapeAreRefused() {
    Vectors base = SOURCE.rows(0, 20);
    Truth truth = new Truth(Metric.L2, base, SOURCE.rows(20, 2), 3);

    assertThatThrownBy(() -> truth.requireAgreement(new int[][] {{1, 2, 3}}, "x"))
        .hasMessageContaining("1 lists of 3 rows; 2 lists of 3 are needed");
    assertThatThrownBy(() -> truth.requireAgreement(new int[][] {{1, 2, 20}, {1, 2, 3}}, "x"))
        .hasMessageContaining("row 20 for query 0; the base has 20");
  }
}
