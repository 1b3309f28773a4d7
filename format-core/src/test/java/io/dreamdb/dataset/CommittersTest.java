package io.dreamdb.dataset;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommittersTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everyAcknowledgedCommitIsInTheHistoryOnce(Committers committers) throws Exception {
    Commits unused = committers.run(folder, 8, 12, 4);
  }
}
