package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import io.dreamdb.store.Fault;
import io.dreamdb.store.FaultyObjectStore;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A collection that dies before or after any request leaves a table that works. */
class CollectCrashTest {

  private static final RefName DEV = new RefName("dev");

  /** What a process meets that is killed. */
  private static final class Killed extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  private int requests;

  @Test
  void aCollectionThatDiesBeforeARequestDoesNoHarm() {
    int killed = 0;
    for (int last = 0; dies(last, Fault.NONE); last++) {
      killed++;
    }
    assertThat(killed).isGreaterThan(15);
  }

  @Test
  void aReplyThatIsLostDoesNoHarm() {
    int lost = 0;
    for (int at = 0; at < 24; at += 2) {
      lost += dies(at, Fault.FAIL_AFTER) ? 1 : 0;
    }
    assertThat(lost).isPositive();
  }

  /** Whether the collection ended early. */
  private boolean dies(int at, Fault fault) {
    String location = "memory:crash-" + UUID.randomUUID();
    DatasetOptions options = SmallWarehouse.options(at + 1);
    Warehouse warehouse = Warehouse.open(location, Map.of(), options);
    warehouse.createSchema("demo", Map.of());
    Dataset table = warehouse.createTable(SmallWarehouse.FILMS, SmallWarehouse.SCHEMA, Map.of());
    SmallWarehouse.append(table, RefName.MAIN, 0, 9);
    table.createBranch("dev", "main");
    SmallWarehouse.append(table, DEV, 10, 15);
    table.deleteRef(DEV);
    table.collect().run();
    ObjectStore store = ObjectStores.open(table.location(), Map.of());
    requests = 0;
    ObjectStore dying =
        new FaultyObjectStore(
            store,
            (operation, target) -> {
              if (fault == Fault.NONE && requests == at) {
                throw new Killed();
              }
              return requests++ == at ? fault : Fault.NONE;
            },
            1);
    boolean died = false;
    try {
      new Dataset(Space.open(dying, options, Space.Caches.of(options)), Map.of()).collect().run();
    } catch (Killed | io.dreamdb.StoreUnavailable e) {
      died = true;
    }
    requireSound(table, store);
    return died;
  }

  private static void requireSound(Dataset table, ObjectStore store) {
    SmallWarehouse.append(table, RefName.MAIN, 20, 24);
    table.delete(RefName.MAIN).where(Predicate.parse("id = 3"));
    assertThat(table.snapshot().rowCount()).isEqualTo(12);
    table.collect().run();
    table.collect().run();
    DatasetOptions options = SmallWarehouse.options(99);
    Space space = Space.open(store, options, Space.Caches.of(options));
    assertThat(Garbage.old(space)).isEmpty();
    assertThat(TableFindings.of(table)).isEmpty();
  }
}
