package io.dreamdb.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStoreContract;
import io.dreamdb.store.ObjectStoreRaceContract;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.StoreProbe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both contracts over the S3 store, on servers that others wrote. */
@Tag("ci")
@ExtendWith(ForeignBucket.class)
class ForeignBucketTest {

  private static final AtomicInteger SPACES = new AtomicInteger();

  private static ObjectStore newSpace() {
    String location = "s3://" + ForeignBucket.BUCKET + "/spaces/" + SPACES.incrementAndGet();
    return ObjectStores.open(location, ForeignBucket.options());
  }

  /** A client with a pool of connections of its own. */
  private static ObjectStore another(ObjectStore store) {
    Map<String, String> options = new HashMap<>(ForeignBucket.options());
    options.put("s3.max-connections", "63");
    return ObjectStores.open(store.location(), options);
  }

  @Test
  void theProbeFindsNoFault() {
    try (ObjectStore store = newSpace()) {
      List<StoreProbe.Finding> findings = new StoreProbe(store, 32, 2, 51).run(finding -> {});
      assertThat(findings).isNotEmpty().allMatch(StoreProbe.Finding::passed);
    }
  }

  @Nested
  class Contract extends ObjectStoreContract {
    @Override
    protected ObjectStore newStore() {
      return newSpace();
    }

    @Override
    protected ObjectStore anotherClient(ObjectStore store) {
      return another(store);
    }
  }

  @Nested
  class Races extends ObjectStoreRaceContract {
    @Override
    protected int increments() {
      return 2;
    }

    @Override
    protected int rewrites() {
      return 30;
    }

    @Override
    protected ObjectStore newStore() {
      return newSpace();
    }

    @Override
    protected ObjectStore anotherClient(ObjectStore store) {
      return another(store);
    }
  }
}
