package io.dreamdb.hash;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Works with one kernel while a thread beside it runs another until that is compiled and faster.
 *
 * <p>The thread starts when 4 MiB have been hashed, so that short programs never pay for it, and it
 * ends after the given time at the latest. It compares the two kernels' bytes each time: a kernel
 * that differs is never used.
 */
final class WarmingKernel implements ChunkKernel {

  private static final long START_AFTER_CHUNKS = 4096;
  private static final int TRIAL_CHUNKS = 64;
  private static final int WINS_NEEDED = 8;

  private final ChunkKernel slow;
  private final ChunkKernel fast;
  private final Duration giveUpAfter;
  private final BiConsumer<ChunkKernel, String> done;
  private final AtomicLong chunksHashed = new AtomicLong();
  private final Thread thread;
  private boolean started;

  /**
   * @param done receives the kernel to go on with, and in words why
   */
  WarmingKernel(
      ChunkKernel slow,
      ChunkKernel fast,
      Duration giveUpAfter,
      BiConsumer<ChunkKernel, String> done) {
    this.slow = slow;
    this.fast = fast;
    this.giveUpAfter = giveUpAfter;
    this.done = done;
    thread = new Thread(this::run, "dreamdb-blake3-warm-up");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
  }

  @Override
  public String name() {
    return slow.name() + ", warming " + fast.name();
  }

  @Override
  public void chunks(
      byte[] bytes, int offset, int count, long firstChunk, byte[] values, int valuesOffset) {
    slow.chunks(bytes, offset, count, firstChunk, values, valuesOffset);
    if (chunksHashed.addAndGet(count) >= START_AFTER_CHUNKS) {
      start();
    }
  }

  @Override
  public void parents(byte[] values, int offset, int count) {
    slow.parents(values, offset, count);
  }

  /** Warms now, and returns when that is over. */
  void warmUp() throws InterruptedException {
    start();
    thread.join();
  }

  private synchronized void start() {
    if (!started) {
      started = true;
      thread.start();
    }
  }

  private void run() {
    Trial slowTrial = new Trial(slow);
    Trial fastTrial = new Trial(fast);
    long begin = System.nanoTime();
    int wins = 0;
    while (wins < WINS_NEEDED) {
      if (System.nanoTime() - begin > giveUpAfter.toNanos()) {
        done.accept(slow, "the " + fast.name() + " kernel was not faster within " + giveUpAfter);
        return;
      }
      slowTrial.run();
      fastTrial.run();
      if (!Arrays.equals(slowTrial.values, fastTrial.values)) {
        done.accept(slow, "the " + fast.name() + " kernel gave other bytes; report this JVM");
        return;
      }
      wins = fastTrial.lastNanos < slowTrial.lastNanos ? wins + 1 : 0;
    }
    done.accept(fast, "warm after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
  }

  /** Hashes 64 KiB over and over, its chunks and the parents above them. */
  private static final class Trial {
    private final ChunkKernel kernel;
    private final byte[] bytes = new byte[TRIAL_CHUNKS * CHUNK_BYTES];
    final byte[] values = new byte[TRIAL_CHUNKS * VALUE_BYTES];
    long lastNanos;

    Trial(ChunkKernel kernel) {
      this.kernel = kernel;
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (i * 31 + (i >>> 8));
      }
    }

    void run() {
      long begin = System.nanoTime();
      kernel.chunks(bytes, 0, TRIAL_CHUNKS, 0, values, 0);
      for (int count = TRIAL_CHUNKS / 2; count > 0; count /= 2) {
        kernel.parents(values, 0, count);
      }
      lastNanos = System.nanoTime() - begin;
      Arrays.fill(values, VALUE_BYTES, values.length, (byte) 0);
    }
  }
}
