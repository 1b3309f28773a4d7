package io.dreamdb.integration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("slow")
@ExtendWith(Engines.class)
final class ManyTopRowsTest {

  @Test
  void theFirstRowsOfATableAreThoseOfTheEnginesOwnPlan() {
    TopRows.compare(1_000, Seed.choose());
  }
}
