package io.dreamdb.store;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Which call meets which fault. Asked once per call, by any thread. */
@FunctionalInterface
public interface FaultPlan {

  /**
   * Decides about one call.
   *
   * @param target the key, keys or prefix of the call, as text
   */
  Fault next(StoreOperation operation, String target);

  /** Nothing ever goes wrong. */
  static FaultPlan none() {
    return (operation, target) -> Fault.NONE;
  }

  /** The faults in this order, one per call of the given operation, then none. */
  static FaultPlan script(StoreOperation only, List<Fault> faults) {
    Queue<Fault> rest = new ArrayDeque<>(faults);
    return (operation, target) -> {
      synchronized (rest) {
        @Nullable Fault next = operation == only ? rest.poll() : null;
        return next == null ? Fault.NONE : next;
      }
    };
  }

  /**
   * Faults at random: the same seed and order of calls give the same faults.
   *
   * @param chances probability of each fault, in sum at most 1
   */
  static FaultPlan seeded(long seed, Map<Fault, Double> chances) {
    Map<Fault, Double> ordered = new EnumMap<>(Fault.class);
    ordered.putAll(chances);
    double sum = ordered.values().stream().mapToDouble(Double::doubleValue).sum();
    if (sum > 1 + 1e-9 || ordered.values().stream().anyMatch(p -> !(p >= 0))) {
      throw new IllegalArgumentException(
          "chances " + ordered + ", expected 0 or more, in sum <= 1");
    }
    SplittableRandom random = new SplittableRandom(seed);
    return (operation, target) -> {
      double drawn;
      synchronized (random) {
        drawn = random.nextDouble();
      }
      for (Map.Entry<Fault, Double> chance : ordered.entrySet()) {
        drawn -= chance.getValue();
        if (drawn < 0) {
          return chance.getKey();
        }
      }
      return Fault.NONE;
    };
  }
}
