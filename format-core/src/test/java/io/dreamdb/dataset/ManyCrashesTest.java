package io.dreamdb.dataset;

import io.dreamdb.store.CrashingStoreProvider.Ending;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@link CrashTest}, also where a write goes wrong and the process goes on. */
@Tag("slow")
class ManyCrashesTest {

  @ParameterizedTest
  @EnumSource
  void aProcessWhoseWritesGoWrongLeavesTheOldOrTheNew(CrashedWork work) {
    System.out.println(work + ": " + new Crashes(work).run(List.of(Ending.values())) + " writes");
  }
}
