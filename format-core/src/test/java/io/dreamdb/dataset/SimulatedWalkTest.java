package io.dreamdb.dataset;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random orders of everything at once: nothing that is alive is ever lost. */
class SimulatedWalkTest {

  private static final int STEPS = 150;

  @Test
  void walksOfFixedSeedsLoseNothing() {
    for (long seed = 1; seed <= 16; seed++) {
      walk(seed);
    }
  }

  @Test
  @Tag("slow")
  void walksOfNewSeedsLoseNothing() {
    long end = System.nanoTime() + Long.getLong("dreamdb.walk.seconds", 300) * 1_000_000_000L;
    SplittableRandom seeds = new SplittableRandom();
    long walks = 0;
    long requests = 0;
    while (System.nanoTime() < end) {
      requests += walk(seeds.nextLong(1L << 40));
      walks++;
    }
    System.out.println(walks + " walks, " + requests + " requests");
  }

  /** Runs the walk of {@code -Ddreamdb.walk.seed}. */
  @Test
  @Tag("slow")
  void theWalkOfASeedLosesNothing() {
    Long seed = Long.getLong("dreamdb.walk.seed");
    if (seed != null) {
      walk(seed);
    }
  }

  private static long walk(long seed) {
    SimulatedWalk walk = new SimulatedWalk(seed);
    try {
      walk.run(STEPS);
    } catch (AssertionError e) {
      throw new AssertionError(
          "run it again by mvn -Plong -pl format-core -am test"
              + " -Dtest=SimulatedWalkTest#theWalkOfASeedLosesNothing"
              + " -Dsurefire.failIfNoSpecifiedTests=false -Ddreamdb.walk.seed="
              + seed
              + "\n"
              + e.getMessage(),
          e);
    }
    return walk.requests();
  }
}
