package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.object.RefName;
import io.dreamdb.store.CountingObjectStore;
import io.dreamdb.store.LocalObjectStore;
import io.dreamdb.store.StoreCounts;
import io.dreamdb.store.StoreOperation;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand small commits on one folder: the last costs about what the tenth did. */
@Tag("slow")
class SmallAppendsTest {

  private static final int APPENDS = 10_000;
  private static final int WINDOW = 200;
  private static final int MAX_METADATA_BYTES = 32 << 10;

  @TempDir Path folder;

  @Test
  void aSmallAppendCostsTheSameHoweverManyThereWere() {
    // Another table first: what is compared is the work, not how far the JVM has compiled it.
    appends(table("warm"), 1_500, new long[1_500], new long[1_500]);
    long[] nanos = new long[APPENDS];
    long[] bytes = new long[APPENDS];
    Counted counted = table("measured");
    appends(counted, APPENDS, nanos, bytes);

    long early = median(nanos, 10, 10 + WINDOW);
    long late = median(nanos, APPENDS - WINDOW, APPENDS);
    long most = Arrays.stream(bytes).max().orElseThrow();
    System.getLogger(SmallAppendsTest.class.getName())
        .log(
            System.Logger.Level.INFO,
            "CPU of an append: {0} us at first, {1} us after {2}; metadata at most {3} bytes, {4} at"
                + " the median of the last",
            early / 1_000,
            late / 1_000,
            APPENDS,
            most,
            median(bytes, APPENDS - WINDOW, APPENDS));
    assertThat(counted.table.snapshot().rowCount()).isEqualTo(10L * APPENDS);
    assertThat(late).isLessThanOrEqualTo(2 * early);
    assertThat(most).isLessThanOrEqualTo(MAX_METADATA_BYTES);
  }

  private record Counted(Dataset table, CountingObjectStore store) {}

  /** Appends and measures each: its CPU time, and the bytes of metadata that it wrote. */
  private static void appends(Counted counted, int times, long[] nanos, long[] bytes) {
    var threads = ManagementFactory.getThreadMXBean();
    Random random = new Random(3);
    for (int i = 0; i < times; i++) {
      List<ModelRow> rows = new ArrayList<>();
      for (int row = 0; row < 10; row++) {
        rows.add(ModelRow.random(random, 10L * i + row));
      }
      StoreCounts before = counted.store.counts();
      long start = threads.getCurrentThreadCpuTime();
      Append append = counted.table.append(RefName.MAIN);
      // The task's store is its own: what this one counts is metadata.
      append.rows(List.of(ModelRow.block(rows)));
      nanos[i] = threads.getCurrentThreadCpuTime() - start;
      bytes[i] = counted.store.counts().since(before).of(StoreOperation.PUT).bytes();
    }
  }

  private static long median(long[] values, int from, int to) {
    long[] sorted = Arrays.copyOfRange(values, from, to);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private Counted table(String name) {
    Warehouse warehouse = Warehouse.open(folder.resolve(name).toString());
    warehouse.createSchema("demo", Map.of());
    Dataset made = warehouse.createTable(new TableName("demo", name), ModelRow.SCHEMA, Map.of());
    Path root = Path.of(java.net.URI.create(made.location()));
    CountingObjectStore store = new CountingObjectStore(new LocalObjectStore(root));
    DatasetOptions options = DatasetOptions.DEFAULT;
    Space space = Space.open(store, options, Space.Caches.of(options));
    return new Counted(new Dataset(space, Map.of()), store);
  }
}
