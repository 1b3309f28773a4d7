package io.dreamdb.dataset;

/** Searches that were not made for any mutant; they throw when they find something wrong. */
public final class MutantHunt {

  private MutantHunt() {}

  /** Explores all scenarios with so many preemptions. */
  public static void explore(String preemptions) {
    for (Scenario scenario : Scenarios.all()) {
      String unused = new Exploration(scenario, 0, Integer.parseInt(preemptions)).run();
    }
  }

  /** Takes so many random walks. */
  public static void walk(String walks) {
    for (long seed = 1; seed <= Long.parseLong(walks); seed++) {
      new SimulatedWalk(seed).run(150);
    }
  }
}
