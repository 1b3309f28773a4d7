package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UnknownCommitsTest {

  @Test
  void commitsWithoutAnAnswerAreTakenForWhatTheyAre() throws Exception {
    assertThat(new UnknownCommits(1_000, 3).run()).isGreaterThan(1_000);
  }

  @Test
  @Tag("slow")
  void aHundredThousandCommitsWithoutAnAnswerAreTakenForWhatTheyAre() throws Exception {
    int commits = 0;
    for (int round = 0; round < 20; round++) {
      commits += new UnknownCommits(5_000, 4 + 10 * round).run();
      System.out.println(5_000 * (round + 1) + " answers lost in " + commits + " commits");
    }
  }
}
