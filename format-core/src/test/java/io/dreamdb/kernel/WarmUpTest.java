package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void takesTheFormThatIsFasterOnceItIs() throws InterruptedException {
    int[] calls = {0};
    WarmUp warmUp =
        new WarmUp(
            "gets faster",
            () -> LockSupport.parkNanos(1_000_000),
            () -> LockSupport.parkNanos(calls[0]++ < 5 ? 5_000_000 : 1));
    assertThat(warmUp.fast()).isFalse();
    assertThat(warmUp.await(SOON)).isTrue();
    assertThat(warmUp.fast()).isTrue();
    assertThat(calls[0]).isGreaterThan(5);
  }

  @Test
  void staysWithTheTwinWhereTheOtherFormFails() throws InterruptedException {
    WarmUp warmUp =
        new WarmUp(
            "fails",
            () -> {},
            () -> {
              throw new UnsupportedOperationException("no such instruction");
            });
    assertThat(warmUp.await(SOON)).isFalse();
    assertThat(warmUp.fast()).isFalse();
  }

  @Test
  void everyLoopOfThisProcessGetsCompiled() throws InterruptedException {
    assertThat(DistanceKernel.awaitCompiled(Duration.ofSeconds(120))).isTrue();
  }
}
