package io.dreamdb.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What some queries found with more and more probes, and what they would have found if each had
 * probed the cells within some distance.
 */
final class Trials {

  /** A rank beyond all that are told apart. */
  static final int MAX_CANDIDATES = 800;

  // What searches take, relative to each other: for a cell that is ranked and for a vector that is
  // compared, per element; for a cell that is probed; for a code, per element.
  private static final double RANKED_COST = 0.2;
  private static final double VECTOR_COST = 0.27;
  private static final double PROBED_COST = 40;
  private static final double CODE_COST = 0.007;

  /** A slack that saves less than this share may owe that to the choice of the queries. */
  private static final double SLACK_GAIN = 0.05;

  private final int[] ks;
  private final int queries;
  private final int dimension;
  private final List<Trial> trials = new ArrayList<>(); // fewest probes first
  private final List<float[]> distances = new ArrayList<>(); // of cells, by query

  Trials(int[] ks, int queries, int dimension) {
    this.ks = ks;
    this.queries = queries;
    this.dimension = dimension;
  }

  /**
   * What one query found.
   *
   * @param entries codes that it compared
   * @param ranks of its true neighbours, nearest first, among what was proposed
   */
  record Found(long entries, int[] ranks) {}

  /** What all found with so many probes. */
  private record Trial(int probes, Found[] found) {}

  /**
   * One way to search.
   *
   * @param recall in thousandths, rounded down
   * @param cost relative to other points
   */
  record Point(Probes probes, int candidates, int recall, double cost) {

    Calibration calibration(int k) {
      return new Calibration(k, recall, probes, candidates);
    }
  }

  /** Adds what was found with another number of probes; returns the smallest recall of any k. */
  int add(int probes, Found[] found) {
    int place = (int) trials.stream().filter(trial -> trial.probes < probes).count();
    trials.add(place, new Trial(probes, found));
    int[] chosen = new int[queries];
    Arrays.fill(chosen, place);
    return IntStream.range(0, ks.length)
        .map(k -> recall(ranks(k, chosen), MAX_CANDIDATES))
        .min()
        .orElseThrow();
  }

  /** Half way down to the next smaller number of probes that was tried; 0 if nothing is between. */
  int middleBelow(Probes tried) {
    int smaller =
        trials.stream()
            .mapToInt(Trial::probes)
            .filter(probes -> probes < tried.most())
            .max()
            .orElse(0);
    int middle = (smaller + tried.most()) / 2;
    return tried.isBounded() || middle <= smaller ? 0 : middle;
  }

  /** Takes what decides how near the cells of the next query are, nearest first. */
  void distances(float[] ofCells) {
    distances.add(ofCells);
  }

  /** What could be done for the k of that index. */
  List<Point> points(int k) {
    List<Point> points = new ArrayList<>();
    for (int most = 0; most < trials.size(); most++) {
      int[] chosen = new int[queries];
      Arrays.fill(chosen, most);
      int probes = trials.get(most).probes;
      addPoints(k, Probes.of(probes), chosen, probes, 1, points);
      for (int typical = 1; typical < most && !distances.isEmpty(); typical++) {
        addPoints(k, slack(trials.get(typical).probes), most, points);
      }
    }
    return points;
  }

  /** The slack with which half of the queries probe at least so many cells. */
  private float slack(int probes) {
    float[] slacks = new float[queries];
    for (int i = 0; i < queries; i++) {
      float[] ofCells = distances.get(i);
      slacks[i] = ofCells[Math.min(probes, ofCells.length) - 1] - ofCells[0];
    }
    Arrays.sort(slacks);
    return slacks[queries / 2];
  }

  /** What a slack does, each query having found what it found with about as many probes. */
  private void addPoints(int k, float slack, int most, List<Point> points) {
    Probes probes = new Probes(trials.get(most).probes, slack);
    int[] chosen = new int[queries];
    double probed = 0;
    for (int i = 0; i < queries; i++) {
      int near = near(probes, distances.get(i));
      probed += near;
      while (chosen[i] < most && near > middle(chosen[i])) {
        chosen[i]++;
      }
    }
    addPoints(k, probes, chosen, probed / queries, 1 + SLACK_GAIN, points);
  }

  private static int near(Probes probes, float[] ofCells) {
    int near = Math.min(probes.most(), ofCells.length);
    while (near > 1 && !probes.reach(ofCells[0], ofCells[near - 1])) {
      near--;
    }
    return near;
  }

  /** Half way from the probes of that trial to those of the next. */
  private double middle(int trial) {
    return (trials.get(trial).probes + trials.get(trial + 1).probes) / 2.0;
  }

  /**
   * Adds a point for each number of candidates.
   *
   * @param chosen the trial whose findings count, by query
   * @param probed cells, on average
   * @param factor of the cost
   */
  private void addPoints(
      int k, Probes probes, int[] chosen, double probed, double factor, List<Point> points) {
    double entries =
        IntStream.range(0, queries).mapToLong(i -> found(i, chosen).entries).average().orElse(0);
    double scan =
        probes.most() * dimension * RANKED_COST
            + probed * PROBED_COST
            + entries * dimension * CODE_COST;
    long[] ranks = ranks(k, chosen);
    for (int some = ks[k]; some <= MAX_CANDIDATES; some += Math.max(1, ks[k] / 5)) {
      double cost = factor * (scan + some * dimension * VECTOR_COST);
      points.add(new Point(probes, some, recall(ranks, some), cost));
    }
  }

  private Found found(int query, int[] chosen) {
    return trials.get(chosen[query]).found[query];
  }

  /** How many of the true neighbours have each rank. */
  private long[] ranks(int k, int[] chosen) {
    long[] counts = new long[MAX_CANDIDATES + 1];
    for (int i = 0; i < queries; i++) {
      int[] ranks = found(i, chosen).ranks;
      for (int j = 0; j < Math.min(ks[k], ranks.length); j++) {
        counts[ranks[j]]++;
      }
    }
    return counts;
  }

  private static int recall(long[] ranks, int candidates) {
    long wanted = Arrays.stream(ranks).sum();
    long found = Arrays.stream(ranks, 0, candidates).sum();
    return wanted == 0 ? 1000 : (int) (1000 * found / wanted);
  }
}
