package io.dreamdb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SweepGridTest {

  /** Each cell and each candidate finds some more. */
  private static double recall(SearchSetting setting) {
    SearchSetting.Probes probes = (SearchSetting.Probes) setting;
    return (1 - Math.exp(-probes.nprobe() / 9.0)) * (1 - Math.exp(-probes.refine() / 7.0));
  }

  private static List<SearchSetting> settings(String... arguments) {
    SweepGrid grid = new SweepGrid();
    new CommandLine(new Command(grid)).parseArgs(arguments);
    return grid.settings(500, 10, SweepGridTest::recall);
  }

  @CommandLine.Command
  private static final class Command {
    @CommandLine.Mixin private final SweepGrid grid;

    Command(SweepGrid grid) {
      this.grid = grid;
    }
  }

  @Test
  void theFewestCellsOfEachRecallAreAmongThem() {
    List<SearchSetting> settings = settings();

    assertThat(settings).doesNotHaveDuplicates();
    for (double least : new double[] {0.95, 0.99}) {
      int fewest = fewest(60, least);
      assertThat(fewest).isLessThan(fewest(40, least));
      assertThat(settings).contains(new SearchSetting.Probes(fewest, 60));
    }
  }

  private static int fewest(int refine, double least) {
    int fewest = 1;
    while (recall(new SearchSetting.Probes(fewest, refine)) < least) {
      fewest++;
    }
    return fewest;
  }

  @Test
  void settingsThatFindNoMoreAreLeftOut() {
    List<SearchSetting> settings = settings();

    assertThat(settings).contains(new SearchSetting.Probes(8, 60));
    assertThat(settings).doesNotContain(new SearchSetting.Probes(8, 100));
    assertThat(settings)
        .allSatisfy(setting ->
            assertThat(((SearchSetting.Probes) setting).nprobe()).isLessThanOrEqualTo(96));
  }

  @Test
  void chosenSettingsReplaceTheSweep() {
    assertThat(settings("--nprobe", "8,16", "--refine", "20,40"))
        .containsExactly(
            new SearchSetting.Probes(8, 20),
            new SearchSetting.Probes(8, 40),
            new SearchSetting.Probes(16, 20),
            new SearchSetting.Probes(16, 40));
  }
}
