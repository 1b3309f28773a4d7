package io.dreamdb.store.s3;

import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStoreContract;
import io.dreamdb.store.ObjectStoreRaceContract;
import io.dreamdb.store.ObjectStores;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/**
 * Both contracts over the S3 store, on a server that goes wrong at times and on one that does not.
 */
class S3StoreTest {

  private static final AtomicInteger SPACES = new AtomicInteger();
  private static final long SEED = 35;

  private static StrictS3Server plain;
  private static StrictS3Server faulty;

  @BeforeAll
  static void start() {
    plain = StrictS3Server.start();
    faulty = StrictS3Server.start();
    faulty.setFaults(
        S3FaultPlan.seeded(
                SEED,
                Map.of(
                    S3Fault.DROP_REQUEST, 0.02,
                    S3Fault.DROP_REPLY, 0.02,
                    S3Fault.ERROR_500, 0.02,
                    S3Fault.ERROR_503, 0.02,
                    S3Fault.TRUNCATE, 0.02))
            .on("GET", "HEAD", "DELETE"));
  }

  @AfterAll
  static void stop() {
    plain.close();
    faulty.close();
  }

  private static ObjectStore newSpace(StrictS3Server server) {
    String location = "s3://" + StrictS3Server.BUCKET + "/spaces/" + SPACES.incrementAndGet();
    return ObjectStores.open(location, server.options());
  }

  /** A client with a pool of connections of its own. */
  private static ObjectStore another(StrictS3Server server, ObjectStore store) {
    Map<String, String> options = new HashMap<>(server.options());
    options.put("s3.max-connections", "63");
    return ObjectStores.open(store.location(), options);
  }

  @Nested
  class Plain extends ObjectStoreContract {
    @Override
    protected ObjectStore newStore() {
      return newSpace(plain);
    }

    @Override
    protected ObjectStore anotherClient(ObjectStore store) {
      return another(plain, store);
    }
  }

  @Nested
  class UnderFaultsOfReads extends ObjectStoreContract {
    @Override
    protected ObjectStore newStore() {
      return newSpace(faulty);
    }
  }

  @Nested
  class Races extends ObjectStoreRaceContract {
    @Override
    protected int increments() {
      return 2;
    }

    @Override
    protected ObjectStore newStore() {
      return newSpace(plain);
    }

    @Override
    protected ObjectStore anotherClient(ObjectStore store) {
      return another(plain, store);
    }
  }
}
