package io.dreamdb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkCpuTest {

  private static final long BUSY_NANOS = 200_000_000;

  @Test
  void aThreadThatEndedHasWorked() throws Exception {
    WorkCpu cpu = new WorkCpu();
    long before = cpu.nanos();
    Thread busy = new Thread(WorkCpuTest::work);
    busy.start();
    busy.join();

    assertThat(cpu.nanos() - before).isBetween(BUSY_NANOS * 9 / 10, BUSY_NANOS * 2);
  }

  @Test
  void waitingIsNoWork() throws Exception {
    WorkCpu cpu = new WorkCpu();
    cpu.nanos();
    long before = cpu.nanos();
    Thread.sleep(200);

    assertThat(cpu.nanos() - before).isLessThan(BUSY_NANOS / 4);
  }

  private static void work() {
    long start = Rounds.cpuNanos();
    while (Rounds.cpuNanos() - start < BUSY_NANOS) {
      Thread.onSpinWait();
    }
  }
}
