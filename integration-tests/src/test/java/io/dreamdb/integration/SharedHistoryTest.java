package io.dreamdb.integration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("ci")
@ExtendWith(Engines.class)
final class SharedHistoryTest {

  private static final int STEPS = 200;
  private static final int STEPS_BETWEEN_CHECKS = 20;

  @Test
  void bothEnginesAlwaysSeeWhatBothWrote() {
    Seed seed = Seed.choose();
    SharedHistory history =
        new SharedHistory("lake." + Engines.newSchema() + ".history", seed.random());
    try {
      history.create();
      for (int step = 1; step <= STEPS; step++) {
        history.step();
        if (step % STEPS_BETWEEN_CHECKS == 0) {
          history.check();
        }
      }
      history.checkVersions();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          seed + "; statements:\n" + String.join("\n", history.statements()), e);
    }
  }
}
