package io.dreamdb.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Option;

/**
 * The settings of a sweep: a grid, fewest cells first, and between its points the fewest cells that
 * reach each recall of interest. Where more candidates do not find more, and once nearly all is
 * found, larger settings are left out.
 */
final class SweepGrid {

  private static final List<Integer> PROBES =
      List.of(1, 2, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128, 192, 256, 384, 512, 1024);
  private static final List<Double> CANDIDATES_PER_ROW =
      List.of(1.0, 2.0, 2.5, 3.0, 4.0, 6.0, 10.0);
  private static final List<Double> RECALLS = List.of(0.9, 0.95, 0.99);
  private static final double LEAST_GAIN = 0.0005;
  private static final double NEARLY_ALL = 0.9995;

  @Option(
      names = "--nprobe",
      split = ",",
      description = "Cells to look at, with commas (default: a sweep).")
  private List<Integer> probes = List.of();

  @Option(
      names = "--refine",
      split = ",",
      description = "Candidates to compute exactly, with commas (default: 1 to 10 times k).")
  private List<Integer> candidates = List.of();

  /**
   * The settings.
   *
   * @param recall what a setting finds
   * @return a list that may be changed
   */
  List<SearchSetting> settings(int cells, int k, ToDoubleFunction<SearchSetting> recall) {
    List<Integer> all = candidates;
    if (all.isEmpty()) {
      all = CANDIDATES_PER_ROW.stream().map(times -> (int) Math.round(times * k)).toList();
    }
    Set<SearchSetting> settings = new LinkedHashSet<>();
    SortedMap<Integer, SortedMap<Integer, Double>> found = new TreeMap<>(); // by refine and nprobe
    for (int nprobe : probes.isEmpty() ? PROBES : probes) {
      if (nprobe > cells && !settings.isEmpty()) {
        break;
      }
      if (add(settings, nprobe, all, recall, found) >= NEARLY_ALL && probes.isEmpty()) {
        break;
      }
    }
    if (probes.isEmpty()) {
      RECALLS.forEach(least -> addFewest(settings, least, recall, found));
    }
    return new ArrayList<>(settings);
  }

  /** Adds the settings of as many cells; returns the recall of the last. */
  private double add(
      Set<SearchSetting> settings,
      int nprobe,
      List<Integer> all,
      ToDoubleFunction<SearchSetting> recall,
      SortedMap<Integer, SortedMap<Integer, Double>> found) {
    double before = -1;
    for (int refine : all) {
      SearchSetting setting = new SearchSetting.Probes(nprobe, refine);
      double share = recall.applyAsDouble(setting);
      found.computeIfAbsent(refine, any -> new TreeMap<>()).put(nprobe, share);
      if (candidates.isEmpty() && share < before + LEAST_GAIN) {
        break;
      }
      settings.add(setting);
      before = share;
    }
    return before;
  }

  /**
   * Adds, for each number of candidates that reaches a recall, the fewest cells that do; more
   * candidates only where they need fewer cells.
   */
  private static void addFewest(
      Set<SearchSetting> settings,
      double least,
      ToDoubleFunction<SearchSetting> recall,
      SortedMap<Integer, SortedMap<Integer, Double>> found) {
    int fewest = Integer.MAX_VALUE;
    for (var byProbes : found.entrySet()) {
      int refine = byProbes.getKey();
      int nprobe = fewest(refine, least, recall, byProbes.getValue());
      if (nprobe < fewest) {
        settings.add(new SearchSetting.Probes(nprobe, refine));
        fewest = nprobe;
      }
    }
  }

  /**
   * The fewest cells that reach a recall, between two points of the grid; or the largest number.
   */
  private static int fewest(
      int refine,
      double least,
      ToDoubleFunction<SearchSetting> recall,
      SortedMap<Integer, Double> byProbes) {
    int below = 0;
    for (var known : byProbes.entrySet()) {
      if (known.getValue() >= least) {
        int enough = known.getKey();
        while (enough - below > 1) {
          int middle = (below + enough) >>> 1;
          boolean reached = recall.applyAsDouble(new SearchSetting.Probes(middle, refine)) >= least;
          enough = reached ? middle : enough;
          below = reached ? below : middle;
        }
        return enough;
      }
      below = known.getKey();
    }
    return Integer.MAX_VALUE;
  }
}
