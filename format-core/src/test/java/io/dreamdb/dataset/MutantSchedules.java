package io.dreamdb.dataset;

import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.store.StoreOperation;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Orders of requests that lose what is alive as soon as one protection is missing. All with a grace
 * of one.
 */
public final class MutantSchedules {

  private static final String OVERTAKEN = "a collection is overtaken while it marks";

  private static final RefName LATE = new RefName("late");

  /** Its name comes behind that of {@code main}: a collection carries it later. */
  private static final RefName ZOO = new RefName("zoo");

  private static final StoreOperation READ = StoreOperation.READ_REGISTER;
  private static final StoreOperation SWAP = StoreOperation.COMPARE_AND_SET;

  private MutantSchedules() {}

  /** A table whose branches {@code dev} and {@code zoo} have rows of their own, of epoch 0. */
  private static final class Table extends Scenario {

    private final Consumer<Simulation> schedule;

    Table(Consumer<Simulation> schedule) {
      super(1);
      this.schedule = schedule;
    }

    @Override
    void prepare(Dataset table) {
      append(table, MAIN, 1);
      table.createBranch("dev", "main");
      append(table, DEV, 2);
      table.createBranch("zoo", "main");
      append(table, ZOO, 3);
    }

    @Override
    void begin(Simulation simulation) {
      schedule.accept(simulation);
    }
  }

  /**
   * Runs a schedule.
   *
   * @throws AssertionError if anything that is alive is lost
   */
  public static void run(String name) {
    Consumer<Simulation> schedule =
        switch (name) {
          case "a writer sleeps over two collections" -> MutantSchedules::sleepingWriter;
          case "a writer sleeps over one collection" -> MutantSchedules::sleepingOverOne;
          case "a writer commits during a collection" -> MutantSchedules::commitInBetween;
          case "a writer sleeps over a rollback" -> MutantSchedules::sleepingOverRollback;
          case "a writer sleeps over there and back" -> MutantSchedules::thereAndBack;
          case "rows are written again while they are removed" -> MutantSchedules::writtenAgain;
          case "a version expires before it gets a branch" -> MutantSchedules::remembered;
          case "a branch is made while its source goes" -> MutantSchedules::sourceGoes;
          case "a branch is made and its source goes" -> MutantSchedules::sourceGoesAfterwards;
          case "a source goes and is made again" -> MutantSchedules::sourceIsMadeAgain;
          case "a version is merged that is not carried yet" ->
              simulation ->
                  taken(simulation, table -> table.merge(Scenario.MAIN).from("zoo").commit());
          case "a branch moves on to what is not carried yet" ->
              simulation -> taken(simulation, table -> table.fastForward(Scenario.MAIN, "zoo"));
          case "a branch moves on from what was taken" -> MutantSchedules::movedOn;
          case OVERTAKEN -> MutantSchedules::overtaken;
          case "a branch goes while it is made" -> MutantSchedules::branchGoesWhileItIsMade;
          default -> throw new IllegalArgumentException("no schedule '" + name + "'");
        };
    Table table = new Table(schedule);
    Set<StoreOperation> stops = EnumSet.copyOf(Simulation.DECISIVE);
    if (name.equals(OVERTAKEN)) {
      stops.add(StoreOperation.READ);
    }
    try (Simulation simulation = new Simulation(table.initial(), stops)) {
      simulation.enter();
      SafetyCheck safety = new SafetyCheck();
      table.begin(simulation);
      safety.require(simulation);
    }
  }

  private static void add(Simulation simulation, String name, long seed, Consumer<Dataset> work) {
    Dataset table = Simulation.open(seed);
    simulation.add(name, () -> work.accept(table));
  }

  private static void collect(Simulation simulation, int times) {
    for (int i = 0; i < times; i++) {
      String name = "collector " + simulation.processes().size();
      add(simulation, name, 100 + simulation.processes().size(), table -> table.collect().run());
      simulation.finish(name);
    }
  }

  /** Collects once; a second collection has raised the epoch and stands before the refs. */
  private static void raised(Simulation simulation) {
    collect(simulation, 1);
    add(simulation, "collector", 50, table -> table.collect().run());
    simulation.until("collector", SWAP, "gc/root");
    simulation.until("collector", READ, "refs/");
  }

  private static void deleteDev(Simulation simulation) {
    add(simulation, "deleter", 60, table -> table.deleteRef(Scenario.DEV));
    simulation.finish("deleter");
  }

  private static void sleepingWriter(Simulation simulation) {
    add(simulation, "writer", 11, table -> Scenario.append(table, Scenario.MAIN, 7));
    simulation.until("writer", SWAP, "refs/main");
    collect(simulation, 2);
    simulation.finish("writer");
  }

  private static void sleepingOverOne(Simulation simulation) {
    add(simulation, "writer", 11, table -> Scenario.append(table, Scenario.MAIN, 7));
    simulation.until("writer", SWAP, "refs/main");
    collect(simulation, 1);
    simulation.finish("writer");
  }

  private static void commitInBetween(Simulation simulation) {
    add(simulation, "collector", 50, table -> table.collect().run());
    simulation.until("collector", StoreOperation.LIST, "");
    add(simulation, "writer", 11, table -> Scenario.append(table, Scenario.MAIN, 7));
    simulation.until("writer", SWAP, "refs/main");
    simulation.finish("collector");
    simulation.finish("writer");
  }

