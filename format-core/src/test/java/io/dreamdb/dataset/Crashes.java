package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Conflict;
import io.dreamdb.DreamException;
import io.dreamdb.object.RefName;
import io.dreamdb.store.CrashingStoreProvider;
import io.dreamdb.store.CrashingStoreProvider.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/** Ends a process at each of its writes, and looks what others find then. */
final class Crashes {

  private final CrashedWork work;
  private final String name = "crash-" + UUID.randomUUID();
  private int trials;

  Crashes(CrashedWork work) {
    this.work = work;
  }

  /**
   * Lets every write of the work go wrong in these ways.
   *
   * @return how many writes it has
   */
  int run(List<Ending> endings) {
    Warehouse whole = prepared();
    String before = state(whole);
    CrashingStoreProvider.reset();
    work.run(opened());
    int writes = CrashingStoreProvider.writes();
    String after = state(opened());
    CrashingStoreProvider.clear(whole.location());
    for (Ending ending : endings) {
      for (int write = 1; write <= writes; write++) {
        crash(write, ending, before, after);
      }
    }
    return writes;
  }

  private void crash(int write, Ending ending, String before, String after) {
    String about = work + " ended " + ending + " write " + write;
    Warehouse healthy = prepared();
    Warehouse dying = opened();
    boolean finished;
    CrashingStoreProvider.endAt(write, ending);
    try {
      work.run(dying);
      finished = true;
    } catch (DreamException failed) {
      finished = false;
    } finally {
      CrashingStoreProvider.reset();
    }
    requireClean(healthy, about);
    String now = state(healthy);
    if (!finished && work.isTwofold() && !now.equals(before)) {
      work.runAgain(healthy);
      now = state(healthy);
      finished = true;
    }
    assertThat(now).as(about).isIn(finished ? List.of(after) : List.of(before, after));
    goOn(healthy, write % 3 == 0);
    requireClean(healthy, about + ", and after commits");
    CrashingStoreProvider.clear(healthy.location());
  }

  /** What others would do next; collections, which take longest, after some of the writes. */
  private static void goOn(Warehouse warehouse, boolean collecting) {
    warehouse.createSchema("next", Map.of());
    for (TableName name : warehouse.tables("demo")) {
      Dataset table = warehouse.table(name);
      long rows = table.snapshot().rowCount();
      SmallWarehouse.append(table, RefName.MAIN, 200, 205);
      assertThat(table.snapshot().rowCount()).isEqualTo(rows + 5);
      table.createBranch("next", "main");
      for (int i = 0; collecting && i < 2; i++) {
        table.collect().run();
      }
      assertThat(table.snapshot("next").rowCount()).isEqualTo(rows + 5);
    }
  }

  private static void requireClean(Warehouse warehouse, String about) {
    List<Finding> findings = new ArrayList<>();
    try (Verify verify = Verify.catalog(warehouse.location(), Map.of())) {
      verify.all(findings::add);
    }
    assertThat(findings).as(about).isEmpty();
  }

  /** What anybody can see of the warehouse. */
  private static String state(Warehouse warehouse) {
    StringBuilder state = new StringBuilder();
    for (TableName name : warehouse.tables("demo")) {
      state.append(name);
      Dataset table = warehouse.table(name);
      if (isSealed(table)) {
        state.append(" sealed");
        continue;
      }
      state.append(table.snapshot().properties());
      for (RefInfo ref : table.refs()) {
        state.append(' ').append(ref.name()).append(ids(table.snapshot(ref.name().text())));
      }
    }
    warehouse.hiddenTables().stream()
        .filter(hidden -> hidden.state().equals("dropped"))
        .forEach(hidden -> state.append(" dropped ").append(hidden.name()));
    return state.toString();
  }

  private static boolean isSealed(Dataset table) {
    try {
      var unused = table.append(RefName.MAIN);
      return false;
    } catch (Conflict dropped) {
      assertThat(dropped).hasMessageContaining("was dropped");
      return true;
    }
  }

  private static TreeSet<Long> ids(Snapshot snapshot) {
    TreeSet<Long> ids = new TreeSet<>();
    var rows = snapshot.scan().columns(snapshot.schema().select(List.of("id"))).rows();
    while (rows.hasNext()) {
      var block = rows.next().rows();
      for (int i = 0; i < block.rows(); i++) {
        ids.add((Long) block.row(i).get(0));
      }
    }
    return ids;
  }

  private Warehouse prepared() {
    trials++;
    Warehouse warehouse = opened();
    work.prepare(warehouse);
    return warehouse;
  }

  private Warehouse opened() {
    DatasetOptions patient =
        DatasetOptions.parse(
            Map.of("commit.retry.min-wait-ms", "0", "commit.retry.max-wait-ms", "0"));
    return Warehouse.open(
        "crashing:" + name + "-" + trials,
        Map.of(),
        patient.withEntropy(SmallWarehouse.options(9).entropy()));
  }
}
