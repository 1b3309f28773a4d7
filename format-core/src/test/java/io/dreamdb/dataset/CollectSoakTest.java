package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Conflict;
import io.dreamdb.object.RefName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four writers, two of which append the same bytes, beside collections that never pause. */
class CollectSoakTest {

  private static final int ROWS = 5;

  @TempDir Path folder;

  @Test
  void nothingThatIsAliveIsLostInMemory() throws Exception {
    soak("memory:soak-" + UUID.randomUUID(), Duration.ofSeconds(3), 2);
  }

  @Test
  void nothingThatIsAliveIsLostInAFolder() throws Exception {
    soak(folder.toString(), Duration.ofSeconds(3), 2);
  }

  @Test
  @Tag("slow")
  void nothingThatIsAliveIsLostInALongTime() throws Exception {
    soak("memory:soak-" + UUID.randomUUID(), Duration.ofMinutes(3), 200);
    soak(folder.toString(), Duration.ofMinutes(1), 50);
  }

  private static void soak(String location, Duration time, int leastCollections) throws Exception {
    Warehouse warehouse = Warehouse.open(location, Map.of(), options());
    warehouse.createSchema("demo", Map.of());
    String table =
        warehouse.createTable(SmallWarehouse.FILMS, SmallWarehouse.SCHEMA, Map.of()).location();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(5);
    List<Future<Long>> appended = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      // Writers 0 and 1 append the same rows in the same order.
      int first = 1_000_000 * Math.max(1, writer);
      appended.add(threads.submit(writer(table, first, over)));
    }
    Future<Integer> collections = threads.submit(collector(table, over));
    Thread.sleep(time.toMillis());
    over.set(true);
    long rows = 0;
    for (Future<Long> writer : appended) {
      rows += writer.get();
    }
    assertThat(collections.get()).isGreaterThanOrEqualTo(leastCollections);
    threads.shutdown();

    Dataset after = Dataset.open(table, Map.of(), options());
    assertThat(after.snapshot().rowCount()).isEqualTo(rows).isPositive();
    after.collect().run();
    after.collect().run();
    assertThat(TableFindings.of(table)).isEmpty();
  }

  /** Appends until it is over; returns how many rows were acknowledged. */
  private static Callable<Long> writer(String location, int first, AtomicBoolean over) {
    return () -> {
      Dataset table = Dataset.open(location, Map.of(), options());
      long rows = 0;
      for (int batch = 0; !over.get(); batch++) {
        int from = first + batch * ROWS;
        while (true) {
          try {
            SmallWarehouse.append(table, RefName.MAIN, from, from + ROWS);
            rows += ROWS;
            break;
          } catch (Conflict collectedMeanwhile) {
            assertThat(collectedMeanwhile).hasMessageContaining("run it again");
          }
        }
      }
      return rows;
    };
  }

  private static Callable<Integer> collector(String location, AtomicBoolean over) {
    return () -> {
      Dataset table = Dataset.open(location, Map.of(), options());
      int collections = 0;
      while (!over.get()) {
        table.expire().keep(20).run();
        table.collect().run();
        collections++;
      }
      return collections;
    };
  }

  private static DatasetOptions options() {
    return new DatasetOptions(
        DatasetOptions.DEFAULT.verification(),
        DatasetOptions.DEFAULT.cacheBytes(),
        Isolation.SNAPSHOT,
        0,
        new DatasetOptions.Retry(1_000, Duration.ofMillis(1), Duration.ofMillis(20)),
        DatasetOptions.DEFAULT.entropy());
  }
}