  private static void sleepingOverRollback(Simulation simulation) {
    add(simulation, "writer", 11, table -> Scenario.append(table, Scenario.DEV, 7));
    simulation.until("writer", SWAP, "refs/dev");
    add(
        simulation,
        "owner",
        12,
        table -> {
          table.rollback(Scenario.DEV, "dev~1");
          table.expire().keep(1).only(Scenario.DEV).run();
        });
    simulation.finish("owner");
    collect(simulation, 1);
    add(simulation, "collector", 50, table -> table.collect().run());
    simulation.until("collector", StoreOperation.DELETE, "");
    simulation.finish("writer");
  }

  private static void thereAndBack(Simulation simulation) {
    add(simulation, "writer", 11, table -> Scenario.append(table, Scenario.MAIN, 7));
    simulation.until("writer", SWAP, "refs/main");
    add(simulation, "other", 12, table -> Scenario.append(table, Scenario.MAIN, 8));
    simulation.finish("other");
    collect(simulation, 2);
    add(simulation, "owner", 13, table -> table.rollback(Scenario.MAIN, "main~1"));
    simulation.finish("owner");
    simulation.finish("writer");
  }

  private static void writtenAgain(Simulation simulation) {
    deleteDev(simulation);
    collect(simulation, 1);
    add(simulation, "collector", 50, table -> table.collect().run());
    simulation.until("collector", StoreOperation.DELETE, "");
    add(simulation, "writer", 11, table -> Scenario.append(table, Scenario.MAIN, 2));
    simulation.finish("writer");
    simulation.finish("collector");
  }

  private static void remembered(Simulation simulation) {
    Dataset creator = Simulation.open(11);
    ObjectId old = creator.snapshot("dev").version();
    add(
        simulation,
        "writer",
        12,
        table -> {
          table.rollback(Scenario.DEV, "dev~1");
        });
    simulation.finish("writer");
    simulation.add("creator", () -> creator.createBranch("late", old.toString()));
    // It has found the version under a live ref, and goes on to register the name.
    simulation.until("creator", SWAP, "gc/root");
    add(simulation, "owner", 13, table -> table.expire().keep(1).only(Scenario.DEV).run());
    simulation.finish("owner");
    collect(simulation, 2);
    simulation.finish("creator");
  }

  private static void sourceGoes(Simulation simulation) {
    raised(simulation);
    add(simulation, "creator", 11, table -> table.createBranch("late", "dev"));
    simulation.finish("creator");
    deleteDev(simulation);
    simulation.finish("collector");
  }

  private static void sourceGoesAfterwards(Simulation simulation) {
    add(simulation, "creator", 11, table -> table.createBranch("late", "dev"));
    simulation.finish("creator");
    simulation.unlist("refs/late");
    deleteDev(simulation);
    collect(simulation, 2);
  }

  private static void sourceIsMadeAgain(Simulation simulation) {
    raised(simulation);
    add(simulation, "creator", 11, table -> table.createBranch("late", "dev"));
    simulation.finish("creator");
    deleteDev(simulation);
    add(simulation, "owner", 12, table -> table.createBranch("dev", "main"));
    simulation.finish("owner");
    simulation.finish("collector");
  }

  private static void taken(Simulation simulation, Consumer<Dataset> take) {
    raised(simulation);
    simulation.until("collector", READ, "refs/zoo");
    add(simulation, "taker", 11, take);
    simulation.finish("taker");
    add(simulation, "deleter", 60, table -> table.deleteRef(ZOO));
    simulation.finish("deleter");
    simulation.finish("collector");
  }

  private static void movedOn(Simulation simulation) {
    add(
        simulation,
        "owner",
        12,
        table -> {
          table.rollback(Scenario.DEV, "dev~2");
          Scenario.append(table, Scenario.DEV, 4);
          table.expire().keep(1).only(Scenario.DEV).run();
        });
    add(simulation, "other", 15, table -> table.deleteRef(ZOO));
    simulation.finish("owner");
    simulation.finish("other");
    raised(simulation);
    add(simulation, "creator", 11, table -> table.createBranch("late", "main"));
    simulation.finish("creator");
    add(simulation, "mover", 13, table -> table.fastForward(Scenario.MAIN, "dev"));
    simulation.finish("mover");
    simulation.finish("collector");
  }

  /**
   * The version {@code middle} is a parent of a manifest of several; it goes while the first
   * collection looks for it, and the row 3, which that one knows through it alone, stays in use.
   */
  private static void overtaken(Simulation simulation) {
    Dataset owner = Simulation.open(11);
    ObjectId[] middle = new ObjectId[1];
    simulation.add(
        "owner",
        () -> {
          middle[0] = owner.rollback(ZOO, "zoo~1").version();
          owner.deleteRef(Scenario.DEV);
          owner.createBranch("dev", "zoo");
          owner.deleteRef(ZOO);
        });
    simulation.finish("owner");
    collect(simulation, 1);
    add(simulation, "collector", 50, table -> table.collect().run());
    simulation.until("collector", StoreOperation.READ, "manifests/" + middle[0]);
    add(
        simulation,
        "other",
        12,
        table -> {
          table.rollback(Scenario.DEV, "dev~1");
          table.expire().keep(1).only(Scenario.DEV).run();
        });
    simulation.finish("other");
    collect(simulation, 1);
    simulation.finish("collector");
  }

  private static void branchGoesWhileItIsMade(Simulation simulation) {
    add(simulation, "creator", 11, table -> table.createBranch("late", "dev"));
    simulation.until("creator", SWAP, "refs/late");
    deleteDev(simulation);
    collect(simulation, 2);
    add(
        simulation,
        "owner",
        12,
        table -> {
          table.createBranch("late", "main");
          table.deleteRef(LATE);
        });
    simulation.finish("owner");
    simulation.finish("creator");
  }
}
