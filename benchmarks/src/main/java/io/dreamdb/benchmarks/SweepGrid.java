package io.dreamdb.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Option;

/**
 * The settings of a sweep, fewest cells first. Where more candidates do not find more, and once
 * nearly all is found, larger settings are left out.
 */
final class SweepGrid {

  private static final List<Integer> PROBES =
      List.of(1, 2, 4, 6, 8, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128, 192, 256, 384, 512, 1024);
  private static final List<Integer> CANDIDATES_PER_ROW = List.of(1, 2, 3, 4, 6, 10);
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
      all = CANDIDATES_PER_ROW.stream().map(times -> times * k).toList();
    }
    List<SearchSetting> settings = new ArrayList<>();
    for (int nprobe : probes.isEmpty() ? PROBES : probes) {
      if (nprobe > cells && !settings.isEmpty()) {
        break;
      }
      if (add(settings, nprobe, all, recall) >= NEARLY_ALL && probes.isEmpty()) {
        break;
      }
    }
    return settings;
  }

  /** Adds the settings of as many cells; returns the recall of the last. */
  private double add(
      List<SearchSetting> settings,
      int nprobe,
      List<Integer> all,
      ToDoubleFunction<SearchSetting> recall) {
    double before = -1;
    for (int refine : all) {
      SearchSetting setting = new SearchSetting.Probes(nprobe, refine);
      double found = recall.applyAsDouble(setting);
      if (candidates.isEmpty() && found < before + LEAST_GAIN) {
        break;
      }
      settings.add(setting);
      before = found;
    }
    return before;
  }
}
