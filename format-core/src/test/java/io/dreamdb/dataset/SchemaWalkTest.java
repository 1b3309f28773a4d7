package io.dreamdb.dataset;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose columns change at random, against a plain model. */
class SchemaWalkTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyVersionHasTheColumnsAndRowsOfTheModel(long seed) {
    new SchemaWalk("walk-" + seed, seed).run(30);
  }

  @Test
  @Tag("slow")
  void longWalksHoldFromNewSeeds() {
    SplittableRandom seeds = new SplittableRandom();
    for (int i = 0; i < 30; i++) {
      long seed = seeds.nextLong();
      new SchemaWalk("long-" + seed, seed).run(200);
    }
  }
}
