package io.dreamdb.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WarmingKernelTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final BlockingQueue<ChunkKernel> chosen = new ArrayBlockingQueue<>(2);

  /** The scalar kernel, made slow or wrong. */
  private record Altered(int delayMillis, int wrongBits) implements ChunkKernel {
    @Override
    public String name() {
      return "altered";
    }

    @Override
    public void chunks(
        byte[] bytes, int offset, int count, long firstChunk, byte[] values, int valuesOffset) {
      new ScalarKernel().chunks(bytes, offset, count, firstChunk, values, valuesOffset);
      values[valuesOffset] ^= (byte) wrongBits;
      try {
        Thread.sleep(delayMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void parents(byte[] values, int offset, int count) {
      new ScalarKernel().parents(values, offset, count);
    }
  }

  private WarmingKernel warming(ChunkKernel slow, ChunkKernel fast, Duration giveUpAfter) {
    return new WarmingKernel(slow, fast, giveUpAfter, (kernel, report) -> chosen.add(kernel));
  }

  @Test
  void theFasterKernelIsChosen() throws InterruptedException {
    ScalarKernel fast = new ScalarKernel();
    warming(new Altered(20, 0), fast, LONG).warmUp();
    assertThat(chosen).containsExactly(fast);
  }

  @Test
  void aKernelThatStaysSlowerIsGivenUp() throws InterruptedException {
    ScalarKernel slow = new ScalarKernel();
    warming(slow, new Altered(20, 0), SHORT).warmUp();
    assertThat(chosen).containsExactly(slow);
  }

  @Test
  void aKernelThatGivesOtherBytesIsNeverChosen() throws InterruptedException {
    Altered slow = new Altered(20, 0);
    warming(slow, new Altered(0, 4), LONG).warmUp();
    assertThat(chosen).containsExactly(slow);
  }

  @Test
  void warmingStartsOnceAfterFourMebibytesAndNotBefore() throws InterruptedException {
    ScalarKernel fast = new ScalarKernel();
    WarmingKernel kernel = warming(new Altered(1, 0), fast, LONG);
    byte[] bytes = new byte[1 << 20];
    byte[] values = new byte[1 << 15];
    for (int i = 0; i < 3; i++) {
      kernel.chunks(bytes, 0, 1024, 0, values, 0);
    }
    assertThat(chosen.poll(100, TimeUnit.MILLISECONDS)).isNull();
    for (int i = 0; i < 3; i++) {
      kernel.chunks(bytes, 0, 1024, 0, values, 0);
    }
    assertThat(chosen.poll(60, TimeUnit.SECONDS)).isNotNull();
    kernel.warmUp();
    assertThat(chosen).isEmpty();
  }
}
