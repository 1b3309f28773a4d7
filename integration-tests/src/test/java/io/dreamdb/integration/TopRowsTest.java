package io.dreamdb.integration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("ci")
@ExtendWith(Engines.class)
final class TopRowsTest {

  @Test
  void theFirstRowsOfATableAreThoseOfTheEnginesOwnPlan() {
    TopRows.compare(100, Seed.choose());
  }
}
