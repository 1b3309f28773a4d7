package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialsTest {

  private static final int DIMENSION = 16;
  private static final int BEYOND = Trials.MAX_CANDIDATES;

  /** One query whose two neighbours lie in its nearest cell, and two that probe ten for them. */
  private static Trials easyAndHard() {
    Trials trials = new Trials(new int[] {2}, 3, DIMENSION);
    trials.add(1, found(100, BEYOND, BEYOND));
    trials.add(2, found(200, BEYOND, BEYOND));
    trials.add(10, found(100_000, 0, 3));
    trials.distances(new float[] {1, 9, 9, 9, 9, 9, 9, 9, 9, 9});
    for (int hard = 0; hard < 2; hard++) {
      trials.distances(new float[] {5, 7, 7, 7, 7, 7, 7, 7, 7, 7});
    }
    return trials;
  }

  private static Trials.Found[] found(long entries, int... hardRanks) {
    Trials.Found hard = new Trials.Found(entries, hardRanks);
    return new Trials.Found[] {new Trials.Found(entries, new int[] {0, 1}), hard, hard};
  }

  private static Trials.Point cheapest(List<Trials.Point> points, int recall) {
    return points.stream()
        .filter(point -> point.recall() >= recall)
        .min(Comparator.comparingDouble(Trials.Point::cost))
        .orElseThrow();
  }

  @Test
  void theSmallestRecallOfAnyKIsTold() {
    Trials trials = new Trials(new int[] {1, 4}, 1, DIMENSION);

    assertThat(trials.add(1, new Trials.Found[] {new Trials.Found(9, new int[] {0, 1, 7, BEYOND})}))
        .isEqualTo(750);
    assertThat(trials.add(2, new Trials.Found[] {new Trials.Found(9, new int[] {0, 1, 7, 9})}))
        .isEqualTo(1_000);
  }

  @Test
  void eachNumberOfCandidatesIsAPoint() {
    List<Trials.Point> points = easyAndHard().points(0);

    assertThat(points)
        .filteredOn(point -> point.probes().equals(Probes.of(10)))
        .extracting(Trials.Point::candidates, Trials.Point::recall)
        .startsWith(tuple(2, 666), tuple(3, 666), tuple(4, 1_000));
  }

  @Test
  void aSlackSparesTheQueryWhoseOtherCellsAreFar() {
    Trials.Point point = cheapest(easyAndHard().points(0), 1_000);

    assertThat(point.probes()).isEqualTo(new Probes(10, 2));
    assertThat(point.calibration(2)).isEqualTo(new Calibration(2, 1_000, point.probes(), 4));
  }

  @Test
  void withoutDistancesThereIsNoSlack() {
    Trials trials = new Trials(new int[] {1}, 1, DIMENSION);
    trials.add(1, new Trials.Found[] {new Trials.Found(9, new int[] {BEYOND})});
    trials.add(2, new Trials.Found[] {new Trials.Found(9, new int[] {BEYOND})});
    trials.add(3, new Trials.Found[] {new Trials.Found(9, new int[] {0})});

    assertThat(trials.points(0)).noneMatch(point -> point.probes().isBounded());
  }

  @Test
  void aSlackThatSparesNothingIsNotTaken() {
    Trials trials = new Trials(new int[] {1}, 1, DIMENSION);
    for (int probes = 1; probes <= 4; probes++) {
      trials.add(
          probes,
          new Trials.Found[] {
            new Trials.Found(100L * probes, new int[] {probes < 4 ? BEYOND : 0})
          });
    }
    trials.distances(new float[] {1, 2, 3, 4});

    assertThat(cheapest(trials.points(0), 1_000).probes()).isEqualTo(Probes.of(4));
  }

  @Test
  void trialsInBetweenTakeTheirPlace() {
    Trials trials = new Trials(new int[] {1}, 1, DIMENSION);
    trials.add(1, new Trials.Found[] {new Trials.Found(100, new int[] {BEYOND})});
    trials.add(9, new Trials.Found[] {new Trials.Found(900, new int[] {0})});
    assertThat(trials.middleBelow(Probes.of(9))).isEqualTo(5);
    assertThat(trials.middleBelow(Probes.of(1))).isZero();
    assertThat(trials.middleBelow(new Probes(9, 1))).isZero();

    assertThat(trials.add(5, new Trials.Found[] {new Trials.Found(500, new int[] {0})}))
        .isEqualTo(1_000);
    assertThat(cheapest(trials.points(0), 1_000).probes()).isEqualTo(Probes.of(5));
    assertThat(trials.middleBelow(Probes.of(9))).isEqualTo(7);
    assertThat(trials.middleBelow(Probes.of(5))).isEqualTo(3);
  }
}
