package io.dreamdb.benchmarks;

/**
 * What something took that is done once.
 *
 * @param cpuNanos of all threads that worked for it
 * @param wallNanos from begin to end
 */
record Cost(long cpuNanos, long wallNanos) {

  private static final WorkCpu CPU = new WorkCpu();

  /** Something done once. */
  interface Action {
    void run() throws Exception;
  }

  /** Does it. */
  static synchronized Cost of(Action action) throws Exception {
    long cpu = CPU.nanos();
    long wall = System.nanoTime();
    action.run();
    long end = System.nanoTime();
    return new Cost(Math.max(0, CPU.nanos() - cpu), end - wall);
  }
}
