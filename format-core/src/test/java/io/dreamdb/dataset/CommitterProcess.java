package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.store.Fault;
import io.dreamdb.store.FaultPlan;
import io.dreamdb.store.FaultyObjectStore;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.StoreOperation;
import java.time.Duration;
import java.util.Map;

/** A process of its own that commits to a table and says so, a line for each answer. */
final class CommitterProcess {

  private static final Duration DELAY = Duration.ofMillis(50);

  private CommitterProcess() {}

  /**
   * Arguments: location of the table, threads, commits of each, id of the first row, and the seed
   * of the faults, 0 for none.
   */
  public static void main(String[] arguments) throws Exception {
    long seed = Long.parseLong(arguments[4]);
    ObjectStore store = ObjectStores.open(arguments[0]);
    if (seed != 0) {
      store = new FaultyObjectStore(store, lossy(seed), seed, DELAY);
    }
    DatasetOptions options = Commits.options();
    Dataset table = new Dataset(Space.open(store, options, Space.Caches.of(options)), Map.of());
    System.out.println("ready");
    Commits unused =
        Commits.run(
            table,
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Long.parseLong(arguments[3]),
            new Commits.Answers() {
              @Override
              public void acknowledged(Commits.Commit commit) {
                System.out.println(commit.text());
              }

              @Override
              public void refused(Conflict refusal) {
                System.out.println("refused");
              }
            });
  }

  /** Of the swaps, five in a hundred lose their reply and five are late. */
  private static FaultPlan lossy(long seed) {
    FaultPlan swaps = FaultPlan.seeded(seed, Map.of(Fault.FAIL_AFTER, 0.05, Fault.DELAY, 0.05));
    return (operation, target) ->
        operation == StoreOperation.COMPARE_AND_SET ? swaps.next(operation, target) : Fault.NONE;
  }
}
