package io.dreamdb.dataset;

import io.dreamdb.store.s3.StrictS3Server;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of a table against plain collections. */
class TableHistoryTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aTableInMemoryIsWhatItsStatementsMadeOfIt(long seed) {
    walk("memory:history-" + seed, seed, false, 35);
  }

  @ParameterizedTest
  @ValueSource(longs = {11})
  void aTableInAFolderIsWhatItsStatementsMadeOfIt(long seed) {
    walk(folder.toString(), seed, false, 15);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void epochsThatRiseBetweenStatementsChangeNothingThatIsRead(long seed) {
    walk("memory:epochs-" + seed, seed, true, 35);
  }

  @Test
  void epochsThatRiseBetweenStatementsInAFolderChangeNothingThatIsRead() {
    walk(folder.toString(), 31, true, 15);
  }

  @Test
  void aTableInABucketIsWhatItsStatementsMadeOfIt() {
    try (StrictS3Server server = StrictS3Server.start()) {
      String location = "s3://" + StrictS3Server.BUCKET + "/walk";
      new TableWalk(location, server.options(), 41, true).run(12);
    }
  }

  @Test
  @Tag("slow")
  void longHistoriesHoldFromNewSeeds() {
    SplittableRandom seeds = new SplittableRandom();
    for (int i = 0; i < 30; i++) {
      long seed = seeds.nextLong();
      walk("memory:long-" + seed, seed, i % 2 == 0, 250);
    }
  }

  private static void walk(String location, long seed, boolean collections, int statements) {
    new TableWalk(location, Map.of(), seed, collections).run(statements);
  }
}
