package io.dreamdb.dataset;

import io.dreamdb.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Runs the parts of one search side by side: on the thread that asks, and on helpers that this
 * process keeps for a minute.
 */
final class SearchThreads {

  private static final ExecutorService HELPERS =
      Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(null, work, "dreamdb-search", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        return thread;
      });

  private SearchThreads() {}

  /** How many threads an option asks for. */
  static int count(int option) {
    return option == 0 ? Runtime.getRuntime().availableProcessors() : option;
  }

  /**
   * Runs the same work on so many threads at once and gives the results of all. If one fails, or
   * the caller is interrupted, the others are interrupted, and the failure is thrown.
   */
  static <T> List<T> run(int threads, Supplier<T> work) {
    List<Future<T>> helpers = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      helpers.add(HELPERS.submit(work::get));
    }
    List<T> results = new ArrayList<>();
    try {
      results.add(work.get());
      for (Future<T> helper : helpers) {
        results.add(helper.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("The search was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      helpers.forEach(helper -> helper.cancel(true));
    }
  }
}
