package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import io.dreamdb.store.s3.S3Fault;
import io.dreamdb.store.s3.S3FaultPlan;
import io.dreamdb.store.s3.StrictS3Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits and refs over S3, while replies get lost, requests come twice and the store stumbles. */
class TablesInABucketTest {

  private static final TableName NAME = new TableName("demo", "busy");
  private static final String LOCATION = "s3://" + StrictS3Server.BUCKET + "/tables";
  private static final long SEED = 17;

  private final AtomicInteger nextId = new AtomicInteger();
  private StrictS3Server server;

  @BeforeEach
  void start() {
    server = StrictS3Server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void commitsOfManyWritersAllStayOnce() throws Exception {
    Dataset table = table();
    requireAllOnce(table, commits(table, 8, 4), 32);
  }

  @Test
  void commitsUnderFaultsAllStayOnce() throws Exception {
    Dataset table = table();
    S3FaultPlan swaps =
        S3FaultPlan.seeded(
            SEED,
            Map.of(
                S3Fault.DROP_REQUEST, 0.1,
                S3Fault.DROP_REPLY, 0.1,
                S3Fault.ERROR_500, 0.05,
                S3Fault.ERROR_500_AFTER, 0.1,
                S3Fault.ERROR_503, 0.05,
                S3Fault.CONFLICT_409, 0.1,
                S3Fault.DUPLICATE, 0.1));
    S3FaultPlan others =
        S3FaultPlan.seeded(SEED + 1, Map.of(S3Fault.DROP_REPLY, 0.01, S3Fault.TRUNCATE, 0.01));
    server.setFaults((method, key) ->
        method.equals("PUT") && key.contains("/refs/")
            ? swaps.next(method, key)
            : others.next(method, key));
    Queue<ObjectId> acknowledged = commits(table, 6, 4);
    server.setFaults(S3FaultPlan.NONE);
    requireAllOnce(table, acknowledged, 24);
  }

  @Test
  void refsAreMadeMovedAndClosedUnderLostReplies() {
    Dataset table = table();
    append(table);
    append(table);
    for (S3Fault fault :
        List.of(
            S3Fault.DROP_REPLY, S3Fault.DROP_REQUEST, S3Fault.DUPLICATE, S3Fault.CONFLICT_409)) {
      lose(fault);
      table.createBranch("dev", "main~1");
      assertThat(table.snapshot("dev").rowCount()).isEqualTo(1);
      lose(fault);
      table.rollback(RefName.MAIN, "main~1");
      assertThat(table.snapshot().rowCount()).isEqualTo(1);
      lose(fault);
      append(table);
      lose(fault);
      table.deleteRef(new RefName("dev"));
      assertThat(table.refs()).hasSize(1);
    }
    requireNoValueCameBack();
  }

  @Test
  void aDroppedTableIsTakenBackAndPurgedUnderLostReplies() {
    Warehouse warehouse = warehouse();
    Dataset table = warehouse.createTable(NAME, ModelRow.SCHEMA, Map.of());
    append(table);
    lose(S3Fault.DROP_REPLY, S3Fault.DROP_REPLY);
    warehouse.drop(NAME);
    lose(S3Fault.ERROR_500_AFTER);
    warehouse.undrop(NAME, warehouse.hiddenTables().get(0).suffix());
    Dataset back = warehouse.table(NAME);
    assertThat(back.snapshot().rowCount()).isEqualTo(1);
    back.delete(RefName.MAIN).where(Predicate.parse("id >= 0"));
    assertThat(back.snapshot().rowCount()).isZero();
    assertThat(TableFindings.of(back.location(), server.options())).isEmpty();
    warehouse.drop(NAME);
    warehouse.purge(NAME, warehouse.hiddenTables().get(0).suffix());
    assertThat(server.keys()).isNotEmpty().allMatch(key -> key.startsWith("tables/_catalog/"));
    requireNoValueCameBack();
  }

  private void lose(S3Fault... faults) {
    server.setFaults(S3FaultPlan.script("PUT", key -> key.contains("/refs/"), List.of(faults)));
  }

  /** A register that got a value back would let a writer that slept win on it. */
  private void requireNoValueCameBack() {
    for (String key : server.keys()) {
      if (key.contains("/refs/") || key.endsWith("/gc/root")) {
        List<String> changes = new ArrayList<>();
        for (String tag : server.history(key)) {
          // A duplicated request writes nothing new.
          if (changes.isEmpty() || !changes.get(changes.size() - 1).equals(tag)) {
            changes.add(tag);
          }
        }
        assertThat(changes).as(key).doesNotHaveDuplicates();
      }
    }
  }

  private Queue<ObjectId> commits(Dataset table, int threads, int times) throws Exception {
    Queue<ObjectId> acknowledged = new ConcurrentLinkedQueue<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      running.add(
          pool.submit(() -> {
            for (int i = 0; i < times; i++) {
              acknowledged.add(append(table));
            }
          }));
    }
    for (Future<?> one : running) {
      one.get();
    }
    pool.shutdown();
    return acknowledged;
  }

  private ObjectId append(Dataset table) {
    int id = nextId.getAndIncrement();
    ModelRow row = ModelRow.random(new Random(id), id);
    return table.append(RefName.MAIN).rows(List.of(ModelRow.block(List.of(row)))).version();
  }

  private void requireAllOnce(Dataset table, Queue<ObjectId> acknowledged, int commits) {
    List<ObjectId> held = new ArrayList<>();
    table.history(RefName.MAIN).forEachRemaining(snapshot -> held.add(snapshot.version()));
    assertThat(held).hasSize(commits + 1).doesNotHaveDuplicates().containsAll(acknowledged);
    Set<Long> ids = new TreeSet<>();
    var blocks = table.snapshot().scan().columns(ModelRow.SCHEMA.select(List.of("id"))).rows();
    while (blocks.hasNext()) {
      var block = blocks.next().rows();
      for (int i = 0; i < block.rows(); i++) {
        assertThat(ids.add((Long) block.row(i).get(0))).isTrue();
      }
    }
    assertThat(ids).hasSize(commits);
    requireNoValueCameBack();
  }

  private Warehouse warehouse() {
    DatasetOptions defaults = DatasetOptions.DEFAULT;
    Warehouse warehouse =
        Warehouse.open(
            LOCATION,
            server.options(),
            new DatasetOptions(
                defaults.verification(),
                defaults.cacheBytes(),
                Isolation.SERIALIZABLE,
                defaults.searchThreads(),
                new DatasetOptions.Retry(10_000, Duration.ofMillis(1), Duration.ofMillis(50)),
                defaults.entropy()));
    warehouse.createSchema("demo", Map.of());
    return warehouse;
  }

  private Dataset table() {
    return warehouse().createTable(NAME, ModelRow.SCHEMA, Map.of());
  }
}
