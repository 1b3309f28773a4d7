package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.store.CrashingStoreProvider.Ending;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashTest {

  @ParameterizedTest
  @EnumSource
  void aProcessThatEndsAtAnyWriteLeavesTheOldOrTheNew(CrashedWork work) {
    assertThat(new Crashes(work).run(List.of(Ending.BEFORE, Ending.AFTER))).isPositive();
  }
}
