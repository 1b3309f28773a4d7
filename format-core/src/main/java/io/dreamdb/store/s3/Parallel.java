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

/** Runs requests side by side, on threads that all stores of this process share. */
final class Parallel {

  private static final int THREADS = 32;
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final ThreadPoolExecutor POOL = pool();

  private Parallel() {}

  private static ThreadPoolExecutor pool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "dreamdb-s3-" + NUMBER.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /**
   * The results in the order of the tasks. The first task runs on the caller's thread, so that a
   * single one costs no hand-over. When one fails, those that did not begin are given up, those
   * that run are interrupted, and its failure is thrown. No task may call this again.
   */
  static <T> List<T> all(List<? extends Supplier<T>> tasks) {
    List<Future<T>> rest = new ArrayList<>();
    for (Supplier<T> task : tasks.subList(Math.min(1, tasks.size()), tasks.size())) {
      rest.add(POOL.submit(task::get));
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
