package io.dreamdb.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.DreamException;
import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.DatasetOptions;
import io.dreamdb.dataset.SmallWarehouse;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.object.RefName;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** That the secret key is in no message, in a JVM that prints every message there is. */
class SecretsTest {

  /** What runs in that JVM. */
  static final class Client {

    private Client() {}

    public static void main(String[] arguments) {
      try (StrictS3Server server = StrictS3Server.start()) {
        ObjectStore store = ObjectStores.open("s3://lake/a", server.options());
        use(store);
        server.setFaults((method, key) -> S3Fault.ERROR_500_AFTER);
        attempt(() -> use(store));
        server.setFaults(S3FaultPlan.NONE);
        Map<String, String> stranger = new TreeMap<>(server.options());
        stranger.put("s3.aws-access-key", "nobody");
        attempt(() -> use(ObjectStores.open("s3://lake/a", stranger)));
        stranger.put("s3.nope", "x");
        attempt(() -> ObjectStores.open("s3://lake/a", stranger));
        System.out.println(store + " " + S3Options.parse(server.options()));
        useTable(server);
      }
    }

    private static void use(ObjectStore store) {
      store.put(new ObjectKey("b"), ObjectBody.of(new byte[] {1}));
      store.read(new ObjectKey("b"));
      store.compareAndSet(RegisterKey.ref("main"), Version.ABSENT, new byte[] {2});
      store.listAll("").forEach(System.out::println);
    }

    /** Prints whatever a table and what is sent to tasks say of themselves. */
    private static void useTable(StrictS3Server server) {
      try (Warehouse lake =
          Warehouse.open("s3://lake/tables", server.options(), DatasetOptions.DEFAULT)) {
        lake.createSchema("demo", Map.of());
        Dataset table =
            lake.createTable(SmallWarehouse.FILMS, SmallWarehouse.SCHEMA, Map.of("a", "b"));
        var append = table.append(RefName.MAIN);
        System.out.println(append.plan() + " " + append);
        System.out.println(append.rows(List.of(SmallWarehouse.rows(0, 9))));
        Snapshot snapshot = table.snapshot();
        System.out.println(lake + " " + table + " " + snapshot + " " + snapshot.properties());
        snapshot.scan().tasks().forEachRemaining(System.out::println);
        server.setFaults((method, key) -> S3Fault.ERROR_500_AFTER);
        attempt(() -> table.append(RefName.MAIN).rows(List.of(SmallWarehouse.rows(9, 18))));
        server.setFaults(S3FaultPlan.NONE);
      }
    }

    private static void attempt(Runnable work) {
      try {
        work.run();
        throw new IllegalStateException("it went well");
      } catch (DreamException e) {
        e.printStackTrace(System.out);
      }
    }
  }

  @Test
  void theSecretIsInNoMessageOfTheLogAndInNoFailure() throws Exception {
    Path folder = Path.of("target", "talkative-logger");
    List<Path> logger;
    try (var files = Files.list(folder)) {
      logger = files.toList();
    }
    String printed =
        OtherJvm.run(
            jar -> !jar.startsWith("slf4j-nop"),
            logger,
            List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=trace"),
            Client.class);
    assertThat(printed)
        .startsWith("0 ")
        .contains("DEBUG software.amazon.awssdk", StrictS3Server.ACCESS_KEY, "InvalidAccessKeyId")
        .contains(InvalidInput.class.getName(), "<redacted>", "ScanTask[", "WritePlan[")
        .doesNotContain(StrictS3Server.SECRET_KEY);
  }
}
