package io.dreamdb.dataset;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As {@link CommittersTest}, with 32 committers of 200 commits each. */
@Tag("slow")
class ManyCommittersTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyAcknowledgedCommitIsInTheHistoryOnce(Committers committers) throws Exception {
    System.out.println(committers + ": " + committers.run(folder, 32, 200, 4));
  }
}
