package io.dreamdb.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Both contracts for each store of this package, bare and through decorators. */
class StoreContractsTest {

  @TempDir Path temp;

  private ObjectStore newLocal() {
    try {
      return new LocalObjectStore(
          Files.createTempDirectory(temp, "store").resolve("not/yet/there"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectStore anotherLocal(ObjectStore store) {
    return ObjectStores.open(store.location());
  }

  private static ObjectStore decorated(ObjectStore store) {
    ObjectStore faulty = new FaultyObjectStore(store, FaultPlan.none(), 1);
    ObjectStore counting = new CountingObjectStore(faulty);
    return new CountingObjectStore(new CachingObjectStore(counting, new ObjectCache(64 << 20)));
  }

  private static ObjectStore tinyCache(ObjectStore store) {
    return new CachingObjectStore(store, new ObjectCache(20_000));
  }

  @Nested
  class Memory extends ObjectStoreContract {
    @Override
    protected ObjectStore newStore() {
      return new MemoryObjectStore();
    }
  }

  @Nested
  class Local extends ObjectStoreContract {
    @Override
    protected ObjectStore newStore() {
      return newLocal();
    }

    @Override
    protected ObjectStore anotherClient(ObjectStore store) {
      return anotherLocal(store);
    }
  }

  @Nested
  class MemoryThroughDecorators extends ObjectStoreContract {
    @Override
    protected ObjectStore newStore() {
      return decorated(new MemoryObjectStore());
    }
  }

  @Nested
  class LocalThroughDecorators extends ObjectStoreContract {
    @Override
    protected ObjectStore newStore() {
      return decorated(newLocal());
    }
  }

  @Nested
  class MemoryThroughATinyCache extends ObjectStoreContract {
    @Override
    protected ObjectStore newStore() {
      return tinyCache(new MemoryObjectStore());
    }
  }

  @Nested
  class MemoryRaces extends ObjectStoreRaceContract {
    @Override
    protected ObjectStore newStore() {
      return new MemoryObjectStore();
    }
  }

  @Nested
  class LocalRaces extends ObjectStoreRaceContract {
    @Override
    protected ObjectStore newStore() {
      return newLocal();
    }

    @Override
    protected ObjectStore anotherClient(ObjectStore store) {
      return anotherLocal(store);
    }
  }

  @Nested
  class RacesThroughDecorators extends ObjectStoreRaceContract {
    @Override
    protected ObjectStore newStore() {
      return decorated(new MemoryObjectStore());
    }
  }
}
