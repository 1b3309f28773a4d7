package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be stopped by a signal")
class StoppedWritersTest {

  private static final int ROUNDS = 20;

  @TempDir Path folder;

  @Test
  void aWriterKilledAtAnyMomentLosesNothingAndLeavesNothingHalf() throws Exception {
    StoppedWriters writers = new StoppedWriters(folder, 5);
    writers.kill(ROUNDS);
    assertThat(writers.commits()).isGreaterThan(ROUNDS);
  }

  @Test
  void aWriterStoppedDuringTwoCollectionsCommitsWhatIsValid() throws Exception {
    StoppedWriters writers = new StoppedWriters(folder, 6);
    writers.stop(ROUNDS);
    assertThat(writers.commits()).isGreaterThan(ROUNDS);
  }
}
