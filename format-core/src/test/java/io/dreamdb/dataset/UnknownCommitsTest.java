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
    System.out.println(new UnknownCommits(100_000, 4).run() + " commits");
  }
}
