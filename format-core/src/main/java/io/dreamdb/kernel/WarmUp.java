package io.dreamdb.kernel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides for one loop when its SIMD form takes over from the scalar twin.
 *
 * <p>Vector API code that HotSpot has not compiled yet is 100 to 1000 times slower than compiled
 * code, and slower than the twin. At first use a daemon thread therefore runs both on a small
 * block, and the SIMD form is taken once it was faster than the twin's best many times in a row.
 * Where that never happens, as in a JVM without the optimising compiler, the twin stays. Both give
 * the same bits, so that the moment of the change cannot be seen in a result. Thread-safe.
 */
final class WarmUp {

  private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());
  private static final int STREAK = 32;
  private static final long GIVE_UP_NANOS = Duration.ofSeconds(60).toNanos();
  private static final ThreadPoolExecutor SIDE = sideThread();

  private final String name;
  private final Runnable twin;
  private final Runnable simd;
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch decided = new CountDownLatch(1);
  private volatile boolean fast;

  /** A loop and its twin, each as one call that works for some microseconds. */
  WarmUp(String name, Runnable twin, Runnable simd) {
    this.name = name;
    this.twin = twin;
    this.simd = simd;
  }

  /** Whether the SIMD form is compiled. The first call starts the side thread; none waits. */
  boolean fast() {
    if (!fast && started.compareAndSet(false, true)) {
      SIDE.execute(this::measure);
    }
    return fast;
  }

  /** Waits until it is decided which form runs; true if it is the SIMD form. */
  boolean await(Duration timeout) throws InterruptedException {
    fast();
    return decided.await(timeout.toNanos(), TimeUnit.NANOSECONDS) && fast;
  }

  private void measure() {
    try {
      long start = System.nanoTime();
      long bestTwin = Long.MAX_VALUE;
      int streak = 0;
      while (streak < STREAK && System.nanoTime() - start < GIVE_UP_NANOS) {
        bestTwin = Math.min(bestTwin, nanos(twin));
        streak = nanos(simd) < bestTwin ? streak + 1 : 0;
      }
      fast = streak == STREAK;
      Level level = fast ? Level.DEBUG : Level.WARNING;
      String outcome = fast ? "compiled" : "never faster than scalar code, which is used instead";
      LOG.log(level, "SIMD loop {0}: {1}", name, outcome);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.WARNING, "SIMD loop " + name + " failed, scalar code is used instead", e);
    } finally {
      decided.countDown();
    }
  }

  private static long nanos(Runnable call) {
    long start = System.nanoTime();
    call.run();
    return System.nanoTime() - start;
  }

  private static ThreadPoolExecutor sideThread() {
    return new ThreadPoolExecutor(
        0,
        1,
        1,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        work -> {
          Thread thread = new Thread(null, work, "dreamdb-kernel-warm-up", 0, false);
          thread.setContextClassLoader(null);
          thread.setDaemon(true);
          return thread;
        });
  }
}
