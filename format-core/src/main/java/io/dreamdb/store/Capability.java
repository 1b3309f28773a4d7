package io.dreamdb.store;

/** What a store promises beyond the port. */
public enum Capability {
  /**
   * {@link ObjectStore#putIfAbsent} and {@link ObjectStore#compareAndSet} let one caller win among
   * all that can reach the store. Without it the store must not have more than one writer.
   */
  COMPARE_AND_SET,

  /**
   * No version of a register comes back, even where a value does. Without it a version stands for
   * the value, and a register must not get a value that it held before: then a writer that slept
   * could win on it.
   */
  DISTINCT_VERSIONS,

  /** A listing that begins after a write or delete was acknowledged shows it. */
  CONSISTENT_LIST,

  /** Large reads may return buffers mapped from files, which cost no heap and no copy. */
  MAPPED_READS,

  /** What was acknowledged survives the death of the process and a loss of power. */
  DURABLE
}
