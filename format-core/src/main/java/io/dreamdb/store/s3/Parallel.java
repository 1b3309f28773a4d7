package io.dreamdb.store.s3;

import io.dreamdb.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs work side by side, on threads that all stores of this process share: requests, and reads of
 * whole objects, which wait for requests.
 */
final class Parallel {

  private static final int THREADS = 32;

  /** Work that waits for no other. */
  static final Parallel REQUESTS = new Parallel("dreamdb-s3-");

  /** Work that may wait for {@link #REQUESTS}. */
  static final Parallel OBJECTS = new Parallel("dreamdb-s3-object-");

  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor pool;

  private Parallel(String threadName) {
    this.pool = pool(threadName);
  }

  private ThreadPoolExecutor pool(String threadName) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, threadName + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * The results in the order of the tasks. The first task runs on the caller's thread, so that a
   * single one costs no hand-over. When one fails, those that did not begin are given up, those
   * that run are interrupted, and its failure is thrown. No task may call the same again.
   */
  <T> List<T> all(List<? extends Supplier<T>> tasks) {
    List<Future<T>> rest = new ArrayList<>();
    for (Supplier<T> task : tasks.subList(Math.min(1, tasks.size()), tasks.size())) {
      rest.add(pool.submit(task::get));
    }
    List<T> results = new ArrayList<>();
    try {
      if (!tasks.isEmpty()) {
        results.add(tasks.get(0).get());
      }
      for (Future<T> one : rest) {
        results.add(one.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while waiting for the store", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a request failed: " + e.getCause(), e);
    } finally {
      rest.forEach(one -> one.cancel(true));
    }
  }
}
