package io.dreamdb.dataset.spi;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Does parts of one writer's work side by side: on the thread that writes, and on helpers that this
 * process keeps for a minute, as far as some are free. There are fewer of them than processors, so
 * that many writers do not hinder each other.
 */
final class WriterThreads {

  private static final int MAX_HELPERS = Runtime.getRuntime().availableProcessors() - 1;

  private static final ThreadPoolExecutor HELPERS =
      new ThreadPoolExecutor(
          0,
          Math.max(1, MAX_HELPERS),
          1,
          TimeUnit.MINUTES,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(null, work, "dreamdb-writer", 0, false);
            thread.setContextClassLoader(null);
            thread.setDaemon(true);
            return thread;
          });

  private final List<IntConsumer> parts;
  private final @Nullable Throwable[] failures; // of each part, then of the caller's own
  private final AtomicInteger next = new AtomicInteger();

  private WriterThreads(List<IntConsumer> parts) {
    this.parts = parts;
    this.failures = new Throwable[parts.size() + 1];
  }

  /** How many threads there are at most for one writer: the workers' numbers are below. */
  static int workers() {
    return 1 + MAX_HELPERS;
  }

  /**
   * Runs {@code own} on the calling thread and each part on some thread; a part is told the number
   * of the worker that does it, and each worker takes parts in their order. All of them are done,
   * or failed, when this returns; of failures that of the first part is thrown, then {@code own}'s.
   */
  static void run(Runnable own, List<IntConsumer> parts) {
    new WriterThreads(parts).run(own);
  }

  private void run(Runnable own) {
    int wanted = Math.min(MAX_HELPERS, parts.size());
    CountDownLatch ended = new CountDownLatch(wanted);
    Helper[] helpers = new Helper[wanted];
    for (int i = 0; i < wanted; i++) {
      helpers[i] = new Helper(i + 1, ended);
      try {
        HELPERS.execute(helpers[i]);
      } catch (RejectedExecutionException noneIsFree) {
        ended.countDown();
      }
    }
    attempt(parts.size(), own);
    work(0);
    await(ended, helpers);
    for (Throwable failure : failures) {
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
    }
  }

  private void work(int worker) {
    for (int i = next.getAndIncrement(); i < parts.size(); i = next.getAndIncrement()) {
      IntConsumer part = parts.get(i);
      attempt(i, () -> part.accept(worker));
    }
  }

  private void attempt(int number, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      failures[number] = e;
    }
  }

  /** They use what the caller may free: it leaves no sooner than they. */
  private static void await(CountDownLatch ended, Helper[] helpers) {
    boolean interrupted = false;
    while (ended.getCount() > 0) {
      try {
        ended.await();
      } catch (InterruptedException e) {
        interrupted = true;
        for (Helper helper : helpers) {
          helper.interrupt();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Helper implements Runnable {

    private final int worker;
    private final CountDownLatch ended;
    private @Nullable Thread running;

    Helper(int worker, CountDownLatch ended) {
      this.worker = worker;
      this.ended = ended;
    }

    @Override
    public void run() {
      set(Thread.currentThread());
      try {
        work(worker);
      } finally {
        set(null);
        ended.countDown();
      }
    }

    private synchronized void set(@Nullable Thread thread) {
      running = thread;
      boolean unused = Thread.interrupted();
    }

    synchronized void interrupt() {
      if (running != null) {
        running.interrupt();
      }
    }
  }
}
