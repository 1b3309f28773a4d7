package io.dreamdb.dataset;

import io.dreamdb.dataset.SimulatedProcess.Reply;
import io.dreamdb.store.StoreOperation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a scenario in every order in which its processes can make their decisive requests, depth
 * first: each run repeats the choices that lead to an unexplored one and goes on from there, until
 * it comes to what was seen before: the same store, and processes that were told the same.
 */
final class Exploration {

  private final Scenario scenario;
  private final StoreState initial;
  private final int faults;
  private final int preemptions;
  private final Deque<List<Integer>> open = new ArrayDeque<>();
  private final Set<Long> seen = new HashSet<>();
  private @Nullable SafetyCheck safety;
  private long runs;
  private long ends;

  /**
   * An exploration.
   *
   * @param faults how many swaps in a run may go without a reply
   * @param preemptions how often in a run a process may be stopped that could go on; negative: any
   *     number
   */
  Exploration(Scenario scenario, int faults, int preemptions) {
    this.scenario = scenario;
    this.initial = scenario.initial();
    this.faults = faults;
    this.preemptions = preemptions < 0 ? Integer.MAX_VALUE : preemptions;
  }

  /** One way to go on: a process and what becomes of its request, or a late request. */
  private record Choice(int process, Reply reply, boolean isFault, boolean isPreemption) {}

  /** Runs all; throws what was found wrong, with the choices that lead there. */
  String run() {
    open.push(List.of());
    while (!open.isEmpty()) {
      List<Integer> prefix = open.pop();
      try {
        run(prefix);
      } catch (AssertionError e) {
        throw new AssertionError(scenario.getClass().getSimpleName() + " " + e.getMessage(), e);
      }
      runs++;
    }
    return String.format(
        Locale.ROOT,
        "%s: %d states, %d runs, %d ends, faults <= %d, %s preemptions",
        scenario.getClass().getSimpleName(),
        seen.size(),
        runs,
        ends,
        faults,
        preemptions == Integer.MAX_VALUE ? "any number of" : "<= " + preemptions);
  }

  private void run(List<Integer> prefix) {
    try (Simulation simulation = new Simulation(initial, Simulation.DECISIVE)) {
      simulation.enter();
      SafetyCheck check = safety == null ? new SafetyCheck() : safety;
      safety = check;
      scenario.begin(simulation);
      Budget budget = new Budget(faults, preemptions, -1);
      List<Integer> path = new ArrayList<>(prefix);
      for (int choice : prefix) {
        budget = take(simulation, choices(simulation, budget).get(choice), budget);
      }
      while (true) {
        check.require(simulation);
        if (!seen.add(StoreState.mixed(simulation.hash(), budget.hash()))) {
          return;
        }
        List<Choice> choices = choices(simulation, budget);
        if (choices.isEmpty()) {
          check.requireAcknowledged(simulation);
          ends++;
          return;
        }
        for (int other = choices.size() - 1; other > 0; other--) {
          List<Integer> sibling = new ArrayList<>(path);
          sibling.add(other);
          open.push(sibling);
        }
        path.add(0);
        budget = take(simulation, choices.get(0), budget);
      }
    }
  }

  /** What a run may still do, and which process went last. */
  private record Budget(int faults, int preemptions, int last) {
    long hash() {
      return 31L * faults + (preemptions > 1_000 ? 0 : 1_009L * preemptions + 7L * last);
    }
  }

  private Budget take(Simulation simulation, Choice choice, Budget budget) {
    if (choice.process < 0) {
      simulation.land(-1 - choice.process);
    } else {
      simulation.step(simulation.processes().get(choice.process), choice.reply);
    }
    return new Budget(
        budget.faults - (choice.isFault ? 1 : 0),
        budget.preemptions - (choice.isPreemption ? 1 : 0),
        choice.process < 0 ? budget.last : choice.process);
  }

  private List<Choice> choices(Simulation simulation, Budget budget) {
    List<Choice> choices = new ArrayList<>();
    List<SimulatedProcess> processes = simulation.processes();
    boolean lastRuns = budget.last >= 0 && !processes.get(budget.last).isFinished();
    for (int i = 0; i < processes.size(); i++) {
      SimulatedProcess process = processes.get(i);
      boolean preempts = lastRuns && i != budget.last;
      if (process.isFinished() || preempts && budget.preemptions == 0) {
        continue;
      }
      choices.add(new Choice(i, Reply.ARRIVES, false, preempts));
      if (budget.faults > 0 && process.operation() == StoreOperation.COMPARE_AND_SET) {
        choices.add(new Choice(i, Reply.LOST, true, preempts));
        choices.add(new Choice(i, Reply.LATE, true, preempts));
      }
    }
    for (int i = 0; i < simulation.lateRequests(); i++) {
      choices.add(new Choice(-1 - i, Reply.ARRIVES, false, false));
    }
    return choices;
  }
}
