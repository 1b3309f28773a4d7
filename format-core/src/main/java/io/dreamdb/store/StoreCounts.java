package io.dreamdb.store;

import java.util.EnumMap;
import java.util.Map;

/**
 * How often a store was called and how many bytes went through, by operation.
 *
 * @param byOperation an entry for each operation
 */
public record StoreCounts(Map<StoreOperation, Count> byOperation) {

  /**
   * The counts of one operation.
   *
   * @param requests calls, those that failed included
   * @param bytes bytes of objects and register values that were read, or were given to be written;
   *     0 for other operations and for reads that failed
   */
  public record Count(long requests, long bytes) {

    Count plus(Count other) {
      return new Count(requests + other.requests, bytes + other.bytes);
    }

    Count minus(Count other) {
      return new Count(requests - other.requests, bytes - other.bytes);
    }
  }

  /** Fills in what is not there with zeros. */
  public StoreCounts {
    Map<StoreOperation, Count> all = new EnumMap<>(StoreOperation.class);
    for (StoreOperation operation : StoreOperation.values()) {
      all.put(operation, byOperation.getOrDefault(operation, new Count(0, 0)));
    }
    byOperation = Map.copyOf(all);
  }

  /** The counts of one operation. */
  public Count of(StoreOperation operation) {
    Count count = byOperation.get(operation);
    if (count == null) {
      throw new IllegalStateException("no count of " + operation);
    }
    return count;
  }

  /** The sum over all operations. */
  public Count total() {
    return byOperation.values().stream().reduce(new Count(0, 0), Count::plus);
  }

  /** What happened since an earlier snapshot. */
  public StoreCounts since(StoreCounts earlier) {
    Map<StoreOperation, Count> difference = new EnumMap<>(StoreOperation.class);
    byOperation.forEach(
        (operation, count) -> difference.put(operation, count.minus(earlier.of(operation))));
    return new StoreCounts(difference);
  }
}
