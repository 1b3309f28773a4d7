package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bounds exclude, the nearest centres and their scores are those of comparing all. */
final class ScoreBoundsTest {

  private static final int CENTRES = 700;
  private static final int POINTS = 304;
  private static final int DIMENSION = 192;

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void boundsFindWhatComparingAllFinds(int most) {
    requireSame(clustered(CENTRES, 1, 1), clustered(POINTS, 2, 1), most);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e-30f, 1e-12f, 1e12f, 1e18f})
  void soTheyDoForVeryShortAndVeryLongVectors(float scale) {
    requireSame(clustered(CENTRES, 1, scale), clustered(POINTS, 2, scale), 3);
    requireSame(clustered(CENTRES, 1, 1), clustered(POINTS, 2, scale), 3);
  }

  @Test
  void soTheyDoForEqualCentresAndPointsOnThem() {
    float[] centres = clustered(CENTRES, 3, 1);
    System.arraycopy(centres, 0, centres, 300 * DIMENSION, 200 * DIMENSION);
    Arrays.fill(centres, 600 * DIMENSION, centres.length, 0);
    requireSame(centres, Arrays.copyOf(centres, POINTS * DIMENSION), 4);
    requireSame(new float[CENTRES * DIMENSION], new float[POINTS * DIMENSION], 2);
  }

  @Test
  void whereTheyExcludeTooFewTheyGiveUp() {
    Random random = new Random(5);
    float[] centres = new float[CENTRES * DIMENSION];
    float[] points = new float[POINTS * DIMENSION];
    IntStream.range(0, centres.length).forEach(i -> centres[i] = (float) random.nextGaussian());
    IntStream.range(0, points.length).forEach(i -> points[i] = (float) random.nextGaussian());
    assertThat(requireSame(centres, points, 1)).isLessThan(POINTS / 2);
  }

  @Test
  void rowsThatComeTogetherGetTheCellsThatTheyGetAlone() {
    Cells cells = new Cells(DIMENSION, List.of(clustered(1_500, 1, 1), clustered(600, 4, 1)));
    int count = 301;
    float[] rows = clustered(count, 2, 1);
    int[] own = new int[count];
    int[] second = new int[count];
    int[] alone = new int[1];
    int[] secondAlone = new int[1];
    cells.assign(rows, count, own, second);
    int[] first = new int[count];
    cells.assign(rows, count, first);
    assertThat(first).isEqualTo(own);
    for (int row = 0; row < count; row++) {
      float[] one = Arrays.copyOfRange(rows, row * DIMENSION, (row + 1) * DIMENSION);
      cells.assign(one, 1, alone, secondAlone);
      assertThat(own[row]).isEqualTo(alone[0]);
      assertThat(second[row]).isEqualTo(secondAlone[0]);
    }
  }

  /** Returns for how many points bounds did it. */
  private static int requireSame(float[] centres, float[] points, int most) {
    int half = CENTRES / 2 * DIMENSION;
    List<Nearest> blocks =
        List.of(
            new Nearest(Arrays.copyOf(centres, half), DIMENSION),
            new Nearest(Arrays.copyOfRange(centres, half, centres.length), DIMENSION));
    Nearest.Few[] found = few(most);
    int done = ScoreBounds.of(blocks, DIMENSION).search(points, POINTS, found);
    float[] scores = new float[POINTS * CENTRES];
    new Nearest(centres, DIMENSION).scores(points, 0, POINTS, scores);
    for (int p = 0; p < done; p++) {
      Nearest.Few all = new Nearest.Few(most);
      all.addAll(scores, p * CENTRES, CENTRES, 0);
      assertThat(found[p].toArray()).isEqualTo(all.toArray());
      assertThat(found[p].scores).isEqualTo(all.scores);
    }
    return done;
  }

  private static Nearest.Few[] few(int most) {
    return IntStream.range(0, POINTS)
        .mapToObj(p -> new Nearest.Few(most))
        .toArray(Nearest.Few[]::new);
  }

  /** Few directions carry most of what they differ by. */
  private static float[] clustered(int count, long seed, float scale) {
    Random shared = new Random(7);
    float[] middles = new float[50 * DIMENSION];
    IntStream.range(0, middles.length).forEach(i -> middles[i] = value(shared, i));
    Random random = new Random(seed);
    float[] vectors = new float[count * DIMENSION];
    for (int v = 0; v < count; v++) {
      int middle = random.nextInt(50) * DIMENSION;
      for (int i = 0; i < DIMENSION; i++) {
        vectors[v * DIMENSION + i] = scale * (middles[middle + i] + 0.4f * value(random, i));
      }
    }
    return vectors;
  }

  private static float value(Random random, int i) {
    return (float) (random.nextGaussian() * Math.pow(i % DIMENSION + 1, -0.7));
  }
}
