package io.dreamdb.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Threads that share work. What they compute must not depend on who does which part of it. */
final class Workers implements AutoCloseable {

  private final int threads;
  private final Consumer<BuildProgress> listener;
  private final ExecutorService pool;

  Workers(BuildWork work) {
    this.threads = work.threads();
    this.listener = work.listener();
    this.pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "dreamdb-index");
              thread.setDaemon(true);
              return thread;
            });
  }

  int threads() {
    return threads;
  }

  /** Begins a phase of the build, of which parts are done by whichever thread. */
  PhaseCount phase(BuildProgress.Phase phase, long total) {
    return new PhaseCount(listener, phase, total);
  }

  /** Runs the task for each number from 0 to {@code count − 1}; the first failure ends it. */
  void each(int count, IntConsumer task) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int t = 0; t < Math.min(threads, count); t++) {
      running.add(
          pool.submit(() -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
              task.accept(i);
            }
          }));
    }
    await(running, next, count);
  }

  private static void await(List<Future<?>> running, AtomicInteger next, int count) {
    Throwable failure = null;
    boolean interrupted = false;
    for (int i = 0; i < running.size(); ) {
      try {
        running.get(i).get();
        i++;
      } catch (ExecutionException e) {
        failure = failure == null ? e.getCause() : failure;
        next.set(count);
        i++;
      } catch (InterruptedException e) {
        interrupted = true;
        next.set(count);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the thread that built an index was interrupted");
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
