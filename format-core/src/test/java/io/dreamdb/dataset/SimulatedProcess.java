package io.dreamdb.dataset;

import io.dreamdb.store.StoreOperation;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A thread that stops before each request to the store until it is told to go on. Between two stops
 * it is the only one that runs, so what it does follows from what its requests returned.
 */
final class SimulatedProcess {

  /** What it does. */
  interface Body {
    void run() throws Exception;
  }

  /** What becomes of the request before which it stands. */
  enum Reply {
    /** It is served. */
    ARRIVES,
    /** It is served, and the reply is lost. */
    LOST,
    /** It is not served now, but may be at any later time; the caller is told nothing. */
    LATE
  }

  /** Ends a thread whose simulation is over. */
  private static final class Over extends Error {

    private static final long serialVersionUID = 1L;

    Over() {
      super("the simulation is over", null, false, false);
    }
  }

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "simulated");
        thread.setDaemon(true);
        return thread;
      });

  private static final ThreadLocal<SimulatedProcess> CURRENT = new ThreadLocal<>();

  private final String name;
  private final Simulation simulation;
  private final Semaphore go = new Semaphore(0);
  private final Semaphore stopped = new Semaphore(0);
  private Reply reply = Reply.ARRIVES;
  private boolean killed;
  private boolean finished;
  private long seen;
  private @Nullable StoreOperation operation;
  private String target = "";
  private @Nullable Throwable failure;

  SimulatedProcess(String name, Simulation simulation) {
    this.name = name;
    this.simulation = simulation;
    this.seen = StoreState.hashOf(name);
  }

  /** The process of this thread; null: the thread that runs the simulation. */
  static @Nullable SimulatedProcess current() {
    return CURRENT.get();
  }

  String name() {
    return name;
  }

  Simulation simulation() {
    return simulation;
  }

  boolean isFinished() {
    return finished;
  }

  /** What it threw at its end; null: it is not over, or ended well. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** The request before which it stands. */
  @Nullable StoreOperation operation() {
    return operation;
  }

  /** The key or keys of that request. */
  String target() {
    return target;
  }

  /** A hash of all that it was told so far: its own state follows from that. */
  long seen() {
    return finished ? StoreState.mixed(StoreState.hashOf(name), 7) : seen;
  }

  /** Starts it; returns when it stands before its first request, or is over. */
  void start(Body body) {
    THREADS.execute(() -> {
      CURRENT.set(this);
      try {
        simulation.enter();
        body.run();
      } catch (Over over) {
        // Nobody asks for a result.
      } catch (Throwable thrown) {
        failure = thrown;
      } finally {
        simulation.leave();
        CURRENT.remove();
        finished = true;
        stopped.release();
      }
    });
    stopped.acquireUninterruptibly();
  }

  /** Serves its request; returns when it stands before the next one, or is over. */
  void step(Reply outcome) {
    reply = outcome;
    go.release();
    stopped.acquireUninterruptibly();
  }

  /** Ends it where it stands. */
  void kill() {
    if (!finished) {
      killed = true;
      step(Reply.ARRIVES);
    }
  }

  /** Stands before a request until it is told to go on; called by its own thread. */
  Reply stand(StoreOperation next, String key) {
    operation = next;
    target = key;
    stopped.release();
    go.acquireUninterruptibly();
    if (killed) {
      throw new Over();
    }
    seen = StoreState.mixed(seen, 31L * next.ordinal() + StoreState.hashOf(key));
    return reply;
  }

  /** Takes note of what a request returned; called by its own thread. */
  void note(long result) {
    seen = StoreState.mixed(seen, result);
  }
}
