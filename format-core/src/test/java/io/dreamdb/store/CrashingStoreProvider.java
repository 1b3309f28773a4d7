package io.dreamdb.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens {@code crashing:name}, a store in memory as a process sees it that ends at one of its
 * writes. One plan for all of them.
 */
public final class CrashingStoreProvider implements ObjectStoreProvider {

  private static final Set<StoreOperation> WRITES =
      EnumSet.of(
          StoreOperation.PUT,
          StoreOperation.PUT_IF_ABSENT,
          StoreOperation.COMPARE_AND_SET,
          StoreOperation.DELETE);

  private static final Map<String, ObjectStore> BY_LOCATION = new ConcurrentHashMap<>();

  private static volatile FaultPlan plan = FaultPlan.none();
  private static final AtomicInteger WRITTEN = new AtomicInteger();

  /** How a write goes wrong. */
  public enum Ending {
    /** The process ends before the write. */
    BEFORE(Fault.FAIL_BEFORE, Fault.FAIL_BEFORE),

    /** The process ends when the write was applied and not answered yet. */
    AFTER(Fault.FAIL_AFTER, Fault.FAIL_BEFORE),

    /** The request is lost, and the process goes on. */
    LOST_REQUEST(Fault.FAIL_BEFORE, Fault.NONE),

    /** The reply is lost, and the process goes on. */
    LOST_REPLY(Fault.FAIL_AFTER, Fault.NONE);

    private final Fault then;
    private final Fault later;

    Ending(Fault then, Fault later) {
      this.then = then;
      this.later = later;
    }

    /** Whether the process is gone then. */
    public boolean isCrash() {
      return later != Fault.NONE;
    }
  }

  /** From now on nothing goes wrong; writes are counted from 0. */
  public static void reset() {
    set(FaultPlan.none());
  }

  /** From now on the write number {@code write}, from 1 on, goes wrong. */
  public static void endAt(int write, Ending ending) {
    set((operation, target) -> {
      int done = WRITES.contains(operation) ? WRITTEN.get() : WRITTEN.get() + 1;
      if (done == write && WRITES.contains(operation)) {
        return ending.then;
      }
      return done > write ? ending.later : Fault.NONE;
    });
  }

  private static void set(FaultPlan faults) {
    WRITTEN.set(0);
    plan = faults;
  }

  /** Forgets what stands at that location and below it. */
  public static void clear(String location) {
    BY_LOCATION.keySet().removeIf(known -> known.startsWith(location));
  }

  /** How many writes were asked for since the plan was made. */
  public static int writes() {
    return WRITTEN.get();
  }

  @Override
  public Set<String> schemes() {
    return Set.of("crashing");
  }

  @Override
  public ObjectStore open(String location, Map<String, String> options) {
    return at(
        location,
        new FaultyObjectStore(
            BY_LOCATION.computeIfAbsent(location, MemoryObjectStore::new),
            (operation, target) -> {
              if (WRITES.contains(operation)) {
                WRITTEN.incrementAndGet();
              }
              return plan.next(operation, target);
            },
            1));
  }

  /** The store under another location: tasks open their stores by it. */
  private static ObjectStore at(String location, ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("location")) {
                return location;
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
