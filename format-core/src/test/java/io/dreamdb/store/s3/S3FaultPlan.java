package io.dreamdb.store.s3;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Which request meets which fault. Asked once per request, by any thread. */
@FunctionalInterface
public interface S3FaultPlan {

  /** Nothing ever goes wrong. */
  S3FaultPlan NONE = (method, key) -> S3Fault.NONE;

  /**
   * Decides about one request.
   *
   * @param method GET, HEAD, PUT, POST or DELETE
   * @param key of the object; empty for a listing
   */
  S3Fault next(String method, String key);

  /** The faults in this order, one per request of that method to keys that match; then none. */
  static S3FaultPlan script(String only, Predicate<String> keys, List<S3Fault> faults) {
    Queue<S3Fault> rest = new ArrayDeque<>(faults);
    return (method, key) -> {
      if (!method.equals(only) || !keys.test(key)) {
        return S3Fault.NONE;
      }
      synchronized (rest) {
        S3Fault next = rest.poll();
        return next == null ? S3Fault.NONE : next;
      }
    };
  }

  /** Faults at random, by their probability; the same seed and order give the same faults. */
  static S3FaultPlan seeded(long seed, Map<S3Fault, Double> chances) {
    Map<S3Fault, Double> ordered = new EnumMap<>(chances);
    SplittableRandom random = new SplittableRandom(seed);
    return (method, key) -> {
      double drawn;
      synchronized (random) {
        drawn = random.nextDouble();
      }
      for (Map.Entry<S3Fault, Double> chance : ordered.entrySet()) {
        drawn -= chance.getValue();
        if (drawn < 0) {
          return chance.getKey();
        }
      }
      return S3Fault.NONE;
    };
  }

  /** The same plan for requests of these methods alone. */
  default S3FaultPlan on(String... methods) {
    List<String> chosen = List.of(methods);
    return (method, key) -> chosen.contains(method) ? next(method, key) : S3Fault.NONE;
  }
}
