package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.dreamdb.InvalidInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TopKTest {

  private record Row(float distance, long anchor) {}

  private static final Comparator<Row> ORDER =
      Comparator.comparing(Row::distance).thenComparing(Row::anchor);

  @Property(tries = 500)
  void equalsASortWhateverTheOrderAndTheBlocks(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 300) int k,
      @ForAll @IntRange(min = 0, max = 2000) int rows) {
    Random random = new Random(seed);
    float limit = random.nextBoolean() ? Float.POSITIVE_INFINITY : random.nextInt(60);
    int distinct = 1 + random.nextInt(rows + 1);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      all.add(new Row(random.nextInt(distinct), i * 3L));
    }
    List<Row> expected =
        all.stream().filter(row -> row.distance() <= limit).sorted(ORDER).limit(k).toList();
    for (int attempt = 0; attempt < 3; attempt++) {
      Collections.shuffle(all, random);
      TopK whole = new TopK(k, limit);
      int at = 0;
      while (at < rows) {
        int to = Math.min(rows, at + 1 + random.nextInt(400));
        TopK part = new TopK(k, limit);
        offer(random.nextBoolean() ? part : whole, all.subList(at, to));
        whole.merge(part);
        at = to;
      }
      assertThat(rows(whole.nearest())).isEqualTo(expected);
    }
  }

  @Property(tries = 300)
  void skippedRowsAreAsIfTheyWereNotThere(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 50) int k,
      @ForAll @IntRange(min = 0, max = 1000) int rows,
      @ForAll @IntRange(min = 0, max = 200) int skipFrom) {
    Random random = new Random(seed);
    long[] skip = LongStream.generate(random::nextLong).limit(random.nextInt(20)).toArray();
    float[] distances = new float[rows];
    List<Row> expected = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      distances[i] = random.nextInt(100);
      int bit = skipFrom + i;
      if (bit >= 64 * skip.length || (skip[bit / 64] >>> bit % 64 & 1) == 0) {
        expected.add(new Row(distances[i], 1000 + i));
      }
    }
    TopK run = new TopK(k);
    run.offerRun(distances, rows, 1000, skip, skipFrom);
    TopK list = new TopK(k);
    list.offerAll(distances, rows, LongStream.range(1000, 1000 + rows).toArray(), skip, skipFrom);
    List<Row> sorted = expected.stream().sorted(ORDER).limit(k).toList();
    assertThat(rows(run.nearest())).isEqualTo(sorted);
    assertThat(rows(list.nearest())).isEqualTo(sorted);
  }

  @Test
  void bothZerosAreOneDistance() {
    TopK top = new TopK(2);
    top.offer(0.0f, 1);
    top.offer(-0.0f, 2);
    top.offer(-0.0f, 0);
    assertThat(rows(top.nearest())).containsExactly(new Row(0.0f, 0), new Row(0.0f, 1));
  }

  @Test
  void notANumberIsNeverCollected() {
    TopK top = new TopK(3);
    top.offerRun(new float[] {Float.NaN, 1, Float.NaN}, 3, 0, null, 0);
    top.offer(Float.NaN, 9);
    assertThat(rows(top.nearest())).containsExactly(new Row(1, 1));
  }

  @Test
  void theLargestDistanceAndTheLargestAnchorAreWithin() {
    TopK top = new TopK(3, 2);
    top.offerRun(new float[] {2, Math.nextUp(2f), 1}, 3, Long.MAX_VALUE - 2, null, 0);
    top.offer(2, Long.MAX_VALUE);
    assertThat(rows(top.nearest()))
        .containsExactly(
            new Row(1, Long.MAX_VALUE), new Row(2, Long.MAX_VALUE - 2), new Row(2, Long.MAX_VALUE));
  }

  @Test
  void moreMayBeOfferedAfterAResult() {
    TopK top = new TopK(2);
    top.offer(5, 5);
    top.offer(4, 4);
    assertThat(top.nearest().size()).isEqualTo(2);
    top.offer(3, 3);
    assertThat(rows(top.nearest())).containsExactly(new Row(3, 3), new Row(4, 4));
  }

  @Test
  void theBoundFallsToTheKthDistance() {
    TopK top = new TopK(1);
    assertThat(top.bound()).isEqualTo(Float.POSITIVE_INFINITY);
    for (int i = 1000; i > 0; i--) {
      top.offer(i, i);
    }
    assertThat(top.nearest().distance(0)).isEqualTo(1);
    assertThat(top.bound()).isEqualTo(1);
  }

  @Test
  void noOrderOfRowsIsQuadratic() {
    float[] falling = new float[2_000_000];
    float[] organ = new float[falling.length];
    for (int i = 0; i < falling.length; i++) {
      falling[i] = falling.length - i;
      organ[i] = Math.abs(falling.length / 2 - i);
    }
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (float[] distances : List.of(falling, organ, new float[falling.length])) {
            TopK top = new TopK(10_000);
            top.offerRun(distances, distances.length, 0, null, 0);
            assertThat(top.nearest().size()).isEqualTo(10_000);
          }
        });
  }

  @Test
  void refusesKBelowOneAndADistanceThatIsNotANumber() {
    assertThatThrownBy(() -> new TopK(0))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("0");
    assertThatThrownBy(() -> new TopK(1, Float.NaN)).isInstanceOf(InvalidInput.class);
  }

  private static void offer(TopK top, List<Row> rows) {
    float[] distances = new float[rows.size()];
    long[] anchors = new long[rows.size()];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = rows.get(i).distance();
      anchors[i] = rows.get(i).anchor();
    }
    top.offerAll(distances, distances.length, anchors, null, 0);
  }

  private static List<Row> rows(Neighbours neighbours) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < neighbours.size(); i++) {
      rows.add(new Row(neighbours.distance(i), neighbours.anchor(i)));
    }
    return rows;
  }
}
