package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Conflict;
import io.dreamdb.DreamException;
import io.dreamdb.InvalidInput;
import io.dreamdb.MissingObject;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.dataset.SimulatedProcess.Reply;
import io.dreamdb.object.RefName;
import io.dreamdb.store.StoreOperation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Writers, collectors and owners of branches in a random order, with requests that are lost or come
 * late and processes that die. The seed decides everything.
 */
final class SimulatedWalk extends Scenario {

  private static final Set<StoreOperation> STOPS =
      EnumSet.of(
          StoreOperation.READ_REGISTER,
          StoreOperation.COMPARE_AND_SET,
          StoreOperation.LIST,
          StoreOperation.DELETE,
          StoreOperation.PUT);

  private static final int MOST_LATE = 6;

  /** Does one statement after the other; what is refused is no failure. */
  private interface Role {
    void statement(Dataset table, Random random);
  }

  private final long seed;
  private final SplittableRandom random;
  private final boolean expires;
  private long processes;
  private long requests;

  SimulatedWalk(long seed) {
    super(seed & 1);
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.expires = (seed & 2) == 0;
  }

  /** Runs so many steps and checks after each; a failure names the seed. */
  void run(int steps) {
    try (Simulation simulation = new Simulation(initial(), STOPS)) {
      simulation.enter();
      SafetyCheck safety = new SafetyCheck();
      begin(simulation);
      for (int i = 0; i < steps; i++) {
        step(simulation);
        safety.require(simulation);
      }
      calm(simulation, safety);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }

  /** How many requests were served. */
  long requests() {
    return requests;
  }

  @Override
  void prepare(Dataset table) {
    append(table, MAIN, 1);
    table.createBranch("dev", "main");
    append(table, DEV, 2);
  }

  @Override
  void begin(Simulation simulation) {
    for (int i = 0; i < ROLES.size(); i++) {
      begin(simulation, i);
    }
  }

  private static final List<String> ROLES =
      List.of("writer", "other writer", "collector", "other collector", "owner");

  private void begin(Simulation simulation, int role) {
    Role does =
        switch (role) {
          case 0 -> (table, own) -> append(table, MAIN, own.nextInt(3));
          case 1 -> (table, own) -> append(table, own.nextBoolean() ? MAIN : DEV, own.nextInt(3));
          case 2, 3 -> (table, own) -> table.collect().run();
          default -> this::own;
        };
    long own = seed * 1_000 + processes;
    Random choices = new Random(own);
    Dataset table = Simulation.open(own);
    String name = ROLES.get(role) + " " + processes++;
    simulation.add(
        name,
        () -> {
          while (true) {
            statement(does, role, table, choices);
          }
        });
  }

  private static void statement(Role does, int role, Dataset table, Random choices) {
    try {
      does.statement(table, choices);
    } catch (Conflict | InvalidInput | StoreUnavailable refused) {
      // The next one may succeed.
    } catch (MissingObject expired) {
      boolean collects = role == 2 || role == 3;
      if (collects) {
        throw expired;
      }
    }
  }

  private void own(Dataset table, Random own) {
    String version = (own.nextBoolean() ? "main~" : "dev~") + own.nextInt(3);
    switch (own.nextInt(expires ? 8 : 7)) {
      case 0, 1 -> table.createBranch("dev", version);
      case 2 -> table.deleteRef(DEV);
      case 3 -> table.rollback(own.nextBoolean() ? MAIN : DEV, version);
      case 4 -> table.merge(own.nextBoolean() ? MAIN : DEV).from(version).commit();
      case 5 -> table.fastForward(own.nextBoolean() ? MAIN : DEV, version);
      case 6 -> {
        table.createTag("t", version);
        table.deleteRef(RefName.tag("t"));
      }
      default -> table.expire().keep(1 + own.nextInt(3)).run();
    }
  }

  private void step(Simulation simulation) {
    List<SimulatedProcess> all = simulation.processes();
    if (random.nextInt(200) == 0) {
      int role = random.nextInt(ROLES.size());
      SimulatedProcess dead = all.get(role);
      dead.kill();
      begin(simulation, role);
      all.set(role, all.remove(all.size() - 1));
    }
    if (simulation.lateRequests() > 0 && random.nextInt(12) == 0) {
      simulation.land(random.nextInt(simulation.lateRequests()));
      return;
    }
    SimulatedProcess process = all.get(random.nextInt(all.size()));
    int times = 1 + random.nextInt(random.nextBoolean() ? 2 : 12);
    for (int i = 0; i < times; i++) {
      simulation.step(process, reply(simulation, process.operation()));
      requests++;
    }
  }

  private Reply reply(Simulation simulation, StoreOperation operation) {
    boolean writes =
        operation == StoreOperation.COMPARE_AND_SET
            || operation == StoreOperation.PUT
            || operation == StoreOperation.DELETE;
    if (!writes || random.nextInt(20) > 0) {
      return Reply.ARRIVES;
    }
    return random.nextBoolean() && simulation.lateRequests() < MOST_LATE ? Reply.LATE : Reply.LOST;
  }

  /** All stop; what was late arrives; a last process finds everything in order. */
  private void calm(Simulation simulation, SafetyCheck safety) {
    new ArrayList<>(simulation.processes()).forEach(SimulatedProcess::kill);
    simulation.processes().clear();
    while (simulation.lateRequests() > 0) {
      simulation.land(0);
      safety.require(simulation);
    }
    Dataset last = Simulation.open(seed * 1_000 + 999);
    append(last, MAIN, 9);
    for (int i = 0; i < 3; i++) {
      last.collect().run();
    }
    safety.require(simulation);
    if (!expires) {
      safety.requireAcknowledged(simulation);
    }
    DatasetOptions options = DatasetOptions.DEFAULT;
    try {
      assertThat(
              Garbage.old(Space.open(SimulatedStore.OF_THREAD, options, Space.Caches.of(options))))
          .as("garbage that is left" + simulation.trace())
          .isEmpty();
    } catch (DreamException e) {
      throw new AssertionError("cannot look for garbage: " + e + simulation.trace(), e);
    }
  }
}
