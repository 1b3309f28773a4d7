package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class AnchorBitmapTest {

  private final AnchorBitmap left = new AnchorBitmap();
  private final AnchorBitmap right = new AnchorBitmap();
  private final TreeSet<Long> leftModel = new TreeSet<>();
  private final TreeSet<Long> rightModel = new TreeSet<>();

  @RepeatedTest(30)
  void setsOfRunsAndOfSingleAnchorsAreThoseOfAModel(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    for (int i = 0; i < 6; i++) {
      boolean first = random.nextBoolean();
      fill(first ? left : right, first ? leftModel : rightModel, random);
    }
    TreeSet<Long> minus = new TreeSet<>(leftModel);
    minus.removeAll(rightModel);
    TreeSet<Long> and = new TreeSet<>(leftModel);
    and.retainAll(rightModel);
    TreeSet<Long> plus = new TreeSet<>(leftModel);
    plus.addAll(rightModel);

    assertSame(left.minus(right), minus);
    assertSame(left.and(right), and);
    assertSame(left.plus(right), plus);
    left.plus(right).add(1);
    assertSame(left, leftModel);
    assertSame(right, rightModel);
  }

  /** Runs across the borders of parts and of lanes, among them. */
  private static void fill(AnchorBitmap bitmap, TreeSet<Long> model, Random random) {
    long[] starts = {0, (1L << 31) - 100, (1L << 41) - 50, 7L << 41, Long.MAX_VALUE - 4_000};
    long first = starts[random.nextInt(starts.length)] + random.nextInt(900);
    int count = 1 + random.nextInt(random.nextBoolean() ? 3 : 3_000);
    boolean run = random.nextBoolean();
    if (run) {
      bitmap.add(first, first + count - 1);
    }
    for (long anchor = first; anchor < first + count; anchor++) {
      boolean isNew = model.add(anchor);
      assertThat(!run && bitmap.add(anchor)).isEqualTo(!run && isNew);
    }
  }

  private static void assertSame(AnchorBitmap bitmap, TreeSet<Long> model) {
    List<Long> all = new ArrayList<>();
    bitmap.forEach(all::add);
    assertThat(all).isEqualTo(new ArrayList<>(model));
    assertThat(bitmap.cardinality()).isEqualTo(model.size());
    assertThat(bitmap.isEmpty()).isEqualTo(model.isEmpty());
    if (!model.isEmpty()) {
      assertThat(bitmap.first()).isEqualTo(model.first());
      assertThat(bitmap.last()).isEqualTo(model.last());
    }
  }
}
