package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** As {@link StoppedWritersTest}, for longer. */
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be stopped by a signal")
class ManyStoppedWritersTest {

  private static final int ROUNDS = 200;

  @TempDir Path folder;

  @Test
  void aWriterKilledAtAnyMomentLosesNothingAndLeavesNothingHalf() throws Exception {
    StoppedWriters writers = new StoppedWriters(folder, 5);
    writers.kill(ROUNDS);
    System.out.println(writers.commits() + " commits");
    assertThat(writers.commits()).isGreaterThan(ROUNDS);
  }

  @Test
  void aWriterStoppedDuringTwoCollectionsCommitsWhatIsValid() throws Exception {
    StoppedWriters writers = new StoppedWriters(folder, 6);
    writers.stop(ROUNDS);
    System.out.println(writers.commits() + " commits, " + writers.refused() + " refused");
    assertThat(writers.commits()).isGreaterThan(ROUNDS);
  }
}
