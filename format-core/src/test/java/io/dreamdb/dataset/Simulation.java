package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.dataset.SimulatedProcess.Reply;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.object.SeededEntropy;
import io.dreamdb.store.StoreOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One run of some processes over one store: each works with the real code and stops before its
 * requests; whoever runs the simulation says which goes on. All that is random follows from seeds.
 */
final class Simulation implements AutoCloseable {

  private static final ThreadLocal<Simulation> CURRENT = new ThreadLocal<>();

  /** Requests at which others may go on. Reads of objects that never change commute with all. */
  static final Set<StoreOperation> DECISIVE =
      Set.of(
          StoreOperation.READ_REGISTER,
          StoreOperation.COMPARE_AND_SET,
          StoreOperation.LIST,
          StoreOperation.DELETE);

  /** A request that may be served at any time. */
  private record Late(String what, Runnable effect) {}

  /** A commit that was acknowledged. */
  record Acknowledged(RefName ref, ObjectId version) {}

  private final StoreState state;
  private final Set<StoreOperation> stops;
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private final List<Late> late = new ArrayList<>();
  private final Set<String> condemned = new HashSet<>();
  private final Set<String> unlisted = new HashSet<>();
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();

  Simulation(StoreState initial, Set<StoreOperation> stops) {
    this.state = new StoreState(initial);
    this.stops = stops;
  }

  static Simulation current() {
    return CURRENT.get();
  }

  /** Makes it the one of this thread. */
  void enter() {
    CURRENT.set(this);
  }

  void leave() {
    CURRENT.remove();
  }

  StoreState state() {
    return state;
  }

  boolean stopsAt(StoreOperation operation) {
    return stops.contains(operation);
  }

  /** Keeps a request that may be served at any time. */
  void later(String what, Runnable effect) {
    late.add(new Late(what, effect));
  }

  int lateRequests() {
    return late.size();
  }

  /** Takes note of keys that somebody decided to delete: from now on they may vanish any time. */
  void condemn(List<String> keys) {
    condemned.addAll(keys);
  }

  Set<String> condemned() {
    return condemned;
  }

  void acknowledge(RefName ref, CommitResult result) {
    acknowledged.add(new Acknowledged(ref, result.version()));
  }

  List<Acknowledged> acknowledged() {
    return acknowledged;
  }

  List<SimulatedProcess> processes() {
    return processes;
  }

  /** A table as a process of its own opens it. */
  static Dataset open(long seed) {
    DatasetOptions options =
        new DatasetOptions(
            DatasetOptions.DEFAULT.verification(),
            1 << 20,
            Isolation.SNAPSHOT,
            0,
            new DatasetOptions.Retry(20, Duration.ZERO, Duration.ZERO),
            new SeededEntropy(seed));
    return new Dataset(
        Space.open(SimulatedStore.OF_THREAD, options, Space.Caches.of(options)), Map.of());
  }

  /** Adds a process; it runs up to its first request. */
  SimulatedProcess add(String name, SimulatedProcess.Body body) {
    SimulatedProcess process = new SimulatedProcess(name, this);
    processes.add(process);
    process.start(body);
    return process;
  }

  /** Serves the request of a process. */
  void step(SimulatedProcess process, Reply reply) {
    trace.add(
        String.format(
            Locale.ROOT,
            "%s: %s %s%s",
            process.name(),
            process.operation(),
            process.target(),
            reply == Reply.ARRIVES ? "" : " (" + reply + ")"));
    process.step(reply);
    Throwable failure = process.failure();
    boolean refused =
        failure instanceof Conflict
            || failure instanceof InvalidInput
            || failure instanceof StoreUnavailable;
    if (process.isFinished()) {
      trace.add(process.name() + " is over" + (failure == null ? "" : ": " + failure));
    }
    if (failure != null && !refused) {
      throw new AssertionError(process.name() + " failed: " + failure + trace(), failure);
    }
  }

  /** Serves a request that is late. */
  void land(int index) {
    Late request = late.remove(index);
    trace.add("late: " + request.what);
    request.effect.run();
  }

  /** What decides how it may go on. */
  long hash() {
    long hash = state.hash();
    for (SimulatedProcess process : processes) {
      hash = StoreState.mixed(hash, process.seen());
    }
    for (Late request : late) {
      hash = StoreState.mixed(hash, StoreState.hashOf(request.what));
    }
    for (Acknowledged commit : acknowledged) {
      hash = StoreState.mixed(hash, commit.version().word0());
    }
    long keys = 0;
    for (String key : condemned) {
      keys ^= StoreState.hashOf(key);
    }
    return StoreState.mixed(hash, keys);
  }

  /** Listings lag: they do not show this key yet. */
  void unlist(String key) {
    unlisted.add(key);
  }

  boolean isUnlisted(String key) {
    return unlisted.contains(key);
  }

  /** Lets a process go on until it stands before such a request. */
  void until(String name, StoreOperation operation, String target) {
    SimulatedProcess process = named(name);
    while (process.operation() != operation || !process.target().startsWith(target)) {
      if (process.isFinished()) {
        throw new IllegalStateException(
            name + " made no request " + operation + " " + target + trace());
      }
      step(process, Reply.ARRIVES);
    }
  }

  /** Lets a process go on to its end. */
  void finish(String name) {
    SimulatedProcess process = named(name);
    while (!process.isFinished()) {
      step(process, Reply.ARRIVES);
    }
  }

  /** What happened so far, a line each. */
  String trace() {
    return "\n  " + String.join("\n  ", trace);
  }

  private SimulatedProcess named(String name) {
    return processes.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  /** Ends all processes where they stand. */
  @Override
  public void close() {
    processes.forEach(SimulatedProcess::kill);
    leave();
  }
}
