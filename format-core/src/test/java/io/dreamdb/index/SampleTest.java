package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {

  private static final int ROWS = 31;

  @Test
  void theLastRowsAreThoseOfTheLargestHashes() {
    List<VectorSource.Part> parts = TestVectors.normal(ROWS, 2, 1).source(3).parts();
    for (long seed = 0; seed < 2_000; seed++) {
      for (int count : new int[] {1, 7, ROWS - 1, ROWS, ROWS + 1}) {
        assertThat(last(parts, seed, count))
            .as("seed %d, %d rows", seed, count)
            .isEqualTo(expected(parts, seed, count));
      }
    }
  }

  private static Set<Long> last(List<VectorSource.Part> parts, long seed, int count) {
    List<long[]> rows = Sample.last(parts, seed, count);
    Set<Long> anchors = new TreeSet<>();
    for (int p = 0; p < parts.size(); p++) {
      for (long row : rows.get(p)) {
        anchors.add(parts.get(p).anchor((int) row));
      }
    }
    return anchors;
  }

  private static Set<Long> expected(List<VectorSource.Part> parts, long seed, int count) {
    return parts.stream()
        .flatMap(part -> IntStream.range(0, part.rows()).mapToObj(part::anchor))
        .sorted((a, b) -> Long.compareUnsigned(Sample.hash(seed, b), Sample.hash(seed, a)))
        .limit(count)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
